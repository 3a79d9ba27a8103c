#!/usr/bin/env python3
"""Runs a render once for every call that can fail, each time failing another one. failures.py PROGRAM LIBRARY

A run must end in one of two ways: the new file is there whole (the failing call did not matter: a probe for a template,
the folder's fsync, a close of something read), or there is a message, an exit code other than 0, and the old file as it
was. Nothing else may be left in the folder."""
import os
import shutil
import subprocess
import sys
import tempfile

program, library = sys.argv[1:]
work = tempfile.mkdtemp()
target, log = os.path.join(work, "out.pdf"), os.path.join(work, "log")
command = [program, "--lang", "en", "render", "tests/small", "-o", target]
subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
good = open(target, "rb").read()
wrong, counts, tolerated = [], {}, {}
at = 0
while True:
    at += 1
    open(target, "wb").write(b"old")
    if os.path.exists(log):
        os.unlink(log)
    environment = dict(os.environ, LD_PRELOAD=os.path.abspath(library), FAIL_AT=str(at), FAIL_ERRNO="5", FAIL_LOG=log)
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
shutil.rmtree(work)
for one in wrong[:10]:
    print(" ", one)
print("  failed:", counts, "without harm:", tolerated)
print(("not ok" if wrong else "ok"), "each of %d calls fails once" % (at - 1))
essential = all(counts.get(call, 0) > tolerated.get(call, 0) for call in ("open", "read", "write", "rename"))
print(("ok" if essential and counts.get("fsync") else "not ok"), "failures of open, read, write, rename are met")
sys.exit(0)
