#!/usr/bin/env python3
"""Sources embedded in the PDF ([archive] embed = yes): what poppler and qpdf find there, what hongtou extract gives back, and whether
hongtou rebuild sets the same pages from it. embed.py PROGRAM FOLDER"""
import glob
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile

sys.path.insert(0, os.path.dirname(__file__))
import attached  # noqa: E402
from pdf import Tests, run  # noqa: E402
from ring import picture  # noqa: E402

program, folder = sys.argv[1], os.path.abspath(sys.argv[2])
temporary = os.path.join(folder, "temporary")
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(temporary)
tests = Tests()
check = tests.check
LIST = "hongtou-sources.ini"
TYPES = {".ini": "text/plain", ".txt": "text/plain", ".csv": "text/csv", ".tsv": "text/tab-separated-values", ".png": "image/png",
         ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".ods": "application/vnd.oasis.opendocument.spreadsheet"}


def hongtou(*arguments, limit=None, **environment):
    """Run with a folder for temporary files in which nothing may be left."""
    def limited():
        if limit:
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    kept = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    outcome = subprocess.run([program, "--lang", "en", *arguments], capture_output=True, text=True, preexec_fn=limited,
                             env=dict(kept, TMPDIR=temporary, **environment))
    left = os.listdir(temporary)
    if left:
        check("nothing is left of %s" % " ".join(arguments), False, left)
    return outcome


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8"))


def tree(where):
    return {os.path.relpath(path, where): read(path) for path in glob.glob(where + "/**", recursive=True) if os.path.isfile(path)}


def chain(where):
    """The templates that an edition's values come from, as they lie in templates/."""
    origins = hongtou("config", where, "--show-origin").stdout
    return {"templates/" + os.path.basename(path): read(path) for path in re.findall(r"^(/.*/templates/\w+\.ini):", origins, re.M)}


def named(where):
    """The files that an edition names, by the last part of their names, and where they lie."""
    text = read(where + "/edition.ini").decode("utf-8")
    names = set(re.findall(r"^\S+\s*=\s*([\w./-]+\.(?:txt|tsv|csv|xlsx|png))", text, re.M)) | {"edition.ini"}
    return {os.path.basename(name): (name, read(os.path.join(where, name))) for name in names}


def attachments(path):
    """As qpdf sees them: {name: (size, media type, MD5, date, bytes)}."""
    found = {}
    dates = dict(re.findall(r"^(.+) -> \d+,\d+\n(?:  .*\n)*?      modification date: (.*)$", run("qpdf", "--list-attachments", "--verbose", path), re.M))
    for name, one in json.loads(run("qpdf", "--json=2", "--json-key=attachments", path))["attachments"].items():
        stream = one["streams"]["/UF"]
        content = subprocess.run(["qpdf", "--show-attachment=" + name, path], capture_output=True, check=True).stdout
        found[name] = (len(content), stream["mimetype"], stream["checksum"], dates[name], content)
    return found


def other_readers(name, path, files, date):
    found = attachments(path)
    expected = set(files) | {LIST}
    check(name + ": qpdf lists each source once and nothing else", set(found) == expected, sorted(set(found) ^ expected))
    wrong = [one for one in files if one in found and found[one][4] != files[one]]
    check(name + ": qpdf takes out the bytes of each", not wrong, wrong)
    wrong = [(one, at[:4]) for one, at in found.items() if at[1] != TYPES[os.path.splitext(one)[1]] or at[2] != hashlib.md5(at[4]).hexdigest() or at[3] != date]
    check(name + ": media type, MD5 and date of each are right", not wrong, wrong)
    out = os.path.join(folder, "detached")
    shutil.rmtree(out, ignore_errors=True)
    for one in found:
        os.makedirs(os.path.dirname(os.path.join(out, one)), exist_ok=True)
    subprocess.run(["pdfdetach", "-saveall", "-o", out, path], check=True, capture_output=True)
    taken = tree(out)
    check(name + ": pdfdetach takes out the same", taken == {one: at[4] for one, at in found.items()}, sorted(taken))
    objects = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", path))["qpdf"][1]
    catalog = objects["obj:" + objects["trailer"]["value"]["/Root"]]["value"]
    names = catalog["/Names"]["/EmbeddedFiles"]["/Names"]
    keys = [key[2:].encode("utf-16-be") for key in names[::2]]
    relations = {objects["obj:" + one]["value"]["/UF"][2:]: objects["obj:" + one]["value"]["/AFRelationship"] for one in catalog["/AF"]}
    check(name + ": the name tree is sorted, and all are associated files", keys == sorted(keys) and set(names[1::2]) == set(catalog["/AF"])
          and relations == {one: "/Supplement" if one == LIST else "/Source" for one in found}, relations)
    metadata = b"".join(re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", read(path), re.S))
    check(name + ": it claims PDF/A-3a and PDF/UA-1", all(part in metadata for part in (b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<")))


def extracted(name, path, files):
    out = os.path.join(folder, "extracted", name)
    shutil.rmtree(out, ignore_errors=True)
    os.makedirs(os.path.dirname(out), exist_ok=True)
    outcome = hongtou("extract", path, out)
    taken = tree(out)
    listed = taken.pop(LIST, None)
    check(name + ": extract gives back byte for byte", outcome.returncode == 0 and taken == files and listed, (outcome.stderr, sorted(taken)))
    return out


def rebuilt(name, path, ending, code=0, **environment):
    outcome = hongtou("rebuild", path, "--verify", **environment)
    check(name, outcome.returncode == code and ending in outcome.stdout + outcome.stderr, (outcome.returncode, outcome.stdout, outcome.stderr))
    return outcome


SAME = "the same byte for byte (as it was set)"


def render(where, path, *options, **environment):
    outcome = hongtou("render", where, "-o", path, *options, **environment)
    if outcome.returncode:
        check("%s is rendered" % where, False, outcome.stderr)
    return outcome


# ---- the examples

def date_of(text):
    date = re.search(r"^\[signature\][^[]*?^date\s*=\s*(\d+)年(\d+)月(\d+)日", text, re.M | re.S)
    return "D:%04d%02d%02d000000+08'00'" % tuple(map(int, date.groups())) if date else ""


def examples():
    """Each as it is, once more where it lay is gone, and with a date."""
    shutil.copytree("input", os.path.join(folder, "editions"))
    shutil.copytree("tests/small", os.path.join(folder, "editions", "small"))
    editions = sorted(glob.glob(os.path.join(folder, "editions", "*", "edition.ini")))
    for edition in editions:
        with open(edition, "a", encoding="utf-8") as file:
            file.write("\n[archive]\nembed = yes\n")
    for where in map(os.path.dirname, editions):
        name = os.path.basename(where)
        path = os.path.join(folder, name + ".pdf")
        render(where, path)
        files = {one: at[4] for one, at in attachments(path).items() if one != LIST}
        want = dict(chain(where), **{last: content for last, (_, content) in named(where).items()})
        flat = {one if one.startswith("templates/") else os.path.basename(one): content for one, content in files.items()}
        check(name + ": what is embedded was named or is the template", flat == want and len(flat) == len(files), sorted(set(flat) ^ set(want)))
        kept = [last for last, (one, _) in named(where).items() if one == last]
        check(name + ": what lies in the edition's folder keeps its name", all(one in files for one in kept), sorted(files))
        extracted(name, path, files)
        if name in ("small", "jining-2018h1", "example-baogao", "jining-2018h1-workbook"):
            other_readers(name, path, files, date_of(read(where + "/edition.ini").decode("utf-8")))
    shutil.rmtree(os.path.join(folder, "editions"))
    for edition in editions:
        name = os.path.basename(os.path.dirname(edition))
        rebuilt(name + ": rebuild gives the same bytes, the edition gone", os.path.join(folder, name + ".pdf"), "the same byte for byte")


# ---- editions with paths of all kinds

def png(path, red=230):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    picture(path, red)


EDITION = """[document]
template = 通知
number = 济高督字〔2018〕54号
title = 有关情况
addressee = 各街道
body = ../shared/正文.txt
[head]
mark = preprinted
[issuer.1]
name = 市财政局
seal = %(folder)s/paths/seals/a.png
stamp = nowhere.png
[issuer.2]
name = 市水务局
seal = seals/b.png
[signature]
date = 2018年7月19日
[attachment.1]
name = 统计表
table = one
[attachment.2]
name = 进展表
table = two
[attachment.3]
name = 说明
text = ../shared/正文.txt
[attachment.4]
name = 附注
text = outside/1/a.txt
[table.one]
data = %(folder)s/paths/数据/table.tsv
[table.two]
data = ./inside//table.tsv
[table.three]
data = inside/table.tsv
[attachment.5]
name = 同表
table = three
[archive]
embed = yes
"""
TEXT = "一、情况\n\n现将有关情况通报如下。\n"


def paths():
    where, path, date = os.path.join(folder, "paths"), os.path.join(folder, "paths.pdf"), "1531958400"
    edition = (EDITION % {"folder": folder}).encode("gb18030")
    png(where + "/seals/a.png")
    png(where + "/july/seals/b.png", 200)
    text, table = TEXT.encode("utf-16"), "序号\t名称\n1\t甲\n2\t乙\n".encode()
    own = read("templates/tongzhi.ini") + b"; our own\n"
    given = read("templates/gbt9704.ini") + b"; of the office\n"
    for name, content in (("july/edition-7.ini", edition), ("shared/正文.txt", text), ("数据/table.tsv", table + "3\t丙\n".encode()), ("july/inside/table.tsv", table),
                          ("july/outside/1/a.txt", text), ("july/tongzhi.ini", own), ("office/gbt9704.ini", given)):
        write(os.path.join(where, name), content)
    outcome = render(where + "/july/edition-7.ini", path, "--template-dir", where + "/office", SOURCE_DATE_EPOCH=date)
    check("paths: is rendered without a warning", outcome.returncode == 0 and "warning" not in outcome.stderr, outcome.stderr)
    found = {name: at[4] for name, at in attachments(path).items() if name != LIST}
    outside = {os.path.basename(name): (name, content) for name, content in found.items() if name.startswith("outside/")}
    expected = {"edition-7.ini": edition, "tongzhi.ini": own, "templates/gbt9704.ini": given, "seals/b.png": read(where + "/july/seals/b.png"), "inside/table.tsv": table}
    check("paths: the edition's folder keeps its form", {name: content for name, content in found.items() if not name.startswith("outside/")} == expected, sorted(found))
    want = {"a.png": read(where + "/seals/a.png"), "正文.txt": text, "table.tsv": table + "3\t丙\n".encode(), "a.txt": text}
    check("paths: what lies elsewhere is under outside", {name: content for name, (_, content) in outside.items()} == want, sorted(found))
    other_readers("paths", path, found, "D:20180719000000+00'00'")
    out = extracted("paths", path, found)
    shutil.rmtree(where)
    write(where + "/数据/table.tsv", "序号\t名称\n9\t别的\n")    # must not be read instead
    rebuilt("paths: rebuild gives the same bytes, all else gone or changed", path, SAME)
    rebuilt("paths: the date of then holds, not that of now", path, SAME, SOURCE_DATE_EPOCH="1")
    again = os.path.join(folder, "again.pdf")
    outcome = hongtou("render", "--extracted", out, "-o", again)
    check("paths: so does render --extracted", outcome.returncode == 0 and read(again) == read(path), outcome.stderr)
    write(where + "/数据/table.tsv", "")
    lost = re.sub(rb'\[source\.\d+\]\nkind = "table"\nname = "/.*?"\nfile = ".*?"\n', b"", read(out + "/" + LIST), flags=re.S)
    write(out + "/" + LIST, lost)
    outcome = hongtou("render", "--extracted", out, "-o", again)
    check("paths: what is not in the list is not read", outcome.returncode == 1 and "is not among the embedded sources" in outcome.stderr, outcome.stderr)


# ---- other forms of the file

def notes():
    """What there is to say about the sources is said when they are set first."""
    where, path = os.path.join(folder, "with notes"), os.path.join(folder, "notes.pdf")
    shutil.copytree("tests/small", where)
    write(where + "/edition.ini", read(where + "/edition.ini") + "［archive］\nembed = yes\n".encode())
    check("notes: are printed for the edition", "note: " in render(where, path).stderr)
    check("notes: not again by rebuild", rebuilt("notes: rebuild gives the same bytes", path, SAME).stderr == "")
    outcome = hongtou("--json", "rebuild", path, "--verify")
    check("notes: nor for machines", json.loads(outcome.stderr) == [] and json.loads(outcome.stdout) == {"file": path, "same": "bytes"}, outcome.stderr)
    listed = json.loads(hongtou("--json", "extract", "--list", path).stdout)
    taken = json.loads(hongtou("--json", "extract", path, os.path.join(folder, "for machines")).stdout)
    check("JSON: extract lists what it takes out", [one["name"] for one in listed] == sorted(attachments(path)) and listed[0]["folder"] is None
          and {one["name"]: one["size"] for one in taken} == {one: len(content) for one, content in tree(os.path.join(folder, "for machines")).items()}, (listed, taken))
    out = os.path.join(folder, "取回 it's")
    outcome = hongtou("extract", path, out)
    again = os.path.join(folder, "notes-again.pdf")
    command = outcome.stdout.strip().split("\n")[-1].split(": ", 1)[1]
    subprocess.run(["sh", "-c", command.replace("hongtou", program, 1) + ' -o "$1"', "sh", again], capture_output=True)
    check("extract prints a command that a shell understands", os.path.exists(again) and read(again) == read(path), command)


def with_update(path, changes):
    """The file with an incremental update that puts new objects in the place of old ones."""
    data = read(path)
    last = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    trailer = data[data.rindex(b"trailer"):]
    entries = b"".join(re.search(pattern, trailer, re.S)[0] for pattern in (rb"/Root \d+ 0 R", rb"/Info \d+ 0 R", rb"/Size \d+", rb"/ID ?\[.*?\]"))
    table, out = b"xref\n", data
    for number, body in sorted(changes.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    out += table + b"trailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (entries, last, len(out))
    new = path[:-4] + "-updated.pdf"
    write(new, out)
    return new


def object_of(path, pattern):
    """Number and body of the first object that the pattern finds."""
    for number, body in re.findall(rb"\n(\d+) 0 obj\n(<<(?:(?!stream|endobj).)*>>)\nendobj", read(path), re.S):
        if re.search(pattern, body):
            return int(number), body
    raise AssertionError(pattern)


def forms():
    path = os.path.join(folder, "small.pdf")
    packed, repacked, plain = (os.path.join(folder, name + ".pdf") for name in ("packed", "repacked", "plain"))
    hongtou("compact", path, "-o", packed)
    check("packed: extract gives back the same", hongtou("extract", packed, os.path.join(folder, "from-packed")).returncode == 0
          and tree(os.path.join(folder, "from-packed")) == tree(os.path.join(folder, "extracted", "small")))
    rebuilt("packed: is the same as the rebuilt one packed", packed, "the same byte for byte (packed)")
    run("qpdf", "--recompress-flate", "--compression-level=9", path, repacked)
    rebuilt("repacked by another program: all pages are the same", repacked, "all 3 pages are the same")
    run("qpdf", "--stream-data=uncompress", "--object-streams=disable", path, plain)
    rebuilt("unpacked by another program: all pages are the same", plain, "all 3 pages are the same")
    number, body = object_of(path, rb"/FT ?/Sig")
    signed = with_update(path, {number: body[:-2] + b"/V<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 1 2 3]/Contents<00>>>>>"})
    outcome = rebuilt("signed: the first revision is the same, the pages are as they were", signed, "the first revision is the same byte for byte, and later ones")
    check("signed: all 3 pages are counted", "all 3 pages" in outcome.stdout)
    check("signed: extract gives back the same", hongtou("extract", signed, os.path.join(folder, "from-signed")).returncode == 0
          and tree(os.path.join(folder, "from-signed")) == tree(os.path.join(folder, "extracted", "small")))
    out = os.path.join(folder, "written.pdf")
    check("rebuild -o writes the document", hongtou("rebuild", path, "-o", out).returncode == 0 and read(out) == read(path))


def signed_and_printed():
    """An edition that is signed as it is set, in the inks of a press: the key stays outside, the profile goes in."""
    where, path = os.path.join(folder, "sealed"), os.path.join(folder, "sealed.pdf")
    shutil.copytree("tests/small", where)
    key, profile = where + "/key.pem", "/usr/share/color/icc/ghostscript/default_cmyk.icc"
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Seal", "-days", "3650", "-keyout", key, "-out", key + ".crt")
    png(where + "/seal.png")
    write(where + "/edition.ini", read(where + "/edition.ini").decode("utf-8") + "[issuer.1]\nname = 督查局\nseal = seal.png\n[sign]\nkey = key.pem\ncertificate = key.pem.crt\n"
          "[print]\ncolour = cmyk\nprofile = %s\n[archive]\nembed = yes\n" % profile)
    render(where, path)
    found = attachments(path)
    names = {os.path.basename(name) for name in found}
    check("signed: seal and profile are embedded, the key is not", {"seal.png", os.path.basename(profile)} <= names and not any("key" in name for name in names), sorted(names))
    check("signed: the profile has its media type", [at[1] for name, at in found.items() if name.endswith(".icc")] == ["application/vnd.iccprofile"])
    check("signed: it is signed", b"/ByteRange" in read(path))
    shutil.rmtree(where)
    outcome = rebuilt("signed: its first revision is rebuilt without the key", path, "the first revision is the same byte for byte, and later ones (signatures) leave all 3 pages")
    check("signed: nothing is said against it", "error" not in outcome.stderr, outcome.stderr)


def changed_by_update():
    """Later revisions that a look at the first one alone would not see."""
    path = os.path.join(folder, "small.pdf")
    number, page = object_of(path, rb"/Type/Page/")
    stream = int(re.search(rb"/Contents (\d+)", page)[1])
    field, widget = object_of(path, rb"/FT ?/Sig")
    note = b"<</Type/Annot/Subtype/FreeText/Rect[100 100 300 300]/Contents(x)/DA(/F0 12 Tf)>>"
    other = re.sub(rb"(/Annots ?\[[^]]*)\]", rb"\1 %s]" % note, page) if b"/Annots" in page else page[:-2] + b"/Annots[%s]>>" % note
    moved = re.sub(rb"/Rect ?\[ ?([\d.]+)", rb"/Rect [1", widget)
    assert moved != widget
    for name, changes, what in (
            ("another page content", {stream: b"<</Length 1>>stream\nq\nendstream"}, "page 1 is not the same when it is set again; what differs first: what is drawn"),
            ("a page turned", {number: page[:-2] + b"/Rotate 180>>"}, "page 1 is not the same when it is set again; what differs first: the size of the sheet"),
            ("a note over the page", {number: other}, "page 1 is not the same when it is set again; what differs first: the annotations"),
            ("a signature field moved", {field: moved}, "what differs first: the annotations, or the place of a signature field")):
        rebuilt("a later revision with %s is found" % name, with_update(path, changes), what, 1)


def tampered():
    path = os.path.join(folder, "plain.pdf")
    data = read(path)
    font = re.search(rb"stream\n(\x01\x00\x04.)", data, re.S)[1]
    for name, old, new, what in (
            ("drawn", rb" Td\(", b" TD(", "what is drawn"), ("box", rb"/MediaBox \[ 0 0 595.276", b"/MediaBox [ 0 0 595.376", "the size of the sheet"),
            ("font", re.escape(font), font[:3] + bytes([font[3] ^ 1]), "the fonts"), ("structure", rb"/S /TD\b", b"/S /TH", "the structure"),
            ("intent", rb"/OutputConditionIdentifier \(sRGB\)", b"/OutputConditionIdentifier (sRGX)", "the output intent"),
            ("resource", rb"/BM /Multiply", b"/BM /Multiplx", None)):
        if not re.search(old, data):
            check("tampered: there is a %s to change" % name, what is None)
            continue
        write(path[:-4] + "-tampered.pdf", re.sub(old, lambda found: new, data, count=1))
        rebuilt("a change of the %s is found" % name, path[:-4] + "-tampered.pdf", what, 1)


def pictures():
    path, plain = os.path.join(folder, "paths.pdf"), os.path.join(folder, "pictures.pdf")
    run("qpdf", "--stream-data=uncompress", "--object-streams=disable", path, plain)
    data = read(plain)
    for name, old, new, what in (("picture", bytes((230, 42, 30)) * 4, bytes((231, 42, 30)) * 4, "the pictures"), ("transparency", b"/BM /Multiply", b"/BM /Normal  ", "colours")):
        check("there is a %s to change" % name, old in data)
        write(plain, data.replace(old, new, 1))
        rebuilt("a change of the %s is found" % name, plain, what, 1)


# ---- fonts

def fonts():
    """Set again with other files of the same fonts, and without one of them."""
    path, other = os.path.join(folder, "small.pdf"), os.path.join(folder, "fonts")
    os.makedirs(other + "/downloaded")
    for font in glob.glob("fonts/downloaded/*.otf"):
        shutil.copy(font, other + "/downloaded")
    catalogue = read("fonts/fonts.ini").decode("utf-8")
    write(other + "/fonts.ini", catalogue)
    with open(other + "/downloaded/FandolFang-Regular.otf", "ab") as file:
        file.write(b"\0\0\0\0")
    outcome = rebuilt("another file of a font, the same glyphs: pages are the same, and it is said", path, "all 3 pages are the same", HONGTOU_FONTS=other + "/fonts.ini")
    check("… with the name and the version of the font", outcome.stderr.count("warning: the document was set with another file of the font 'FandolFang-Regular'") == 1
          and outcome.stderr.count("warning") == 1, outcome.stderr)
    write(other + "/fonts.ini", catalogue.replace("faces = FandolHei-Regular NotoSansCJKsc-Bold", "faces = NotoSansCJKsc-Bold"))
    shutil.copy("fonts/downloaded/FandolFang-Regular.otf", other + "/downloaded")
    outcome = rebuilt("without a font: the pages differ, and it is said", path, "is not the same when it is set again; what differs first:", 1, HONGTOU_FONTS=other + "/fonts.ini")
    check("… with the name of the font", "the document was set with the font 'FandolHei-Regular'" in outcome.stderr and "was not used now" in outcome.stderr, outcome.stderr)
    listed = read(os.path.join(folder, "extracted", "small", LIST)).decode("utf-8")
    wrong = [font for font in glob.glob("fonts/downloaded/*.otf") if os.path.basename(font)[:-4] in listed and hashlib.sha256(read(font)).hexdigest() not in listed]
    check("the list names fonts by the SHA-256 of their files", "FandolFang-Regular" in listed and not wrong, wrong)


# ---- files that mean harm

def hostile():
    for name, make in attached.CASES.items():
        path, out = os.path.join(folder, "hostile.pdf"), os.path.join(folder, "hostile")
        write(path, make())
        outcome = hongtou("extract", path, out, limit=900 << 20)
        wrote = os.path.exists(out) or os.path.exists(os.path.join(folder, "up.txt")) or os.path.exists("/tmp/absolute.txt")
        check("hostile %s: is refused, nothing is written" % name, outcome.returncode == 1 and "error: " in outcome.stderr and not wrote, (outcome.returncode, outcome.stderr))
    for name, (make, files) in attached.SOUND.items():
        path, out = os.path.join(folder, "sound.pdf"), os.path.join(folder, "sound-" + name)
        write(path, make())
        outcome = hongtou("extract", path, out)
        check("sound %s: is taken out" % name, outcome.returncode == 0 and tree(out) == files and len(outcome.stdout.splitlines()) == len(files), (outcome.stderr, tree(out)))
    path = os.path.join(folder, "sound.pdf")
    names = [line.split("\t") for line in hongtou("extract", "--list", path).stdout.splitlines()]
    check("--list names them with their sizes", [line[:2] for line in names] == [["a/b/c.txt", "8"], ["a/d.txt", "8"], ["乡镇/进展.txt", "8"]], names)


def places():
    """What is there already."""
    path, out, elsewhere = os.path.join(folder, "sound.pdf"), os.path.join(folder, "places"), os.path.join(folder, "elsewhere")
    os.makedirs(out)
    os.makedirs(elsewhere)
    write(out + "/a/d.txt", "old")
    outcome = hongtou("extract", path, out)
    check("a file in the way: nothing is written", outcome.returncode == 1 and "is in the way" in outcome.stderr and tree(out) == {"a/d.txt": b"old"}, tree(out))
    check("--force replaces it", hongtou("extract", path, out, "--force").returncode == 0 and tree(out)["a/d.txt"] == b"content\n")
    shutil.rmtree(out)
    os.makedirs(out)
    os.symlink(elsewhere, out + "/a")
    outcome = hongtou("extract", path, out, "--force")
    check("a link in the way leads nowhere", outcome.returncode == 1 and "is in the way" in outcome.stderr and not tree(elsewhere) and os.listdir(out) == ["a"], outcome.stderr)
    os.unlink(out + "/a")
    os.symlink(elsewhere + "/d.txt", out + "/乡镇")
    outcome = hongtou("extract", path, out, "--force")
    check("… nor does a dangling one", outcome.returncode == 1 and not tree(elsewhere), outcome.stderr)


def poisoned():
    """Sources that are no sources: the edition names a file of this machine, the list one outside its folder, an edition loops."""
    secret, path = os.path.join(folder, "secret.txt"), os.path.join(folder, "poisoned.pdf")
    write(secret, "不可外传的内容。\n")
    good = tree(os.path.join(folder, "extracted", "small"))

    def poison(**changes):
        files = dict(good)
        for name, (old, new) in changes.items():
            name = {"edition": "edition.ini", "list": LIST}[name]
            assert old in files[name], old
            files[name] = files[name].replace(old, new, 1)
        write(path, attached.build([attached.File(name, content) for name, content in files.items()]))
    for name, changes, what in (
            ("an edition that names a file of this machine", {"edition": (b"body = body.txt", b"body = " + secret.encode())}, "is not among the embedded sources"),
            ("a list that leads out of the folder", {"list": (b'file = "body.txt"', b'file = "../../secret.txt"')}, "is not as hongtou writes lists of sources"),
            ("a list that leads to a file of this machine", {"list": (b'file = "body.txt"', b'file = "%s"' % secret.encode())}, "is not as hongtou writes lists of sources"),
            ("a list of another form", {"list": (b"form = 1", b"form = 2")}, "is not as hongtou writes lists of sources"),
            ("a template that is not there", {"edition": (b"template = tongbao", b"template = tongzhi")}, "there is no template 'tongzhi'")):
        poison(**changes)
        out = os.path.join(folder, "poison-out.pdf")
        outcome = hongtou("rebuild", path, "-o", out)
        check("%s is refused" % name, outcome.returncode == 1 and what in outcome.stderr and not os.path.exists(out), outcome.stderr)
    poison(edition=(b"body = body.txt", b"body = lost.txt"))
    outcome = hongtou("rebuild", path, "-o", out)
    check("a failure names the sources as they are named in the file", outcome.returncode == 1 and outcome.stderr.startswith("edition.ini:")
          and "'lost.txt' is not among" in outcome.stderr and temporary not in outcome.stderr, outcome.stderr)
    outcome = hongtou("--json", "rebuild", path, "-o", out)
    check("so it does for machines", [one["file"] for one in json.loads(outcome.stderr)] == ["edition.ini"], outcome.stderr)
    poison(edition=("title = 情况通报".encode(), "title = 情况报告".encode()))
    rebuilt("sources of another document are found out", path, "what differs first: the number of pages", 1)


# ---- failures

def processes(pattern):
    return [one for one in glob.glob("/proc/[0-9]*/cmdline") if pattern in (readable(one) or b"")]


def readable(path):
    try:
        return read(path)
    except OSError:
        return None


def interrupted():
    """A signal in the midst of it: nothing is left, neither files nor processes."""
    where, path = os.path.join(folder, "long"), os.path.join(folder, "long.pdf")
    shutil.copytree("tests/small", where)
    write(where + "/edition.ini", read(where + "/edition.ini") + b"[archive]\nembed = yes\n")
    write(where + "/t.csv", "序号,项目,进展\n" + "".join("%d,项目%d,正在推进\n" % (i, i) for i in range(1, 40000)))
    render(where, path)
    environment = dict(os.environ, TMPDIR=temporary)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        child = subprocess.Popen([program, "rebuild", path, "--verify"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            if glob.glob(temporary + "/*/sources/edition.ini"):
                break
            time.sleep(0.005)
        begun = bool(os.listdir(temporary))
        child.send_signal(number)
        code = child.wait(timeout=20)
        for _ in range(200):
            running = processes(temporary.encode())
            if not running:
                break
            time.sleep(0.01)
        check("rebuild ended by %s leaves nothing" % number.name, begun and code != 0 and not os.listdir(temporary) and not running, (begun, code, os.listdir(temporary), running))
    outcome = hongtou("rebuild", path, "--verify", limit=120 << 20)
    check("rebuild without memory ends with 4 and leaves nothing", outcome.returncode == 4 and "out of memory" in outcome.stderr, (outcome.returncode, outcome.stderr))
    rebuilt("a table of 40,000 rows is rebuilt", path, "the same byte for byte")


def usage():
    for arguments in (["extract"], ["extract", "a.pdf"], ["extract", "--list"], ["extract", "a", "b", "c"], ["rebuild"], ["rebuild", "a.pdf"], ["rebuild", "--verify"], ["rebuild", "--x", "a.pdf"]):
        check("usage: %s" % " ".join(arguments), hongtou(*arguments).returncode == 2)
    missing = hongtou("rebuild", os.path.join(folder, "missing.pdf"), "--verify")
    check("a file that is not there ends with 3", missing.returncode == 3 and "cannot open" in missing.stderr, missing.stderr)
    no_folder = subprocess.run([program, "--lang", "en", "rebuild", os.path.join(folder, "small.pdf"), "--verify"], capture_output=True, text=True,
                               env=dict(os.environ, TMPDIR=os.path.join(folder, "nowhere")))
    check("no place for temporary files ends with 3", no_folder.returncode == 3 and "cannot write" in no_folder.stderr, no_folder.stderr)
    outcome = hongtou("--json", "rebuild", os.path.join(folder, "plain-tampered.pdf"), "--verify")
    check("JSON: one array of all reports", [one["code"] for one in json.loads(outcome.stderr)] == ["rebuild-differs"], outcome.stderr)


# ---- costs

def peak(*arguments):
    """Memory in MiB that a run takes at its peak, by the kernel's count."""
    child = subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(child.pid, 0)
    return used.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), child.stderr.read()


def large():
    """A workbook of 50 MB goes through in pieces."""
    where, path = os.path.join(folder, "large"), os.path.join(folder, "large.pdf")
    shutil.copytree("input/jining-2018h1-workbook", where)
    book = glob.glob(where + "/*.xlsx")[0]
    with zipfile.ZipFile(book, "a", zipfile.ZIP_STORED) as package:
        package.writestr("xl/media/photo.jpg", os.urandom(50 << 20))
    plain, code, said = peak("render", where, "-o", path)
    write(where + "/edition.ini", read(where + "/edition.ini") + b"\n[archive]\nembed = yes\n[pdf]\ncompact = no\n")
    with_it, code, said = peak("render", where, "-o", path)
    check("a workbook of 50 MB is embedded in at most 8 MiB more memory", code == 0 and os.path.getsize(path) > 50 << 20 and with_it < plain + 8, (plain, with_it, code, said))
    outcome = hongtou("extract", path, os.path.join(folder, "large-out"))
    check("… and given back", outcome.returncode == 0 and read(os.path.join(folder, "large-out", os.path.basename(book))) == read(book), outcome.stderr)
    shutil.rmtree(os.path.join(folder, "large-out"))
    shutil.rmtree(where)
    os.unlink(path)


def off():
    path = os.path.join(folder, "off.pdf")
    render("tests/small", path)
    data = read(path)
    check("nothing is embedded unless asked", b"EmbeddedFile" not in data and b"/AF" not in data and b"<pdfaid:part>2<" in data and "0 embedded" in run("pdfdetach", "-list", path))


examples()
paths()
forms()
signed_and_printed()
changed_by_update()
tampered()
pictures()
notes()
fonts()
hostile()
places()
poisoned()
interrupted()
usage()
large()
off()
sys.exit(tests.failed)
