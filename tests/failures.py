#!/usr/bin/env python3
"""Runs a render and a signature once for every call that can fail, each time failing another one. failures.py PROGRAM LIBRARY

A run must end in one of two ways: the new file is there whole (the failing call did not matter: a probe for a template,
the folder's fsync, a close of something read), or there is a message, an exit code other than 0, and the old file as it
was. Nothing else may be left in the folder."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

program, library = sys.argv[1:]
ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH=str(int(time.time()) + 60))    # so that a signature gives the same bytes


def fail_each(name, target, *command):
    """The command writes the target, alone in its folder."""
    work = os.path.dirname(target)
    log = os.path.join(work, "log")
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=ENVIRONMENT)
    good = open(target, "rb").read()
    wrong, counts, tolerated = [], {}, {}
    at = 0
    while True:
        at += 1
        open(target, "wb").write(b"old")
        if os.path.exists(log):
            os.unlink(log)
        environment = dict(ENVIRONMENT, LD_PRELOAD=os.path.abspath(library), FAIL_AT=str(at), FAIL_ERRNO="5", FAIL_LOG=log)
        outcome = subprocess.run(command, capture_output=True, env=environment)
        if not os.path.exists(log):
            break
        call = open(log).read()
        counts[call] = counts.get(call, 0) + 1
        now = open(target, "rb").read()
        left = sorted(os.listdir(work))
        if outcome.returncode == 0 and now == good:
            tolerated[call] = tolerated.get(call, 0) + 1
        elif outcome.returncode in (1, 3) and now == b"old" and b"error:" in outcome.stderr:
            pass
        else:
            wrong.append((at, call, outcome.returncode, now == good, now == b"old", outcome.stderr[:200]))
        if left != ["log", "out.pdf"]:
            wrong.append((at, call, left))
        if at > 2000:
            wrong.append("no end")
            break
    for one in wrong[:10]:
        print(" ", one)
    print("  failed:", counts, "without harm:", tolerated)
    print(("not ok" if wrong else "ok"), "%s: each of %d calls fails once" % (name, at - 1))
    essential = all(counts.get(call, 0) > tolerated.get(call, 0) for call in ("open", "read", "write", "rename"))
    print(("ok" if essential and counts.get("fsync") else "not ok"), "%s: failures of open, read, write, rename are met" % name)


outputs, inputs = tempfile.mkdtemp(), tempfile.mkdtemp()
target, key, certificate, source = (os.path.join(*parts) for parts in ((outputs, "out.pdf"), (inputs, "key.pem"), (inputs, "seal.pem"), (inputs, "in.pdf")))
fail_each("render", target, program, "--lang", "en", "render", "tests/small", "-o", target)
os.unlink(os.path.join(outputs, "out.pdf"))
subprocess.run([program, "render", "tests/small", "-o", source], check=True, stderr=subprocess.DEVNULL)
subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Seal", "-days", "3650", "-keyout", key, "-out", certificate],
               check=True, capture_output=True)
fail_each("sign", target, os.path.join(os.path.dirname(program), "hongtou-sign"), "--lang", "en", source, "-o", target, "--key", key, "--certificate", certificate,
          "--seal", "input/example-pictures/seal-zhengfu.png")
shutil.rmtree(outputs)
shutil.rmtree(inputs)
sys.exit(0)
