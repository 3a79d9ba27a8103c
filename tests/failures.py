#!/usr/bin/env python3
"""Runs a command once for every call that can fail (of many of one kind in a row for some), each time failing another one.
failures.py PROGRAM LIBRARY render EDITION | extract FILE.pdf | rebuild FILE.pdf

A run must end in one of two ways: all is there whole (the failing call did not matter: a probe for a template, the folder's fsync, a
close of something read), or there is a message, an exit code other than 0, and the old file as it was. Nothing else may be left in the
folder; of what is extracted each file is whole or not there; where rebuild works nothing is left at all."""
import os
import shutil
import subprocess
import sys
import tempfile

program, library, kind, subject = sys.argv[1:]
work = tempfile.mkdtemp()
target, log, temporary = (os.path.join(work, name) for name in ("out.pdf", "log", "temporary"))
OPTIONS = {"render": ["-o", target], "extract": [target], "rebuild": ["--verify", "-o", target]}
command = [program, "--lang", "en", kind, subject, *OPTIONS[kind]]


def content():
    """Of the target, a file or a folder."""
    if os.path.isfile(target):
        return open(target, "rb").read()
    return {os.path.relpath(os.path.join(where, name), target): open(os.path.join(where, name), "rb").read()
            for where, _, names in os.walk(target) for name in names}


def clear():
    shutil.rmtree(temporary, ignore_errors=True)
    os.mkdir(temporary)
    if os.path.exists(log):
        os.unlink(log)
    if kind == "extract":
        shutil.rmtree(target, ignore_errors=True)
    else:
        open(target, "wb").write(b"old")


def as_before(now):
    return all(good.get(name) == data for name, data in now.items()) if kind == "extract" else now == b"old" or (kind == "rebuild" and now == good)


environment = dict(os.environ, TMPDIR=temporary)
clear()
subprocess.run(command, check=True, capture_output=True, env=environment)
good = content()
wrong, counts, tolerated = [], {}, {}
at, call, row = 0, None, 0
while True:
    at += 1 if row < 12 else 7    # of many calls in a row, such as reads of a font, not every one
    clear()
    failing = dict(environment, LD_PRELOAD=os.path.abspath(library), FAIL_AT=str(at), FAIL_ERRNO="5", FAIL_LOG=log)
    outcome = subprocess.run(command, capture_output=True, env=failing, timeout=60)
    if not os.path.exists(log):
        break
    row = row + 1 if open(log).read() == call else 0
    call = open(log).read()
    counts[call] = counts.get(call, 0) + 1
    now = content()
    left = set(os.listdir(work)) - {"log", "out.pdf", "temporary"} | set(os.listdir(temporary))
    if outcome.returncode == 0 and now == good:
        tolerated[call] = tolerated.get(call, 0) + 1
    elif not (outcome.returncode in (1, 3) and as_before(now) and b"error:" in outcome.stderr):
        wrong.append((at, call, outcome.returncode, now == good, outcome.stderr[:200]))
    if left:
        wrong.append((at, call, left))
    if at > 4000:
        wrong.append("no end")
        break
shutil.rmtree(work)
for one in wrong[:10]:
    print(" ", one)
print("  failed:", counts, "without harm:", tolerated)
print(("not ok" if wrong else "ok"), "%s %s: calls up to number %d fail, one a run" % (kind, os.path.basename(subject), at - 1))
essential = all(counts.get(call, 0) > tolerated.get(call, 0) for call in ("open", "read", "write", "rename"))
print(("ok" if essential and counts.get("fsync") else "not ok"), "%s %s: failures of open, read, write, rename are met" % (kind, os.path.basename(subject)))
sys.exit(0)
