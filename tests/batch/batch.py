#!/usr/bin/env python3
"""Many editions in one run (hongtou batch): what it writes, skips, reports and survives. batch.py PROGRAM FOLDER"""
import hashlib
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
import make  # noqa: E402
from pdf import Tests  # noqa: E402
from ring import picture  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
tests = Tests()
check = tests.check
SMALL = os.path.join(os.path.dirname(HERE), "small")
MADE = ("rendered", "up-to-date")


def at(*parts):
    return os.path.join(folder, *parts)


def environment(**more):
    return dict({key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}, **more)


def command(*arguments):
    return [program, "--lang", "en", "batch", *arguments]


def batch(*arguments, cwd=None, **more):
    return subprocess.run(command(*arguments), capture_output=True, text=True, cwd=cwd, env=environment(**more), timeout=300)


def report(out, name="batch.json"):
    with open(os.path.join(out, name), encoding="utf-8") as file:
        return json.load(file)


def statuses(out, name="batch.json"):
    return {os.path.basename(one["source"]) + ("/" + one["for"] if one["for"] else ""): one["status"] for one in report(out, name)["editions"]}


def count(out, status):
    return report(out)["sums"][status]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def change(path, old, new):
    text = read(path).decode("utf-8")
    assert old in text, (path, old)
    write(path, text.replace(old, new))


def small(name, number, more="", where="small"):
    """tests/small once more, with a number of its own."""
    path = at(where, name)
    shutil.copytree(SMALL, path)
    change(os.path.join(path, "edition.ini"), "54号", "%d号" % number)
    with open(os.path.join(path, "edition.ini"), "a", encoding="utf-8") as file:
        file.write(more)
    return path


def smalls(where, number):
    return [small("e%02d" % i, i + 1, where=where) for i in range(number)]


def finished(out):
    return sorted(name for name in os.listdir(out) if name.endswith(".pdf"))


# ---- a run, and the next

def realistic():
    broken = make.make(at("real"), months=12, counties=8, broken=("number", "row", "glyph", "picture", "body", "template"))
    write(at("real", "all.txt"), "# all\n\nmonths\n" + read(at("real", "counties.txt")).decode("utf-8"))
    outcome = batch(at("real", "all.txt"), "-o", at("out"), "-j", "2")
    done = report(at("out"))
    good = [one for one in done["editions"] if one["status"] == "rendered"]
    check("twelve months and eight counties, six of them broken", outcome.returncode == 1 and len(good) == 14 and done["sums"]["failed"] == 6, outcome.stderr)
    failed = sorted(os.path.relpath(one["source"], at("real")) for one in done["editions"] if one["status"] == "failed")
    check("the broken ones are reported", failed == sorted(broken) and all(one["errors"] and one["diagnostics"] for one in done["editions"] if one["status"] == "failed"), failed)
    lines = outcome.stderr.splitlines()
    check("a line a failure", len(lines) == 6 and all(": error: " in line and line.startswith(at("real")) for line in lines), outcome.stderr)
    check("as many files as there are good ones", finished(at("out")) == sorted(one["output"] for one in good), finished(at("out")))
    check("the report's hashes are those of the files", all(hashlib.sha256(read(at("out", one["output"]))).hexdigest() == one["sha256"] for one in good))
    check("its sizes too", all(os.path.getsize(at("out", one["output"])) == one["bytes"] for one in good))
    pages = {one["output"]: int(re.search(r"Pages: +(\d+)", subprocess.run(["pdfinfo", at("out", one["output"])], capture_output=True, text=True).stdout)[1]) for one in good}
    check("its pages are those that poppler counts", all(one["pages"] == pages[one["output"]] for one in good), pages)
    check("two pages to a sheet", all(one["sheets"] == (one["pages"] + 1) // 2 for one in good))
    check("the sums are those of the editions", all(done["sums"][key] == sum(one[key] for one in done["editions"]) for key in ("pages", "sheets", "warnings", "errors")))
    check("time and memory are noted", all(one["wall_ms"] > 0 and one["cpu_ms"] > 0 and one["peak_kib"] > 1000 for one in good))
    alone = [one for one in good if subprocess.run([program, "render", one["source"], "-o", at("alone.pdf")], capture_output=True).returncode or
             read(at("alone.pdf")) != read(at("out", one["output"]))]
    check("each file is that which render writes alone", not alone, [one["source"] for one in alone])
    batch(at("real", "all.txt"), "-o", at("one"), "-j", "1")
    check("one worker writes the same", all(read(at("one", one["output"])) == read(at("out", one["output"])) for one in good))
    before = {name: os.stat(at("out", name)).st_mtime_ns for name in finished(at("out"))}
    outcome = batch(at("real", "all.txt"), "-o", at("out"), "-j", "2")
    check("what is current is not made again", count(at("out"), "up-to-date") == 14 and count(at("out"), "failed") == 6 and outcome.returncode == 1
          and before == {name: os.stat(at("out", name)).st_mtime_ns for name in finished(at("out"))}, report(at("out"))["sums"])
    for path, way in broken.items():
        shutil.rmtree(at("real", path))
    make.make(at("real"), months=12, counties=8)
    outcome = batch(at("real", "all.txt"), "-o", at("out"), "-j", "2")
    check("what was mended is made", outcome.returncode == 0 and outcome.stderr == "" and (count(at("out"), "rendered"), count(at("out"), "up-to-date")) == (6, 14), outcome.stderr)


def memory():
    make.make(at("many"), editions=60)
    batch(at("many", "editions"), "-o", at("many-out"), "-j", "1")
    peaks = [one["peak_kib"] for one in report(at("many-out"))["editions"]]
    check("memory does not grow from edition to edition", len(peaks) == 60 and max(peaks[40:]) < max(peaks[:20]) + 6000, peaks)


# ---- what is current

def freshness():
    where, out = at("fresh"), at("fresh-out")
    smalls("fresh", 3)
    shutil.copytree("templates", at("templates"))
    shutil.copy("fonts/fonts.ini", at("fonts.ini"))
    picture_path = os.path.join(where, "e01", "seal.png")
    picture(picture_path)
    change(os.path.join(where, "e01", "edition.ini"), "name = 督查局\n", "mode = sealed\n")
    with open(os.path.join(where, "e01", "edition.ini"), "a", encoding="utf-8") as file:
        file.write("[issuer.1]\nname = 督查局\nseal = seal.png\n")
    catalogue = read("fonts/fonts.ini").decode("utf-8")
    write(at("fonts.ini"), re.sub(r"(?<=[ =:])(?=downloaded/)", os.path.abspath("fonts") + "/", catalogue))

    def again(name, wanted, *options, **more):
        outcome = subprocess.run([program, "--lang", "en", "--template-dir", at("templates"), "batch", where, "-o", out, *options], capture_output=True, text=True,
                                 env=environment(HONGTOU_FONTS=at("fonts.ini"), **more))
        made = sorted(key for key, status in statuses(out).items() if status == "rendered")
        check(name, made == sorted(wanted) and outcome.returncode == 0, (made, outcome.stderr))
        after = subprocess.run([program, "--template-dir", at("templates"), "batch", where, "-o", out, *options], capture_output=True,
                               env=environment(HONGTOU_FONTS=at("fonts.ini"), **more))
        check(name + ", then no more", count(out, "up-to-date") == 3 and after.returncode == 0, statuses(out))

    everyone = ["e00", "e01", "e02"]
    again("all are made first", everyone)
    change(os.path.join(where, "e00", "edition.ini"), "情况通报", "情况的通报")
    again("a changed edition is made again", ["e00"])
    left = [name for name in finished(out) if "情况通报" in name and "〔2018〕1号" in name]
    check("under its new name", any("〔2018〕1号 情况的通报" in name for name in finished(out)) and len(left) == 1, finished(out))
    change(os.path.join(where, "e02", "body.txt"), read(os.path.join(where, "e02", "body.txt")).decode()[:2], "各有")
    again("a changed body", ["e02"])
    change(os.path.join(where, "e02", "t.csv"), "\n", "\r\n")
    again("a changed table, be it but in line ends", ["e02"])
    picture(picture_path, 200)
    again("a changed picture", ["e01"])
    change(at("templates", "tongbao.ini"), "[", "; changed\n[")
    again("a changed template", everyone)
    change(at("fonts.ini"), "[", "; changed\n[")
    again("a changed catalogue of fonts", everyone)
    again("a value set for this run", everyone, "--set", "document.title=题目")
    again("and no longer set", everyone)
    again("another SOURCE_DATE_EPOCH", everyone, SOURCE_DATE_EPOCH="1500000000")
    again("and none", everyone)
    shutil.copy(at("templates", "tongbao.ini"), os.path.join(where, "e02", "tongbao.ini"))
    again("a template that now lies nearer", ["e02"])
    os.unlink(os.path.join(where, "e02", "tongbao.ini"))
    again("and that is gone again", ["e02"])
    for path, _, names in os.walk(where):
        for name in names:
            os.utime(os.path.join(path, name))
    again("files that were only touched", [])
    victim = os.path.join(out, [one["output"] for one in report(out)["editions"] if one["source"].endswith("e01")][0])
    content = read(victim)
    os.unlink(victim)
    again("a file that is missing", ["e01"])
    check("is there again", read(victim) == content)
    with open(victim, "r+b") as file:
        file.write(b"%PDF-1.4")
    again("a file that was changed", ["e01"])
    check("is as it was", read(victim) == content)
    os.rename(out, out + "-moved")
    shutil.copytree(out + "-moved", out)
    again("files that were copied elsewhere", [])
    with open(os.path.join(out, ".hongtou-batch"), "r+b") as file:
        file.truncate(os.path.getsize(os.path.join(out, ".hongtou-batch")) - 40)
    again("a state that was cut off costs one edition", ["e02"])
    state = read(os.path.join(out, ".hongtou-batch")).decode("utf-8")
    for what, altered in (("an altered number", lambda fields: fields[:11] + ["9" * 30] + fields[12:]),
                          ("a tab that is escaped", lambda fields: fields[:-3] + ["\\", *fields[-2:]])):
        lines = state.split("\n")
        write(os.path.join(out, ".hongtou-batch"), "\n".join(["\t".join(altered(lines[0].split("\t")))] + lines[1:]))
        again(what + " in a line of the state costs its edition", [os.path.basename(lines[0].split("\t")[1])])
    write(os.path.join(out, ".hongtou-batch"), "nonsense\n\0\0\trendered\t.\nrendered\t\t\t.\n")
    again("a state that is nonsense costs all", everyone)


def left_over():
    where, out = at("left"), at("left-out")
    smalls("left", 4)

    def again(name, wanted, *options):
        outcome = batch(where, "-o", out, *options)
        done = report(out)["left_over"]
        check(name, done == wanted and ("%d files of earlier runs" % len(wanted) in outcome.stderr) == bool(wanted), (done, outcome.stderr))
        check(name + ": they are there", all(os.path.exists(os.path.join(out, one)) for one in done))

    def outputs():
        return {one["source"].rsplit("/", 1)[-1]: one["output"] for one in report(out)["editions"]}
    again("nothing is left over from a first run", [])
    first = outputs()
    again("nor from one that finds all current", [])
    change(os.path.join(where, "e00", "edition.ini"), "〔2018〕1号", "〔2018〕31号")
    again("a file whose edition has another name now", [first["e00"]])
    check("and the new name", outputs()["e00"] != first["e00"])
    change(os.path.join(where, "e01", "edition.ini"), "[document]", "[documnt]")
    again("a file whose edition now fails", [first["e01"]])
    change(os.path.join(where, "e01", "edition.ini"), "[documnt]", "[document]")
    shutil.rmtree(os.path.join(where, "e02"))
    again("a file whose edition is no longer listed", [first["e02"]])
    again("it is named until it goes", [first["e02"]])
    os.unlink(os.path.join(out, first["e02"]))
    again("and then no more", [])
    change(os.path.join(where, "e03", "edition.ini"), "〔2018〕4号", "〔2018〕2号")
    change(os.path.join(where, "e01", "edition.ini"), "〔2018〕2号", "〔2018〕4号")
    again("names that were exchanged", [])
    for part in (1, 2):
        batch(where, "-o", out, "--shard", "%d/2" % part)
        check("part %d knows nothing of the editions of the other" % part, report(out, "batch.%d-of-2.json" % part)["left_over"] == [])
    before = outputs()
    change(os.path.join(where, "e03", "edition.ini"), "〔2018〕2号", "〔2018〕32号")
    parts = [os.path.join(out, "batch.%d-of-2.json" % part) for part in (1, 2)]
    for part in (1, 2):
        batch(where, "-o", out, "--shard", "%d/2" % part)
    whole = subprocess.run([program, "batch", "--merge", *parts], capture_output=True, text=True)
    check("merged, the names of all parts", json.loads(whole.stdout)["left_over"] == [before["e03"]], whole.stdout)


# ---- the list

def lists():
    smalls("list", 4)
    here = at("list")
    write(os.path.join(here, "list.txt"), "\ufeff# comment\r\n\r\n  e00  \r\ne01/edition.ini\r\nnowhere\r\n./e00/\r\n%s\r\n" % os.path.join(here, "e02"))
    outcome = batch("list.txt", "-o", "out", cwd=here)
    done = statuses(os.path.join(here, "out"))
    check("comments, blanks, paths of each kind", done == {"e00": "rendered", "edition.ini": "rendered", "nowhere": "failed", "e02": "rendered"} and outcome.returncode == 1, done)
    check("a name that is not there is reported with its line", "list.txt:5: error: there is no edition 'nowhere'" in outcome.stderr, outcome.stderr)
    check("an edition listed twice is set once, with a warning", "list.txt:6: warning: './e00' is listed again" in outcome.stderr
          and any(one["code"] == "batch-twice" for one in report(os.path.join(here, "out"))["diagnostics"]), outcome.stderr)
    outcome = subprocess.run(command("-", "-o", "piped"), input="e00\ne03\n", capture_output=True, text=True, cwd=here)
    check("a list from standard input", outcome.returncode == 0 and statuses(os.path.join(here, "piped")) == {"e00": "rendered", "e03": "rendered"}, outcome.stderr)
    outcome = batch("list.txt", "-o", "stopped", "-j", "1", "--stop", cwd=here)
    check("--stop ends at the first failure", outcome.returncode == 1 and statuses(os.path.join(here, "stopped")) ==
          {"e00": "rendered", "edition.ini": "rendered", "nowhere": "failed", "e02": "not-started"}, statuses(os.path.join(here, "stopped")))
    write(os.path.join(here, "empty.txt"), "# nothing\n")
    outcome = batch("empty.txt", "-o", "none", cwd=here)
    check("an empty list is an error", outcome.returncode == 1 and "no edition is listed" in outcome.stderr, outcome.stderr)
    outcome = batch("missing.txt", "-o", "none", cwd=here)
    check("a list that is not there", outcome.returncode == 3 and "cannot open 'missing.txt'" in outcome.stderr, outcome.stderr)
    for wrong in (["e00"], ["-o", "x"], ["e00", "-o", "x", "--shard", "3/2"], ["e00", "-o", "x", "--shard", "0/2"], ["e00", "-o", "x", "--shard", "2"], ["e00", "-o", "x", "-j", "0"],
                  ["e00", "-o", "x", "--timeout", "-1"], ["e00", "-o", "x", "--memory", "much"], ["--merge"]):
        check("wrong usage: %s" % " ".join(wrong), batch(*wrong, cwd=here).returncode == 2)
    check("wrong usage writes nothing", not os.path.exists(os.path.join(here, "x")))
    outcome = batch("e00", "-o", "list.txt/out", cwd=here)
    check("a folder that cannot be made", outcome.returncode == 3 and "cannot write" in outcome.stderr, outcome.stderr)


def same_names():
    """Whoever is faster: the first in the list has the name."""
    for name in ("a", "b", "c"):
        path = small(name, 7, where="same")
        write(os.path.join(path, "body.txt"), "这是%s。\n" % name)
    head = read(os.path.join(SMALL, "t.csv")).decode("utf-8").splitlines()[0]
    columns = head.count(",") + 1
    write(at("same", "a", "t.csv"), head + "\n" + "".join(",".join(["%d" % i] * columns) + "\n" for i in range(3000)))
    for jobs in ("1", "3", "3", "3"):
        shutil.rmtree(at("same-out"), ignore_errors=True)
        outcome = batch(at("same"), "-o", at("same-out"), "-j", jobs)
        done = statuses(at("same-out"))
        text = subprocess.run(["pdftotext", at("same-out", finished(at("same-out"))[0]), "-"], capture_output=True, text=True).stdout
        check("one name for three editions, %s workers" % jobs, done == {"a": "rendered", "b": "failed", "c": "failed"} and outcome.returncode == 1 and "这是a" in text
              and len(finished(at("same-out"))) == 1 and outcome.stderr.count("is the name of another file") == 2, (done, outcome.stderr, text[:80]))
    check("the same after that", batch(at("same"), "-o", at("same-out")).returncode == 1 and statuses(at("same-out")) == {"a": "up-to-date", "b": "failed", "c": "failed"},
          statuses(at("same-out")))


def outputs():
    small("v", 5, "[output.print]\nhead.mark = preprinted\n[output.web]\nfile = web {number}.pdf\n", "variants")
    small("w", 6, "", "variants")
    outcome = batch(at("variants"), "-o", at("variants-out"), "--for", "all")
    done = statuses(at("variants-out"))
    check("each output of each edition", outcome.returncode == 0 and done == {key: "rendered" for key in ("v", "v/print", "v/web", "w")} and len(finished(at("variants-out"))) == 4,
          (done, outcome.stderr))
    outcome = batch(at("variants"), "-o", at("variants-out"), "--for", "web")
    check("one output, which not every edition has", outcome.returncode == 1 and statuses(at("variants-out")) == {"v/web": "up-to-date", "w/web": "failed"}, outcome.stderr)
    change(at("variants", "v", "edition.ini"), "web {number}", "site {number}")
    batch(at("variants"), "-o", at("variants-out"), "--for", "all")
    check("a change of one edition makes its outputs again", statuses(at("variants-out")) == {"v": "rendered", "v/print": "rendered", "v/web": "rendered", "w": "up-to-date"},
          statuses(at("variants-out")))


# ---- what goes wrong

def broken_outputs():
    """One mistake of an edition with several outputs is said once, another one by itself; the report has all of them."""
    small("x", 7, "[output.print]\nhead.mark = preprinted\n[output.site]\ndocument.body = absent.txt\n[output.web]\nfile = web {number}.pdf\n", "broken")
    change(at("broken", "x", "edition.ini"), "data = t.csv", "data = gone.csv")
    outcome = batch(at("broken"), "-o", at("broken-out"), "--for", "all")
    lines, done = outcome.stderr.splitlines(), report(at("broken-out"))["editions"]
    check("outputs that fail alike print one line", len(lines) == 1 and "gone.csv" in lines[0], outcome.stderr)
    check("… and the report has each", [one["status"] for one in done] == ["failed"] * 4 and all("gone.csv" in json.dumps(one["diagnostics"]) for one in done), done)
    change(at("broken", "x", "edition.ini"), "data = gone.csv", "data = t.csv")
    outcome = batch(at("broken"), "-o", at("broken-out"), "--for", "all")
    check("one that fails alone prints its own", len(outcome.stderr.splitlines()) == 1 and "absent.txt" in outcome.stderr, outcome.stderr)


def shared_mistakes():
    """What is wrong in a file of all, or is set for all, is said of each edition by its name."""
    smalls("shared", 2)
    outcome = batch(at("shared"), "-o", at("shared-out"), "--set", "print.sides=one")
    lines = sorted(outcome.stderr.splitlines())
    check("a mistake that is set for all names each edition", outcome.returncode == 1 and len(lines) == 2
          and all("/e0%d: --set:1:13: error: " % i in line for i, line in enumerate(lines)), outcome.stderr)


def children(process):
    with open("/proc/%d/task/%d/children" % (process, process)) as file:
        return [int(child) for child in file.read().split()]


def wait_until(condition, seconds=60):
    end = time.time() + seconds
    while time.time() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    return None


def holds(process, path):
    """Has it the file or pipe open, or hangs it in opening it?"""
    try:
        return any(os.readlink("/proc/%d/fd/%s" % (process, fd)) == path for fd in os.listdir("/proc/%d/fd" % process))
    except OSError:
        return False


def hang(path):
    """The body becomes a pipe with a writer that never writes; returns its end, to be closed."""
    body = os.path.join(path, "body.txt")
    os.unlink(body)
    os.mkfifo(body)
    return os.open(body, os.O_RDWR), body


def poisoned():
    paths = smalls("poison", 6)
    fifo, _ = hang(paths[1])
    with open(os.path.join(paths[3], "body.txt"), "wb") as file:
        file.truncate(16 << 30)
    outcome = batch(at("poison"), "-o", at("poison-out"), "-j", "2", "--timeout", "2", "--memory", "512")
    done = statuses(at("poison-out"))
    wanted = {"e00": "rendered", "e01": "timed-out", "e02": "rendered", "e03": "out-of-memory", "e04": "rendered", "e05": "rendered"}
    check("what hangs and what takes all memory fell but themselves", done == wanted and outcome.returncode == 1, (done, outcome.stderr))
    check("both are reported", "not done after 2 seconds" in outcome.stderr and "more memory than 512 MiB" in outcome.stderr and len(outcome.stderr.splitlines()) == 2, outcome.stderr)
    said = [one["said"] for one in report(at("poison-out"))["editions"] if one["status"] == "out-of-memory"]
    check("what the program said in the end is in the report", said and "out of memory" in (said[0] or ""), said)
    os.close(fifo)


def crashed():
    paths = smalls("crash", 6)
    fifo, body = hang(paths[2])
    process = subprocess.Popen(command(at("crash"), "-o", at("crash-out"), "-j", "2"), stderr=subprocess.PIPE, text=True, env=environment())
    victim = wait_until(lambda: [child for child in children(process.pid) if holds(child, body)])
    os.kill(victim[0], signal.SIGSEGV)
    _, errors = process.communicate(timeout=60)
    done = statuses(at("crash-out"))
    check("a worker that breaks down", done == {name: "crashed" if name == "e02" else "rendered" for name in ("e00", "e01", "e02", "e03", "e04", "e05")}, (done, errors))
    check("is reported", process.returncode == 1 and "e02: error: the program broke down over this edition (Segmentation fault)" in errors, errors)
    os.close(fifo)


def gone(process):
    try:
        with open("/proc/%d/stat" % process) as file:
            return file.read().rsplit(")", 1)[1].split()[0] in "ZX"
    except OSError:
        return True


def killed():
    paths = smalls("kill", 8)
    fifo, body = hang(paths[5])
    process = subprocess.Popen(command(at("kill"), "-o", at("kill-out"), "-j", "1"), stderr=subprocess.PIPE, text=True, env=environment())
    worker = wait_until(lambda: [child for child in children(process.pid) if holds(child, body)])
    made = {name: os.stat(at("kill-out", name)).st_mtime_ns for name in finished(at("kill-out"))}
    process.kill()
    process.communicate()
    check("with the parent its worker ends", wait_until(lambda: gone(worker[0])))
    os.close(fifo)
    shutil.copy(os.path.join(SMALL, "body.txt"), at("kill", "body.txt"))
    os.replace(at("kill", "body.txt"), body)
    outcome = batch(at("kill"), "-o", at("kill-out"))
    check("started again it goes on where it was", outcome.returncode == 0 and len(made) == 5 and count(at("kill-out"), "up-to-date") == 5 and count(at("kill-out"), "rendered") == 3
          and all(os.stat(at("kill-out", name)).st_mtime_ns == then for name, then in made.items()), statuses(at("kill-out")))
    check("nothing is left over", not [name for name in os.listdir(at("kill-out")) if name.endswith(".tmp")])


def interrupted():
    paths = smalls("interrupt", 8)
    fifo, body = hang(paths[4])
    for first, second in ((signal.SIGINT, signal.SIGINT), (signal.SIGTERM, None)):
        shutil.rmtree(at("interrupt-out"), ignore_errors=True)
        process = subprocess.Popen(command(at("interrupt"), "-o", at("interrupt-out"), "-j", "1", "--timeout", "0" if second else "3"), stderr=subprocess.PIPE, text=True,
                                   env=environment())
        wait_until(lambda: [child for child in children(process.pid) if holds(child, body)])
        process.send_signal(first)
        if second:
            time.sleep(0.2)
            process.send_signal(second)
        process.communicate(timeout=60)
        done = statuses(at("interrupt-out"))
        hung = "not-started" if second else "timed-out"
        check("%s: those that are done are reported" % first.name, process.returncode == -(second or first) and report(at("interrupt-out"))["interrupted"] and
              list(done.values()) == ["rendered"] * 4 + [hung] + ["not-started"] * 3, (process.returncode, done))
    os.close(fifo)
    shutil.copy(os.path.join(SMALL, "body.txt"), at("interrupt", "body.txt"))
    os.replace(at("interrupt", "body.txt"), body)
    batch(at("interrupt"), "-o", at("interrupt-out"))
    check("the rest is made by the next run", count(at("interrupt-out"), "up-to-date") == 4 and count(at("interrupt-out"), "rendered") == 4, statuses(at("interrupt-out")))


def locked():
    paths = smalls("lock", 4)
    fifo, body = hang(paths[0])
    out = at("lock-out")
    process = subprocess.Popen(command(at("lock"), "-o", out, "-j", "1"), stderr=subprocess.PIPE, text=True, env=environment())
    wait_until(lambda: [child for child in children(process.pid) if holds(child, body)])
    second = batch(at("lock"), "-o", out)
    check("a second run into the same folder", second.returncode == 3 and "another run is writing into '%s'" % out in second.stderr, second.stderr)
    check("nor may a part of one", batch(at("lock"), "-o", out, "--shard", "1/2").returncode == 3)
    process.kill()
    process.communicate()
    process = subprocess.Popen(command(at("lock"), "-o", out, "-j", "1", "--shard", "1/2"), stderr=subprocess.PIPE, text=True, env=environment())
    wait_until(lambda: [child for child in children(process.pid) if holds(child, body)])
    check("the same part may not run twice", batch(at("lock"), "-o", out, "--shard", "1/2").returncode == 3)
    check("another part may run at once", batch(at("lock"), "-o", out, "--shard", "2/2").returncode == 0)
    check("but not the whole", batch(at("lock"), "-o", out).returncode == 3)
    process.kill()
    process.communicate()
    os.close(fifo)


# ---- parts of a list

def shards():
    smalls("parts", 11)
    names = ["e%02d" % i for i in range(11)]
    lists_of = {1: names, 2: names[::-1], 3: names[5:] + names[:5]}    # the order of the list is of no account
    seen = []
    for k, order in lists_of.items():
        write(at("parts", "list.txt"), "\n".join(order) + "\n")
        batch(at("parts", "list.txt"), "-o", at("parts-out"), "--shard", "%d/3" % k)
        seen.append(sorted(statuses(at("parts-out"), "batch.%d-of-3.json" % k)))
    check("parts are disjoint and complete", sorted(sum(seen, [])) == names and max(map(len, seen)) - min(map(len, seen)) <= 1, seen)
    write(at("parts", "list.txt"), "\n".join(names) + "\n")
    for k in (1, 2, 3):
        batch(at("parts", "list.txt"), "-o", at("parts-out"), "--shard", "%d/3" % k)
    reports = [at("parts-out", "batch.%d-of-3.json" % k) for k in (3, 1, 2)]
    outcome = batch("--merge", *reports, "-o", at("merged.json"))
    merged = report(folder, "merged.json")
    check("reports are merged in the order of the list", outcome.returncode == 0 and [os.path.basename(one["source"]) for one in merged["editions"]] == names
          and merged["sums"]["up-to-date"] == 11 and merged["shard"] == {"number": 1, "of": 1} and [part["number"] for part in merged["parts"]] == [1, 2, 3], outcome.stderr)
    sums = [json.load(open(path, encoding="utf-8"))["sums"] for path in reports]
    check("sums are added", all(merged["sums"][key] == sum(one[key] for one in sums) for key in ("pages", "sheets", "warnings", "errors", "rendered", "up-to-date")))
    check("the whole finds what its parts have made", batch(at("parts", "list.txt"), "-o", at("parts-out")).returncode == 0 and count(at("parts-out"), "up-to-date") == 11)
    for name, arguments, words in (
            ("missing part", reports[:2], "part 2 of 3 is missing"), ("doubled part", reports + reports[:1], "this is part 3, and so is"),
            ("other division", reports + [at("parts-out", "batch.json")], "this is a part of 1"), ("no report", reports + [at("parts", "list.txt")], "this is no report"),
            ("no file", reports + [at("nowhere.json")], "cannot open")):
        outcome = batch("--merge", *arguments, "-o", at("bad.json"))
        check("merging: " + name, outcome.returncode in (1, 3) and words in outcome.stderr and not os.path.exists(at("bad.json")), outcome.stderr)
    for name, change_one in (("parts without end", lambda one: one["shard"].update(of=2 ** 63 - 1)), ("a sum that is none", lambda one: one["sums"].update(pages="many")),
                             ("a sum as great as there is", lambda one: one["sums"].update(pages=2 ** 63 - 1)), ("a sum below nothing", lambda one: one["sums"].update(cpu_ms=-1e308))):
        one = report(at("parts-out"), "batch.1-of-3.json")
        change_one(one)
        write(at("one.json"), json.dumps(one))
        outcome = batch("--merge", at("one.json"), *reports[1:], "-o", at("bad.json"))
        check("merging: " + name, outcome.returncode == 1 and "this is no report" in outcome.stderr and not os.path.exists(at("bad.json")), outcome.stderr)
    write(at("parts", "list.txt"), "\n".join(names[:10]) + "\n")
    batch(at("parts", "list.txt"), "-o", at("parts-out"), "--shard", "2/3")
    outcome = batch("--merge", *reports, "-o", at("bad.json"))
    check("merging: another list", outcome.returncode == 1 and "this part is of another list" in outcome.stderr, outcome.stderr)
    for name in ("x", "y"):
        small(name, 3, where="twins")
    for k in (1, 2):
        batch(at("twins"), "-o", at("twins-out"), "--shard", "%d/2" % k)
    outcome = batch("--merge", at("twins-out", "batch.1-of-2.json"), at("twins-out", "batch.2-of-2.json"), "-o", at("twins.json"))
    check("merging: one name in two parts", outcome.returncode == 1 and "was written for" in outcome.stderr and os.path.exists(at("twins.json")), outcome.stderr)
    small("z", 4, "\nnonsense\n", where="twins")
    shutil.rmtree(at("twins", "y"))
    for k in (1, 2):
        batch(at("twins"), "-o", at("twins-out"), "--shard", "%d/2" % k)
    outcome = batch("--merge", at("twins-out", "batch.1-of-2.json"), at("twins-out", "batch.2-of-2.json"))
    check("a failure in a part is one of the whole, on standard output too", outcome.returncode == 1 and json.loads(outcome.stdout)["sums"]["failed"] == 1, outcome.stderr)


# ---- signed and archived; on a terminal

def sealed():
    key, archive = at("seal.p12"), at("archive")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=Seal", "-days", "3650", "-keyout", at("key.pem"),
                    "-out", at("seal.pem")], check=True, capture_output=True)
    subprocess.run(["openssl", "pkcs12", "-export", "-inkey", at("key.pem"), "-in", at("seal.pem"), "-passout", "pass:geheim", "-out", key], check=True, capture_output=True)
    subprocess.run([program, "archive", "init", archive], check=True, capture_output=True)
    for i in range(6):
        small("s%d" % i, 20 + i, "[sign]\nkey = %s\n[archive]\nfolder = %s\n" % (key, archive), "sealed")

    def run(word, *options):
        reading, writing = os.pipe()
        os.write(writing, word.encode() + b"\n")
        os.close(writing)
        outcome = subprocess.run(command(at("sealed"), "-o", at("sealed-out"), "-j", "3", "--pass-fd", str(reading), *options), capture_output=True, text=True, pass_fds=(reading,),
                                 env=environment())
        os.close(reading)
        return outcome
    outcome = run("falsch")
    check("a wrong passphrase fails each edition", outcome.returncode == 1 and count(at("sealed-out"), "failed") == 6 and not finished(at("sealed-out")), outcome.stderr)
    check("and says why", all(one["diagnostics"] and one["errors"] for one in report(at("sealed-out"))["editions"]) and len(outcome.stderr.splitlines()) == 6
          and "assphrase" in outcome.stderr, outcome.stderr)
    outcome = run("geheim")
    check("one passphrase for all", outcome.returncode == 0 and count(at("sealed-out"), "rendered") == 6, outcome.stderr)
    signed = [subprocess.run(["pdfsig", "-nocert", at("sealed-out", name)], capture_output=True, text=True).stdout for name in finished(at("sealed-out"))]
    check("poppler finds every signature valid", len(signed) == 6 and all("Signature is Valid" in one for one in signed), signed)
    verified = subprocess.run([program, "archive", "verify", archive], capture_output=True, text=True)
    listed = subprocess.run([program, "archive", "list", archive], capture_output=True, text=True).stdout
    check("three workers have added to one archive", verified.returncode == 0 and all("%d号" % (20 + i) in listed for i in range(6)), verified.stderr + listed)
    outcome = run("geheim")
    check("what is signed and archived is current", outcome.returncode == 0 and count(at("sealed-out"), "up-to-date") == 6, outcome.stderr)
    outcome = subprocess.run(command(at("sealed"), "-o", at("unasked"), "-j", "2"), capture_output=True, text=True, env=environment(), stdin=subprocess.DEVNULL, timeout=60)
    check("without a passphrase nobody waits for one", outcome.returncode == 1 and count(at("unasked"), "failed") == 6, outcome.stderr)


def terminal():
    smalls("terminal", 5)
    write(at("terminal", "e02", "edition.ini"), "[nonsense]\n")
    main, other = pty.openpty()
    process = subprocess.Popen(command(at("terminal"), "-o", at("terminal-out")), stderr=other, stdout=subprocess.PIPE, env=environment())
    os.close(other)
    seen = b""
    while select.select([main], [], [], 30)[0]:
        try:
            piece = os.read(main, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    process.wait()
    os.close(main)
    text = seen.decode("utf-8")
    check("a bar on the terminal", re.search(r"\[[#.]{30}\] \d+ of 5, \d+ failed, \d+ a second, \d+:\d\d left", text) and "[" + "#" * 30 + "] 5 of 5, 1 failed" in text, text)
    check("failures stand on lines of their own", re.search(r"(?:^|\n|\r\x1b\[K)[^\r\n]*e02/edition.ini:1:\d+: error:[^\r\n]*\r\n", text), text)
    outcome = subprocess.run([program, "--lang", "en", "--json", "batch", at("terminal"), "-o", at("terminal-out")], capture_output=True, text=True)
    check("with --json nothing but JSON", json.loads(outcome.stderr) == [] and outcome.returncode == 1, outcome.stderr)
    outcome = subprocess.run([program, "-W", "error", "batch", at("terminal"), "-o", at("strict-out")], capture_output=True, text=True)
    check("-W error holds for each edition", count(at("strict-out"), "failed") == len([one for one in report(at("terminal-out"))["editions"] if one["warnings"] or one["errors"]]),
          report(at("strict-out"))["sums"])
    outcome = batch(at("terminal"), "-o", at("terminal-out"), "--report", at("elsewhere.json"))
    check("a report elsewhere", report(folder, "elsewhere.json")["sums"]["up-to-date"] == 4)


# ---- for make

def dependencies():
    """A rule that make itself follows, whatever characters stand in the names."""
    name = "a b#c$d%e f:g\\h\\ i"
    small(name, 40, "[output.web]\n", "make")
    write(at("make", "Makefile"), "one.pdf:\n\t@echo made\n\t@%s render \"$$EDITION\" -o one.pdf -MD 2>/dev/null\n-include one.d\n" % program)

    def made():
        outcome = subprocess.run(["make", "-s"], cwd=at("make"), capture_output=True, text=True, env=environment(EDITION=name, LC_ALL="C"))
        return outcome.stdout, outcome.stderr
    check("make renders", made() == ("made\n", "") and os.path.exists(at("make", "one.d")))
    check("and no more", made() == ("", ""))
    for source in ("edition.ini", "body.txt", "t.csv"):
        time.sleep(0.05)
        os.utime(at("make", name, source))
        check("a newer %s is made from" % source, made() == ("made\n", ""))
    change(at("make", name, "edition.ini"), "t.csv", "u.csv")
    os.rename(at("make", name, "t.csv"), at("make", name, "u.csv"))
    out, errors = made()
    check("a file that is no longer there or named is no error", out == "made\n" and not errors, errors)
    rule = read(at("make", "one.d")).decode("utf-8")
    check("templates and fonts are in the rule", "/templates/gbt9704.ini" in rule and "fonts.ini" in rule and re.search(r"\.(otf|ttc|ttf):\n", rule) and "u.csv" in rule, rule)

    def render(*arguments):
        return subprocess.run([program, "--lang", "en", "render", *arguments], cwd=at("make"), capture_output=True, text=True, env=environment())
    check("-MD FILE", render("-MD", "x.d", name, "-o", "o %.pdf").returncode == 0 and read(at("make", "x.d")).startswith(b"o\\ \\%.pdf: \\\n"))
    check("-MF FILE", render(name, "-MF", "y.d", "-o", "o %.pdf").returncode == 0 and read(at("make", "y.d")) == read(at("make", "x.d")))
    check("beside each output", render(name, "-MD", "--for", "all", "-o", "all/").returncode == 0 and
          {one[:-2] for one in os.listdir(at("make", "all")) if one.endswith(".d")} == {one[:-4] for one in finished(at("make", "all"))})
    for wrong in (["-MX", name], ["-MF"], [name, "-MD", "-o", "-"], ["-MF", "z.d", name, "--for", "all", "-o", "all/"], ["-MD", name, "--dump=model"]):
        check("wrong usage: render " + " ".join(wrong), render(*wrong).returncode == 2)
    change(at("make", name, "edition.ini"), "u.csv", "gone.csv")
    before = read(at("make", "x.d"))
    check("what cannot be rendered changes no rule", render("-MD", "x.d", name, "-o", "o %.pdf").returncode == 3 and read(at("make", "x.d")) == before)


for part in (realistic, memory, freshness, left_over, lists, same_names, outputs, broken_outputs, shared_mistakes, poisoned, crashed, killed, interrupted, locked, shards, sealed, terminal, dependencies):
    part()
sys.exit(1 if tests.failed else 0)
