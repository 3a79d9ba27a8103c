#!/usr/bin/env python3
"""[print] colour = cmyk, looked at with qpdf, poppler and mupdf: every colour of the file is meant for the press. press.py PROGRAM"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests, page_texts, pages, run  # noqa: E402
from ring import picture  # noqa: E402
from small_profile import profile  # noqa: E402

program = sys.argv[1]
tests = Tests()
work = tempfile.mkdtemp()
PROFILES = {"press.icc": open("/usr/share/color/icc/ghostscript/default_cmyk.icc", "rb").read(), "small.icc": profile("试验四色")}
with open("tests/small/edition.ini", encoding="utf-8") as small:
    EDITION = small.read().replace("name = 督查局\ndate", "date") + """[issuer.1]
name = 督查局
seal = seal.png
[table]
head_shade = grey
[rule.a]
column = 项目内容
equals = 滞后
light = red
shade = red
[rule.b]
column = 项目内容
equals = 正常
light = green
"""


def edition(name, more):
    where = os.path.join(work, name)
    os.makedirs(where)
    for file, data in PROFILES.items():
        open(os.path.join(where, file), "wb").write(data)
    picture(os.path.join(where, "seal.png"))
    open(os.path.join(where, "body.txt"), "w", encoding="utf-8").write("一、情况。现通报如下：\n")
    open(os.path.join(where, "t.csv"), "w", encoding="utf-8").write("序号,项目名称,项目内容\n1,甲工程,滞后\n2,乙工程,正常\n")
    open(os.path.join(where, "edition.ini"), "w", encoding="utf-8").write(EDITION + more)
    return where


def render(where):
    out = where + ".pdf"
    outcome = subprocess.run([program, "--lang", "en", "render", where, "-o", out], capture_output=True, text=True)
    tests.check(os.path.basename(where) + ": is rendered", outcome.returncode == 0, outcome.stderr)
    return out


def plain(path):
    return subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"], capture_output=True, check=True).stdout.decode("latin-1")


def painted(text):
    """Colour operators of the file's contents: ("k", "0 0 0 1")."""
    return [(operator, numbers.strip()) for numbers, operator in re.findall(r"((?:[\d.]+ )+)(rg|RG|g|G|k|K|sc|scn|SC|SCN)(?=[\s])", text)]


def stream_of(path, key, text):
    number = re.search(r"/%s\s+(\d+) 0 R" % key, text)[1]
    qdf = re.search(r"\n%s 0 obj\n(?:%%.*\n)?<<(.*?)>>\nstream\n" % number, text, re.S)[1]
    original = re.search(r"%% Original object ID: (\d+) 0\n%s 0 obj" % number, text)[1]
    return subprocess.run(["qpdf", "--show-object=" + original, "--filtered-stream-data", path], capture_output=True, check=True).stdout, qdf


def inks(path, page):
    """{(c, m, y, k): pixels} as mupdf separates the page, in percent."""
    data = subprocess.run(["mutool", "draw", "-q", "-c", "cmyk", "-r", "60", "-F", "pam", "-o", "-", path, str(page)], capture_output=True, check=True).stdout
    head, _, pixels = data.partition(b"ENDHDR\n")
    depth = int(re.search(rb"DEPTH (\d+)", head)[1])
    found = {}
    for i in range(0, len(pixels), depth):
        ink = tuple(round(part / 2.55) for part in pixels[i:i + 4])
        found[ink] = found.get(ink, 0) + 1
    return found


for name, condition in (("press", "Artifex CMYK SWOP Profile"), ("small", "试验四色")):
    where = edition(name, "[print]\ncolour = cmyk\nprofile = %s.icc\n" % name)
    path = render(where)
    text = plain(path)
    operators = painted(text)
    tests.check(name + ": all colours of the contents are inks", operators and {operator for operator, _ in operators} == {"k", "K"}, operators)
    values = {numbers for _, numbers in operators}
    tests.check(name + ": black is black ink alone", "0 0 0 1" in values and not [v for v in values if re.match(r"[.1]\S* [.1]\S* [.1]\S* [.1]", v)], values)
    tests.check(name + ": red is Y 80 % and M 80 % (GB/T 9704, 6.2)", "0 .8 .8 0" in values, values)
    tests.check(name + ": lamps and tints are inks of the template", {"0 .95 .9 .1", ".85 .15 1 0", "0 .15 .12 0", "0 0 0 .12"} <= values, values)
    contents = text.count("0 0 0 1 k 0 0 0 1 K\n")
    tests.check(name + ": each page begins with them", contents == pages(path) > 1, contents)
    tests.check(name + ": no colours of a screen but the picture's, which say so", "/DeviceRGB" not in text and len(re.findall(r"/ColorSpace \[\s*/ICCBased", text)) == 1)
    tests.check(name + ": grey is only the picture's transparency", text.count("/DeviceGray") == 1)
    tests.check(name + ": pictures are multiplied among inks", "/CS /DeviceCMYK" in text)
    stream, dictionary = stream_of(path, "DestOutputProfile", text)
    tests.check(name + ": the output intent is the profile, byte for byte", stream == PROFILES[name + ".icc"] and "/N 4" in dictionary, dictionary)
    wide = "<" + (b"\xfe\xff" + condition.encode("utf-16-be")).hex() + ">"
    intent = re.search(r"/OutputIntents \[(.*?)\]", text, re.S)[1]
    tests.check(name + ": it bears the profile's own name", "/OutputConditionIdentifier (Custom)" in intent and (wide in intent or "(%s)" % condition in intent), intent)
    again = render(edition(name + "-again", "[print]\ncolour = cmyk\nprofile = %s.icc\n" % name))
    tests.check(name + ": a second run gives the same bytes", open(path, "rb").read() == open(again, "rb").read())

first = inks(os.path.join(work, "press.pdf"), 1)
tests.check("mupdf separates text into black alone", first.get((0, 0, 0, 100), 0) > 50, sorted(first.items(), key=lambda one: -one[1])[:8])
tests.check("mupdf separates the mark into magenta and yellow alone", first.get((0, 80, 80, 0), 0) > 50, sorted(first.items(), key=lambda one: -one[1])[:8])
screen = render(edition("screen", "[print]\nprofile = press.icc\n"))
tests.check("the same words as for the screen", page_texts(os.path.join(work, "press.pdf")) == page_texts(screen))
text = plain(screen)
tests.check("colours for the screen have the output intent of the screen", "/DeviceRGB" in text and "/N 3" in stream_of(screen, "DestOutputProfile", text)[1]
            and {"rg", "g"} <= {operator for operator, _ in painted(text)} and not {"k", "K"} & {operator for operator, _ in painted(text)})
grey = render(edition("computed", "[print]\ncolour = cmyk\nprofile = small.icc\n[colour]\nred = rgb(200, 100, 0)\nshade_grey = rgb(204, 204, 204)\nlight_red = rgb(0,0,0)\n"))
values = {numbers for _, numbers in painted(plain(grey))}
tests.check("inks that are not given are computed, greys as black alone", {"0 .5 1 .22", "0 0 0 .2"} <= values, values)
draft = render(edition("draft", "[print]\ncolour = cmyk\nprofile = small.icc\n[pdf]\ntagged = no\n"))
text = plain(draft)
tests.check("a draft has inks too, and claims nothing", {operator for operator, _ in painted(text)} == {"k", "K"} and "/OutputIntents" not in text)


def inks_measured(name):
    said = subprocess.run([program, "--json", "conform", os.path.join(work, name)], capture_output=True).stdout
    return {one["code"]: (one["verdict"], one["clause"], one["measured"]) for one in json.loads(said) if one["code"].endswith("-ink")}


tests.check("conform measures the inks", inks_measured("press") == {"black-ink": ("pass", "6.2", "C 0 M 0 Y 0 K 100"), "red-ink": ("pass", "6.2", "C 0 M 80 Y 80 K 0")},
            inks_measured("press"))
tests.check("conform fails another red", inks_measured("computed").get("red-ink") == ("fail", "6.2", "C 0 M 50 Y 100 K 22"), inks_measured("computed"))
tests.check("conform measures no ink where there is none", inks_measured("screen") == {}, inks_measured("screen"))
for name in ("press", "small"):
    path = os.path.join(work, name + ".pdf")
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    drawn = subprocess.run(["pdftoppm", "-r", "50", path, os.path.join(work, "page")], capture_output=True, text=True)
    tests.check(name + ": qpdf and poppler have nothing to say", checked.returncode == 0 and "WARNING" not in checked.stderr and drawn.returncode == 0 and not drawn.stderr, drawn.stderr)
    tests.check(name + ": poppler sees the picture's colours", re.search(r"image +\d+ +\d+ +icc +3", run("pdfimages", "-list", path)) is not None)
shutil.rmtree(work)
sys.exit(0)
