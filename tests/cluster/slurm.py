"""A Slurm of our own on this machine: munged, slurmctld and slurmd in a folder, gone when the block ends. Needs root, as slurmd does."""
import contextlib
import os
import signal
import socket
import subprocess
import time

CONFIGURATION = """ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket={folder}/munge/run/socket
CredType=cred/munge
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobRequeue=1
ReturnToService=2
SchedulerParameters=sched_interval=1,sched_min_interval=100000
MailProg=/bin/true
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def start_munge(folder):
    """Under the user who runs this; --force, for the folders above may be closed to others."""
    run, key = os.path.join(folder, "munge", "run"), os.path.join(folder, "munge", "key")
    os.makedirs(run, mode=0o755)
    with open(key, "wb") as out:
        out.write(os.urandom(1024))
    os.chmod(key, 0o400)
    subprocess.run(["munged", "--force", "--key-file=" + key, "--socket=" + run + "/socket", "--pid-file=" + run + "/pid",
                    "--log-file=" + run + "/log", "--seed-file=" + run + "/seed"], check=True)
    return run + "/pid"


def stop(pid_file):
    with contextlib.suppress(OSError, ValueError):
        pid = int(open(pid_file).read())
        os.kill(pid, signal.SIGTERM)
        for _ in range(50):
            os.kill(pid, 0)
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def running(folder):
    """Yields the environment in which sbatch speaks to it."""
    host = socket.gethostname().split(".")[0]
    for name in ("state", "spool"):
        os.makedirs(os.path.join(folder, name))
    os.chmod(folder, 0o755)
    configuration = os.path.join(folder, "slurm.conf")
    with open(configuration, "w") as out:
        out.write(CONFIGURATION.format(host=host, folder=folder, ports=free_ports(2), processors=os.cpu_count()))
    environment = dict(os.environ, SLURM_CONF=configuration)
    pids = [os.path.join(folder, "slurmd.pid"), os.path.join(folder, "slurmctld.pid")]
    try:
        pids.append(start_munge(folder))
        subprocess.run(["slurmctld", "-c"], env=environment, check=True)
        subprocess.run(["slurmd", "-N", host], env=environment, check=True)
        for _ in range(100):
            state = subprocess.run(["sinfo", "-h", "-o", "%T"], env=environment, capture_output=True, text=True).stdout.strip()
            if state == "idle":
                break
            time.sleep(0.1)
        yield environment
    finally:
        for pid in pids:
            stop(pid)
