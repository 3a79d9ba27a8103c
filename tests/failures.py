#!/usr/bin/env python3
"""Runs a command once for every call that can fail, each time failing another one. failures.py PROGRAM LIBRARY COMMAND …
with COMMAND: render, compact (hongtou-compact alone), packed (render, which has the other program pack the file), sign (hongtou-sign
alone), sealed (render, which has it sign).

A run must end in one of two ways: the new file is there whole (the failing call did not matter: a probe for a template,
the folder's fsync, a close of something read), or there is a message, an exit code other than 0, and the old file as it
was. Nothing else may be left in the folder."""
import os
import shutil
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = dict(os.environ, SOURCE_DATE_EPOCH=str(int(time.time()) + 60))    # so that a signature gives the same bytes
program, library, commands = sys.argv[1], sys.argv[2], sys.argv[3:]


def prepare(name, work, target):
    """The command, with its input beside the folder that is watched."""
    source = os.path.join(work, "source")
    shutil.copytree("tests/small", source)
    if name == "render":
        return [program, "--lang", "en", "render", source, "-o", target]
    if name == "packed":
        with open(os.path.join(source, "edition.ini"), "a", encoding="utf-8") as file:
            file.write("\n[pdf]\ncompact = yes\n")
        return [program, "--lang", "en", "render", source, "-o", target]
    key = os.path.join(source, "key.pem")
    if name in ("sign", "sealed"):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Seal", "-days", "3650", "-keyout", key, "-out", key + ".crt"],
                       check=True, capture_output=True)
    if name == "sealed":
        with open(os.path.join(source, "edition.ini"), "a", encoding="utf-8") as file:
            file.write("\n[sign]\nkey = key.pem\ncertificate = key.pem.crt\n")
        return [program, "--lang", "en", "render", source, "-o", target]
    subprocess.run([program, "render", source, "-o", os.path.join(source, "a.pdf")], check=True, stderr=subprocess.DEVNULL)
    if name == "sign":
        return [program + "-sign", "--lang", "en", os.path.join(source, "a.pdf"), "-o", target, "--key", key, "--certificate", key + ".crt", "--seal",
                "input/example-pictures/seal-zhengfu.png"]
    return [program + "-compact", "--lang", "en", os.path.join(source, "a.pdf"), "-o", target]


def fail_each(name, essential):
    work = tempfile.mkdtemp()
    watched = os.path.join(work, "watched")
    os.mkdir(watched)
    target, log = os.path.join(watched, "out.pdf"), os.path.join(work, "log")
    command = prepare(name, work, target)
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
        left = sorted(os.listdir(watched))
        if outcome.returncode == 0 and now == good:
            tolerated[call] = tolerated.get(call, 0) + 1
        elif outcome.returncode in (1, 3) and now == b"old" and b"error:" in outcome.stderr:
            pass
        else:
            wrong.append((at, call, outcome.returncode, now == good, now == b"old", outcome.stderr[:200]))
        if left != ["out.pdf"]:
            wrong.append((at, call, left))
        if at > 2000:
            wrong.append("no end")
            break
    shutil.rmtree(work)
    for one in wrong[:10]:
        print(" ", one)
    print("  failed:", counts, "without harm:", tolerated)
    print(("not ok" if wrong else "ok"), "%s: each of %d calls fails once" % (name, at - 1))
    met = all(counts.get(call, 0) > tolerated.get(call, 0) for call in essential)
    print(("ok" if met and counts.get("fsync") else "not ok"), "%s: failures of %s are met" % (name, ", ".join(essential)))


ESSENTIAL = {"render": ("open", "read", "write", "rename"), "compact": ("open", "read", "write", "rename"),
             "packed": ("open", "read", "write", "rename", "posix_spawn"), "sign": ("open", "read", "write", "rename"),
             "sealed": ("open", "read", "write", "rename", "posix_spawn")}
for each in commands:
    fail_each(each, ESSENTIAL[each])
