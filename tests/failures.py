#!/usr/bin/env python3
"""Runs a command once for every call that can fail, each time failing another one. failures.py PROGRAM LIBRARY COMMAND …
with COMMAND: render, compact (hongtou-compact alone), packed (render, which has the other program pack the file), sign (hongtou-sign
alone), sealed (render, which has it sign), embedded (render with its sources in the file), extract, rebuild, init, new-month, like (render
--like), reprint, diff (which writes a marked edition), merge (of the reports of batch).

A run must end in one of two ways: all is there whole (the failing call did not matter: a probe for a template, the folder's fsync, a
close of something read), or there is a message, an exit code other than 0, and the old file as it was. Nothing else may be left in the
folder; of what is extracted each file is whole or not there; where rebuild works nothing is left at all; of a new edition nothing is."""
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
    if name == "init":
        return [program, "--lang", "en", "init", target]
    if name == "new-month":
        return [program, "--lang", "en", "new-month", source, target]
    if name in ("like", "reprint", "diff", "merge"):
        return prepare_versions(name, work, source, target)
    if name in ("embedded", "extract", "rebuild"):
        return prepare_embedded(name, source, target)
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


def prepare_embedded(name, source, target):
    with open(os.path.join(source, "edition.ini"), "a", encoding="utf-8") as file:
        file.write("\n[archive]\nembed = yes\n")
    if name == "embedded":
        return [program, "--lang", "en", "render", source, "-o", target]
    document = os.path.join(source, "a.pdf")
    subprocess.run([program, "render", source, "-o", document], check=True, stderr=subprocess.DEVNULL)
    return [program + "-" + name, "--lang", "en", document, *([target] if name == "extract" else ["--verify", "-o", target])]


def prepare_versions(name, work, source, target):
    """Two versions of a document, or the reports of both parts of a list of them."""
    old, old_file, new_file = (os.path.join(work, one) for one in ("older", "old.pdf", "new.pdf"))
    shutil.copytree(source, old)
    with open(os.path.join(source, "edition.ini"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(source, "edition.ini"), "w", encoding="utf-8") as file:
        file.write(text.replace("54号", "55号"))
    if name == "diff":
        return [program, "--lang", "en", "diff", old, source, "-o", target]
    if name == "merge":
        for part in ("1/2", "2/2"):
            subprocess.run([program, "batch", old, source, "-o", os.path.join(work, "parts"), "--shard", part], check=True, capture_output=True)
        return [program, "--lang", "en", "batch", "--merge", *(os.path.join(work, "parts", "batch.%d-of-2.json" % part) for part in (1, 2)), "-o", target]
    for edition, file in ((old, old_file), (source, new_file)):
        subprocess.run([program, "render", edition, "-o", file], check=True, capture_output=True)
    if name == "like":
        return [program, "--lang", "en", "render", source, "--like", old_file, "-o", target]
    return [program, "--lang", "en", "reprint", old_file, new_file]


def content(target):
    """Of a file, or of all files in a folder; None: it is not there."""
    if not os.path.exists(target):
        return None
    if os.path.isfile(target):
        return open(target, "rb").read()
    return {os.path.relpath(os.path.join(where, name), target): open(os.path.join(where, name), "rb").read()
            for where, _, names in os.walk(target) for name in names}


FOLDERS = ("extract", "init", "new-month")     # whose target is one
PRINTING = ("reprint",)                        # whose target is standard output


def as_before(name, now, good):
    """Of what is extracted each file is whole or not there; what is rebuilt may be written and the comparison fail."""
    if name == "extract":
        return now is None or all(good.get(file) == data for file, data in now.items())
    if name in FOLDERS:
        return now is None
    return now == b"old" or (name == "rebuild" and now == good) or name in PRINTING


def clear(name, target, *others):
    if name in FOLDERS:
        shutil.rmtree(target, ignore_errors=True)
    else:
        open(target, "wb").write(b"old")
    for other in others:
        if os.path.exists(other):
            os.unlink(other)


def fail_each(name, essential):
    work = tempfile.mkdtemp()
    watched = os.path.join(work, "watched")
    os.mkdir(watched)
    target, log, temporary = os.path.join(watched, "out.pdf"), os.path.join(work, "log"), os.path.join(work, "temporary")
    os.mkdir(temporary)
    command = prepare(name, work, target)
    clear(name, target)
    first = subprocess.run(command, check=True, capture_output=True, env=dict(ENVIRONMENT, TMPDIR=temporary))
    good = first.stdout if name in PRINTING else content(target)
    wrong, counts, tolerated = [], {}, {}
    at, call, row, closely = 0, None, 0, 0
    while True:
        stride = 1 if row < 12 or at < closely else 7    # of many calls in a row, such as reads of a font, not every one
        at += stride
        clear(name, target, log)
        environment = dict(ENVIRONMENT, TMPDIR=temporary, LD_PRELOAD=os.path.abspath(library), FAIL_AT=str(at), FAIL_ERRNO="5", FAIL_LOG=log)
        outcome = subprocess.run(command, capture_output=True, env=environment, timeout=60)
        last, call = call, open(log).read() if os.path.exists(log) else None
        if stride > 1 and call != last:    # back to where the row may have ended
            at, call, closely = at - stride, last, at
            continue
        if call is None:
            break
        row = row + 1 if call == last else 0
        counts[call] = counts.get(call, 0) + 1
        now = outcome.stdout if name in PRINTING else content(target)
        left = set(os.listdir(watched)) - {"out.pdf"} | set(os.listdir(temporary))
        if outcome.returncode == 0 and now == good:
            tolerated[call] = tolerated.get(call, 0) + 1
        elif outcome.returncode in (1, 3) and as_before(name, now, good) and b"error:" in outcome.stderr:
            pass
        else:
            wrong.append((at, call, outcome.returncode, now == good, now == b"old", outcome.stderr[:200]))
        if left:
            wrong.append((at, call, left))
        if at > 2000:
            wrong.append("no end")
            break
    shutil.rmtree(work)
    for one in wrong[:10]:
        print(" ", one)
    print("  failed:", counts, "without harm:", tolerated)
    print(("not ok" if wrong else "ok"), "%s: calls up to number %d fail, one a run" % (name, at - 1))
    met = all(counts.get(call, 0) > tolerated.get(call, 0) for call in essential)
    print(("ok" if met and (counts.get("fsync") or name in PRINTING) else "not ok"), "%s: failures of %s are met" % (name, ", ".join(essential)))


ESSENTIAL = {"render": ("open", "read", "write", "rename"), "compact": ("open", "read", "write", "rename"),
             "packed": ("open", "read", "write", "rename", "posix_spawn"), "sign": ("open", "read", "write", "rename"),
             **{name: ("open", "read", "write", "rename") for name in ("embedded", "extract", "rebuild")},
             **{name: ("open", "read", "write", "rename") for name in ("like", "diff", "merge")}, "reprint": ("open",),
             "init": ("open", "write", "fsync"), "new-month": ("open", "read", "write", "fsync"), "sealed": ("open", "read", "write", "rename", "posix_spawn")}
for each in commands:
    fail_each(each, ESSENTIAL[each])
