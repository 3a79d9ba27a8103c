#!/usr/bin/env python3
"""Packs files with hongtou-compact and has other programs say that nothing but the form has changed. compact.py PROGRAM"""
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests, pages, run  # noqa: E402

program = sys.argv[1]
packer = program + "-compact"
tests = Tests()
work = tempfile.mkdtemp()


def path_of(name):
    return os.path.join(work, name)


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


def copied(where, name, more):
    """The edition of a folder with more keys."""
    target = path_of(name)
    shutil.copytree(where, target)
    with open(os.path.join(target, "edition.ini"), "a", encoding="utf-8") as file:
        file.write(more)
    return target


def render(where, name, *options, code=0):
    out = path_of(name)
    outcome = subprocess.run([program, *options, "render", where, "-o", out], capture_output=True)
    if outcome.returncode != code:
        raise SystemExit("render %s ended with %d: %s" % (where, outcome.returncode, outcome.stderr))
    return out


def pack(source, name=None):
    out = path_of(name) if name else source[:-4] + "-packed.pdf"
    outcome = subprocess.run([packer, source, "-o", out], capture_output=True)
    return out if outcome.returncode == 0 and not outcome.stderr else None


def deep(rows, more=""):
    """An edition with a table of so many rows."""
    where = copied("tests/small", "deep-%d" % rows, more)
    with open(os.path.join(where, "t.csv"), "w", encoding="utf-8") as file:
        file.write("序号,项目名称,项目内容\n" + "".join("%d,项目%d,完成%d\n" % (i // 4, i // 2, i * 7919 % 1000) for i in range(rows)))
    return where


# ---- what other programs see

def pictures(path):
    """Hashes of some pages as drawn by mupdf and of some by poppler."""
    count = pages(path)
    some = ",".join(str(n) for n in sorted({1, 2, count // 2 + 1, count}) if n <= count)
    drawn = [re.findall(r"[0-9a-f]{32}", subprocess.run(["mutool", "draw", "-s", "5", "-r", "40", "-o", "/dev/null", "-F", "pam", path, some],
                                                        capture_output=True, text=True).stderr)]
    for number in some.split(","):
        drawn.append(hashlib.sha256(subprocess.run(["pdftoppm", "-r", "40", "-f", number, "-l", number, path], capture_output=True, check=True).stdout).hexdigest())
    assert drawn[0], "mutool gave no sums"
    return drawn


def information(path):
    return [line for line in run("pdfinfo", path).splitlines() if not re.match("File size|Optimized|PDF version", line)]


def structure(path):
    """poppler's print of the tree; the keys of an attribute dictionary have no order."""
    out, attributes = [], []
    for line in run("pdfinfo", "-struct-text", path).splitlines() + [""]:
        if line.lstrip().startswith("/"):
            attributes.append(line)
            continue
        out += sorted(attributes) + [line]
        attributes = []
    return out


def views(path):
    return {"text": run("pdftotext", path, "-"), "structure": structure(path), "outline and boxes": run("mutool", "show", path, "outline"),
            "information": information(path), "metadata": run("pdfinfo", "-meta", path), "pictures": pictures(path), "fonts": sorted(
                " ".join(line.split()[:-2]) for line in run("pdffonts", path).splitlines())}


def first_identifier(path):
    trailer = run("qpdf", "--show-object=trailer", path)
    return re.search(r"/ID \[ ?(<[^>]*>|\([^)]*\))", trailer)[1]


def sound(path):
    outcome = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    return outcome.returncode == 0 and "WARNING" not in outcome.stdout + outcome.stderr


def same(name, source, smaller=True):
    packed = pack(source)
    tests.check(name + ": is packed", packed is not None)
    if not packed:
        return None
    data = bytes_of(packed)
    tests.check(name + ": the file is sound by qpdf", sound(packed))
    before, after = views(source), views(packed)
    for view, value in before.items():
        tests.check("%s: the same %s" % (name, view), value == after[view])
    tests.check(name + ": object streams behind a cross-reference stream", b"/ObjStm" in data and b"/XRef" in data and b"\ntrailer" not in data)
    tests.check(name + ": a second run gives the same bytes", bytes_of(pack(source, "again.pdf")) == data)
    if smaller:
        tests.check(name + ": is smaller", len(data) < os.path.getsize(source), "%d, was %d" % (len(data), os.path.getsize(source)))
    if "/ID" in run("qpdf", "--show-object=trailer", source):
        tests.check(name + ": the first part of its identifier stays", first_identifier(packed) == first_identifier(source))
    return packed


small = copied("tests/small", "small", "")
sample = copied("input/jining-2018h1", "sample", "\n[pdf]\ncompact = no\n")
ours = {"small": render(small, "small.pdf"), "sample": render(sample, "sample.pdf"), "deep": render(deep(900), "deep.pdf")}
tests.check("what is to be packed is not packed already", all(b"/ObjStm" not in bytes_of(path) for path in ours.values()))
for name, path in ours.items():
    packed = same(name, path)
    tests.check(name + ": its XMP can be read without inflating", packed and b"<pdfaid:part>2</pdfaid:part>" in bytes_of(packed) or b'pdfaid:part="2"' in bytes_of(packed))
before, after = os.path.getsize(ours["deep"]), os.path.getsize(path_of("deep-packed.pdf"))
tests.check("a table of 900 rows shrinks by more than a sixth", after < before * 5 / 6, "%d, was %d" % (after, before))
again = pack(path_of("deep-packed.pdf"))
tests.check("packing a packed file keeps its size", again and abs(os.path.getsize(again) - after) < after / 100)

# ---- files of others
subprocess.run(["qpdf", "--linearize", ours["sample"], path_of("linear.pdf")], check=True)
linear = same("linearised", path_of("linear.pdf"), smaller=False)
tests.check("linearised: it no longer is", linear and "Optimized:       no" in run("pdfinfo", linear))
subprocess.run(["qpdf", "--object-streams=generate", ours["sample"], path_of("streams.pdf")], check=True)
same("with object streams already", path_of("streams.pdf"), smaller=False)
subprocess.run(["pdftocairo", "-pdf", ours["sample"], path_of("cairo.pdf")], check=True)
same("a file by cairo", path_of("cairo.pdf"), smaller=False)
subprocess.run(["mutool", "clean", "-d", ours["small"], path_of("plain.pdf")], check=True, capture_output=True)
same("a file by mutool, its streams not compressed", path_of("plain.pdf"))
subprocess.run(["qpdf", "--static-id", "--encrypt", "", "x", "256", "--", ours["small"], path_of("locked.pdf")], check=True)
tests.check("an encrypted file is refused", pack(path_of("locked.pdf")) is None and not os.path.exists(path_of("locked-packed.pdf")))

# ---- ways in and out
packed = bytes_of(path_of("small-packed.pdf"))
through = subprocess.run([packer, "-"], stdin=open(ours["small"], "rb"), capture_output=True)
tests.check("from a file at standard input to standard output", through.returncode == 0 and through.stdout == packed, through.stderr)
through = subprocess.run([program, "compact", "-", "-o", path_of("piped.pdf")], input=bytes_of(ours["small"]), capture_output=True)
tests.check("from a pipe to a file", through.returncode == 0 and bytes_of(path_of("piped.pdf")) == packed, through.stderr)
place = path_of("place.pdf")
for name, command in (("in its place without -o", [packer, place]), ("in its place with -o", [packer, place, "-o", place])):
    shutil.copy(ours["small"], place)
    os.chmod(place, 0o640)
    done = subprocess.run(command)
    tests.check(name, done.returncode == 0 and bytes_of(place) == packed and stat.S_IMODE(os.stat(place).st_mode) == 0o640)
tests.check("standard output that is full", subprocess.run([packer, ours["small"], "-o", "-"], stdout=open("/dev/full", "wb"), stderr=subprocess.DEVNULL).returncode == 3)
short = subprocess.run([packer, path_of("nothing.pdf"), "-o", place], capture_output=True)
tests.check("an input that is not there: exit code 3, the old output stays", short.returncode == 3 and bytes_of(place) == packed)
open(path_of("half.pdf"), "wb").write(bytes_of(ours["sample"])[:200000])
short = subprocess.run([packer, path_of("half.pdf"), "-o", place], capture_output=True)
tests.check("half a file: exit code 1, the old output stays", short.returncode == 1 and bytes_of(place) == packed)

# ---- as a step of a render
yes = copied("tests/small", "yes", "\n[pdf]\ncompact = yes\n")
tests.check("render with compact = yes is render and compact by hand", bytes_of(render(yes, "yes.pdf")) == packed)
out = subprocess.run([program, "render", yes, "-o", "-"], capture_output=True)
tests.check("the same to standard output", out.returncode == 0 and out.stdout == packed)
tests.check("auto leaves a short document", bytes_of(ours["sample"]) == bytes_of(render("input/jining-2018h1", "auto.pdf")))
large = render(deep(3000), "large.pdf")
plain = render(deep(3001, "\n[pdf]\ncompact = no\n"), "large-plain.pdf")
tests.check("auto packs a large table", b"/ObjStm" in bytes_of(large) and os.path.getsize(large) < os.path.getsize(plain) * 5 / 6)
tests.check("no leaves a large table", b"/ObjStm" not in bytes_of(plain))
# How much is too little differs between systems, and below that the program does not even start (127).
outcomes, whole = [], bytes_of(pack(plain))
for size in range(56000, 16000, -4000):
    shutil.copyfile(path_of("small-packed.pdf"), place)
    short = subprocess.run(["sh", "-c", 'ulimit -v "$1"; shift; exec "$@"', "sh", str(size), packer, plain, "-o", place], capture_output=True)
    outcomes.append((size, short.returncode, bytes_of(place) == (whole if short.returncode == 0 else packed)))
tests.check("a shortage of memory: exit code 4, the old output stays",
            4 in [code for _, code, _ in outcomes] and all(code in (0, 4, 127) and right for _, code, right in outcomes), outcomes)
draft = render(copied(path_of("deep-3000"), "draft", "\n[pdf]\ntagged = no\n"), "draft.pdf")
tests.check("auto leaves a large table without tags, which has few objects", b"/ObjStm" not in bytes_of(draft))

# ---- a step that fails or has something to say: another program in its place
folder = path_of("programs")
os.mkdir(folder)
shutil.copy(program, folder)
front, stand_in = os.path.join(folder, "hongtou"), os.path.join(folder, "hongtou-compact")
keep = path_of("keep.pdf")


def with_step(script, *options, edition=None):
    open(stand_in, "w", encoding="utf-8").write("#!/bin/sh\n" + script)
    os.chmod(stand_in, 0o755)
    open(keep, "wb").write(b"old")
    return subprocess.run([front, *options, "render", edition or yes, "-o", keep], capture_output=True, text=True)


outcome = with_step('echo "$@" >"%s"; cat\n' % path_of("words"), "--lang", "zh", "-W", "error")
tests.check("a step gets the global options", outcome.returncode == 0 and open(path_of("words")).read() == "--lang zh -W error -\n", outcome)
tests.check("a step's output is the file, whatever it is", bytes_of(keep) == bytes_of(ours["small"]))
outcome = with_step('printf \'[\\n{"code":"one"},\\n{"code":"two"}\\n]\\n\' >&2; exit 3\n', "--json")
said = json.loads(outcome.stderr)
tests.check("a step's reports join ours in JSON", [one["code"] for one in said][-2:] == ["one", "two"], outcome.stderr)
tests.check("a step's exit code is ours, the old file stays", outcome.returncode == 3 and bytes_of(keep) == b"old", outcome.returncode)
outcome = with_step("printf '[\\n]\\n' >&2; cat\n", "--json")
tests.check("a step that has nothing to report in JSON", outcome.returncode == 0 and isinstance(json.loads(outcome.stderr), list), outcome.stderr)
outcome = with_step("echo hongtou: out of memory >&2; exit 4\n", "--json")
tests.check("words of a step that are no JSON are not lost", outcome.returncode == 4 and outcome.stderr.startswith("hongtou: out of memory\n["), outcome.stderr)
outcome = with_step("echo half; echo sorry >&2; exit 1\n")
tests.check("a step that fails halfway", outcome.returncode == 1 and "sorry" in outcome.stderr and bytes_of(keep) == b"old", outcome)
os.unlink(stand_in)
open(keep, "wb").write(b"old")
outcome = subprocess.run([front, "--lang", "en", "render", yes, "-o", keep], capture_output=True, text=True)
tests.check("a step that is not there", outcome.returncode == 1 and "cannot start" in outcome.stderr and bytes_of(keep) == b"old", outcome)
tests.check("nothing is left in the folder", not [name for name in os.listdir(work) if name.startswith(".") or name.endswith(".tmp")])
shutil.rmtree(work)
sys.exit(0)
