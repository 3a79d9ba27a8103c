#!/usr/bin/env python3
"""hongtou batch, once for every call of the system that can fail, in the parent or in a worker, each time failing another one.
failures.py PROGRAM LIBRARY

A run ends in one of two ways: all is there whole, or there are a message and an exit code other than 0, and each file is whole or not there.
Nothing else is left in the folder; and the run after it, with nothing failing, brings all to a good end."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

program, library = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
work = tempfile.mkdtemp(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)    # where a sync costs nothing
editions, out, log = (os.path.join(work, name) for name in ("editions", "out", "log"))
for number in (1, 2):
    shutil.copytree("tests/small", os.path.join(editions, "e%d" % number))
    path = os.path.join(editions, "e%d" % number, "edition.ini")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("54号", "%d号" % number))


def run(**more):
    return subprocess.run([program, "--lang", "en", "batch", editions, "-o", out, "-j", "1", "--timeout", "20"], capture_output=True, env=dict(os.environ, **more), timeout=60)


def files():
    return {name: open(os.path.join(out, name), "rb").read() for name in os.listdir(out)} if os.path.isdir(out) else {}


def of(kind):
    return {name: data for name, data in files().items() if name.endswith(kind)}


def sound(outcome):
    """What is wrong with how the run ended; empty: nothing."""
    wrong = []
    for name, data in files().items():
        if name.endswith(".pdf") and data != good.get(name):
            wrong.append(name + " is not whole")
        elif name.endswith(".json"):
            json.loads(data)
        elif not name.endswith((".pdf", ".json")) and name not in (".hongtou-batch", ".hongtou-batch.lock"):
            wrong.append(name + " is left over")
    if outcome.returncode == 0 and (of(".pdf") != good or not of(".json")):
        wrong.append("all was well, it says, and it is not")
    if outcome.returncode not in (0, 1, 3) or (outcome.returncode and b"error:" not in outcome.stderr):
        wrong.append("exit code %d, %r" % (outcome.returncode, outcome.stderr[:200]))
    return wrong


run()
good = of(".pdf")
assert len(good) == 2
wrong, counts, met, at, call, row = [], {}, set(), 0, None, 0
while at < 3000:
    at += 1 if row < 4 else 9    # of many calls in a row not every one
    shutil.rmtree(out, ignore_errors=True)
    if os.path.exists(log):
        os.unlink(log)
    outcome = run(LD_PRELOAD=library, FAIL_AT=str(at), FAIL_ERRNO="5", FAIL_LOG=log)
    if not os.path.exists(log):
        break
    row = row + 1 if open(log).read() == call else 0
    call = open(log).read()
    counts[call] = counts.get(call, 0) + 1
    met |= {call} if outcome.returncode else set()
    wrong += [(at, call, one) for one in sound(outcome)]
    after = run()
    if after.returncode or of(".pdf") != good:
        wrong.append((at, call, "the next run ends with %d: %r" % (after.returncode, after.stderr[:200])))
shutil.rmtree(work)
for one in wrong[:20]:
    print(" ", one)
print("  failed:", counts, "and reported:", sorted(met))
print("not ok" if wrong else "ok", "batch: calls up to number %d fail, one a run" % (at - 1))
print("ok" if met >= {"open", "read", "write", "pwrite", "rename", "fsync"} else "not ok", "batch: failures are met")
