"""Hosts for ssh that are all this machine: one sshd that listens on several addresses of the loopback network."""
import contextlib
import os
import pwd
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from slurm import free_ports, stop

CONFIGURATION = """Port {port}
{addresses}
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile {folder}/sshd.pid
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
MaxStartups 100
"""


@contextlib.contextmanager
def running(folder, count):
    """Yields the names of the hosts as parallel's --sshlogin takes them, and the ssh command that reaches them."""
    os.makedirs(folder)
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", os.path.join(folder, name)], check=True)
    port = free_ports(1)[0]
    addresses = ["127.0.0.%d" % (i + 1) for i in range(count)]
    with open(os.path.join(folder, "sshd_config"), "w") as out:
        out.write(CONFIGURATION.format(port=port, folder=folder, addresses="\n".join("ListenAddress " + a for a in addresses)))
    user = pwd.getpwuid(os.getuid()).pw_name
    command = "ssh -p %d -i %s/user -o UserKnownHostsFile=%s/known -o StrictHostKeyChecking=accept-new -o BatchMode=yes -l %s" % (port, folder, folder, user)
    os.makedirs("/run/sshd", exist_ok=True)
    log = os.path.join(folder, "sshd.log")
    subprocess.run(["/usr/sbin/sshd", "-f", os.path.join(folder, "sshd_config"), "-E", log], check=True)
    try:
        for _ in range(50):
            if os.path.exists(os.path.join(folder, "sshd.pid")):
                break
            time.sleep(0.1)
        yield addresses, command
    finally:
        stop(os.path.join(folder, "sshd.pid"))
