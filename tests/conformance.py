#!/usr/bin/env python3
"""Validates with veraPDF, as PDF/A-2a and PDF/UA-1, every example edition, the awkward tables, editions made here for what those
do not have, and some of all these packed; marked editions; as PDF/A-3a and PDF/UA-1 the same editions with their sources embedded; then breaks files
and wants them to fail. conformance.py PROGRAM VERAPDF.jar FOLDER"""
import glob
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "pki"))
from pdf import Tests, run  # noqa: E402
from pki import Pki  # noqa: E402
from servers import Servers  # noqa: E402
from ring import picture  # noqa: E402

program, jar, folder = sys.argv[1], sys.argv[2], os.path.abspath(sys.argv[3])
FLAVOURS = {"": ("2a", "ua1"), "-embedded": ("3a", "ua1")}    # of files as they are, and with their sources
CMYK = "/usr/share/color/icc/ghostscript/default_cmyk.icc"
tests = Tests()
HEAD = "[document]\ntemplate = %s\nnumber = 济高督字〔2018〕54号\n%sbody = b.txt\n[head]\nmark = %s\n"
SIGNED = "[signature]\nname = 督查局\ndate = 2018年7月19日\n"
ISSUERS = "".join("[issuer.%d]\nname = %s\nseal = seal.png\n" % (i, n) for i, n in enumerate(("市财政局", "市水务局", "市审计局"), 1))
IMPRINT = "[imprint]\ncopies_to = 各街道\nprinter = 督查局\ndate = 2018年7月19日\n"
TABLE = ("[attachment.1]\nname = 统计表\ntable = t\n[table.t]\ndata = t.csv\nhead_row = 1\nhead_rows = 2\nsubtitle = （上半年）\nunit = 单位：万元\n"
         "notes = 注：含配套资金。\nsource = 资料来源：财政局。\nsums = page\norientation = %s\n[column.投资/计划]\nsum = yes\nalign = decimal\n")
EDITIONS = {
    "seals": HEAD % ("tongbao", "title = 有关情况\n", "printed\nname = 督查局文件") + ISSUERS + "[signature]\ndate = 2018年7月19日\n" + IMPRINT,
    "stamp": HEAD % ("yian", "title = 议案\naddressee = 市人大\n", "preprinted") +
    "[issuer.1]\nname = 市人民政府\npost = 市长\nstamp = seal.png\n[signature]\ndate = 2018年7月19日\n",
    "secret": HEAD % ("tongbao", "title = 情况 & <通报>\ncopy_number = 000001\nsecrecy = 机密★1年\nurgency = 特急\nnote = 此件公开发布\n", "preprinted") + SIGNED,
    "letter": HEAD % ("han", "title = 函\naddressee = 市水务局\n", "printed\nname = 督查局") + SIGNED,
    "order": (HEAD % ("mingling", "", "printed\nname = 市人民政府令") + "[issuer.1]\nname = 市人民政府\npost = 市长\n[signature]\ndate = 2018年7月19日\n").replace("济高督字〔2018〕54号", "第12号"),
    "turned": HEAD % ("tongbao", "title = 有关情况\n", "none") + SIGNED + TABLE % "turned" + IMPRINT,
    "upright": HEAD % ("tongbao", "title = 有关情况\n", "none") + SIGNED + TABLE % "upright" + "[rule.a]\ncolumn = 进展\nequals = 滞后\nlight = red\nshade = red\n",
}
# Joint, each seal signed, with evidence and a time stamp over all; and one whose seal is not shown.
SIGN = "[sign]\nkey = ../../pki/seal.p12\npass_file = ../../pki/pass\nlevel = b-lta\ntimestamp = %s\ntrust = ../../pki/trust\n"
SIGNED_EDITIONS = {
    "signed": EDITIONS["seals"] + SIGN + "[sign.2]\nkey = ../../pki/ec.p12\npass_file = ../../pki/pass\n[sign.3]\nkey = ../../pki/seal-2.p12\npass_file = ../../pki/pass\n",
    "signed-stamp": EDITIONS["stamp"] + SIGN,
    "signed-letter": EDITIONS["letter"] + "mode = unsealed\n" + SIGN,
}
BODY = ("（二）二级标题独占一行\n\n正文⼀⼆（康熙部首）与⻆，English words 100%，“引号”——……。\n\n一、一级标题\n\n1.三级 标题。正文。\n\n"
        + "正在推进项目前期各项手续办理，已完成规划设计；" * 20 + "\n")


def make(name, text, rows=90):
    where = os.path.join(folder, "editions", name)
    os.makedirs(where, exist_ok=True)
    picture(os.path.join(where, "seal.png"))
    open(os.path.join(where, "edition.ini"), "w", encoding="utf-8").write(text)
    open(os.path.join(where, "b.txt"), "w", encoding="utf-8").write(BODY)
    lines = ["序号,项目名称,投资,,进展", ",,计划,完成,"]
    lines += ["%d,%s,%d.5,%d,%s" % (i // 3 + 1, "项目" * 5, i, i * 7, ("正常", "滞后", "已完成规划设计；" * (i % 40))[i % 3]) for i in range(rows)]
    open(os.path.join(where, "t.csv"), "w", encoding="utf-8").write("\n".join(lines) + "\n")
    return where


def render(where, name):
    path = os.path.join(folder, name + ".pdf")
    outcome = subprocess.run([program, "--lang", "en", "render", where, "-o", path], capture_output=True, text=True)
    tests.check(name + ": is rendered", outcome.returncode == 0, outcome.stderr)
    return path


def marked(old, new, name):
    """The marked edition with its list of changes."""
    path = os.path.join(folder, name + ".pdf")
    outcome = subprocess.run([program, "--lang", "en", "diff", old, new, "-o", path, "--changes-page"], capture_output=True, text=True)
    tests.check(name + ": is rendered", outcome.returncode == 0, outcome.stderr)
    return path


def packed(path, name):
    out = path[:-4] + "-packed.pdf"
    outcome = subprocess.run([program + "-compact", "--lang", "en", path, "-o", out], capture_output=True, text=True)
    tests.check(name + ": is packed", outcome.returncode == 0 and b"/ObjStm" in open(out, "rb").read(), outcome.stderr)
    return out


def validate(paths, flavour):
    """{path: failed rules}"""
    command = ["java", "-cp", jar, "org.verapdf.apps.GreenfieldCliWrapper", "-f", flavour, "--format", "text", "-v", *paths]
    text = subprocess.run(command, capture_output=True, text=True).stdout
    found, last = {}, None
    for line in text.splitlines():
        verdict = re.match(r"(PASS|FAIL) (\S+)", line)
        if verdict:
            last = verdict[2]
            found[last] = [] if verdict[1] == "PASS" else [verdict[1]]
        elif last and line.startswith("  "):
            found[last].append(line.strip())
    return found


def broken(path, old, new):
    """The file with one thing in it renamed, at the same length."""
    data, out = open(path, "rb").read(), "%s-broken-%s.pdf" % (path[:-4], re.sub(r"\W", "", old))
    assert old.encode() in data and len(old) == len(new), old
    open(out, "wb").write(data.replace(old.encode(), new.encode()))
    return out


def other_readers(path, name):
    outcome = subprocess.run(["qpdf", "--check", path], capture_output=True)
    good = outcome.returncode == 0 and b"WARNING" not in outcome.stderr
    outcome = subprocess.run(["mutool", "info", path], capture_output=True)
    good &= outcome.returncode == 0 and not outcome.stderr
    tree = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True)
    good &= tree.stdout.startswith(b"Document") and not tree.stderr and re.search(r"Tagged: +yes", run("pdfinfo", path)) is not None
    tests.check(name + ": qpdf, mutool and pdfinfo read it and its tree", good, tree.stderr)


def embedding(where):
    """The edition once more, beside the other examples, with its sources in the file."""
    copy = os.path.join(folder, "embedding", os.path.basename(os.path.dirname(where)), os.path.basename(where))
    if not os.path.exists(copy):
        shutil.copytree(where, copy)
    with open(os.path.join(copy, "edition.ini"), "a", encoding="utf-8") as file:
        file.write("\n[archive]\nembed = yes\n")
    return copy


def attached(path, name):
    """What pdfdetach counts is what the name tree of an edition with embedded sources must hold at least: INI, list, two templates."""
    count = int(run("pdfdetach", "-list", path).split()[0])
    tests.check(name + ": has embedded files", count >= 4 and ("hongtou-sources.ini" in run("pdfdetach", "-list", path)), count)


os.makedirs(folder, exist_ok=True)
shutil.rmtree(os.path.join(folder, "embedding"), ignore_errors=True)
shutil.copytree("input", os.path.join(folder, "embedding", "input"))    # whole, for examples share files
paths = {}
for where in sorted(glob.glob("input/*/edition.ini") + glob.glob("tests/awkward/*/edition.ini") + ["tests/small/edition.ini"]):
    name = os.path.basename(os.path.dirname(where))
    paths[name] = render(os.path.dirname(where), name)
    paths[name + "-embedded"] = render(embedding(os.path.dirname(where)), name + "-embedded")
for name, text in EDITIONS.items():
    paths[name] = render(make(name, text), name)
    paths[name + "-embedded"] = render(embedding(make(name, text)), name + "-embedded")
with Servers(Pki(os.path.join(folder, "pki"))) as servers:
    for name, text in SIGNED_EDITIONS.items():
        paths[name] = render(make(name, text % servers.tsa_url), name)
    text = SIGNED_EDITIONS["signed"] % servers.tsa_url + "[print]\ncolour = cmyk\nprofile = %s\n" % CMYK
    paths["signed press"] = render(make("signed-press", text), "signed-press")
paths["deep"] = render(make("deep", EDITIONS["upright"] + "[pdf]\ncompact = no\n", rows=4000), "deep")
paths["packed by render"] = render(make("packing", EDITIONS["upright"] + "[pdf]\ncompact = yes\n"), "packing")
for name in ("seals", "upright"):
    paths["press " + name] = render(make("press-" + name, EDITIONS[name] + "[print]\ncolour = cmyk\nprofile = %s\n" % CMYK), "press-" + name)
for name in [os.path.basename(path[:-1]) for path in sorted(glob.glob("input/*/")) if os.path.exists(path + "edition.ini")] + list(EDITIONS) + ["deep"]:
    paths["packed " + name] = packed(paths[name], name)
paths["marked"] = marked("tests/diff/june", "tests/diff/july", "marked")
paths["marked sample"] = marked("input/jining-2018h1-workbook", "input/jining-2018h1-printed", "marked-sample")
paths["marked press"] = marked(make("turned", EDITIONS["turned"]), make("press-turned", EDITIONS["turned"] + "[print]\ncolour = cmyk\nprofile = %s\n" % CMYK, rows=80), "marked-press")
paths["press-embedded"] = render(embedding(make("press-seals", EDITIONS["seals"] + "[print]\ncolour = cmyk\nprofile = %s\n" % CMYK)), "press-embedded")
paths["packed-embedded"] = packed(paths["seals-embedded"], "seals-embedded")
for name, path in paths.items():
    other_readers(path, name)
    if name.endswith("-embedded"):
        attached(path, name)
for ending, flavours in FLAVOURS.items():
    some = {name: path for name, path in paths.items() if name.endswith("-embedded") == bool(ending)}
    for flavour in flavours:
        found = validate(list(some.values()), flavour)
        for name, path in some.items():
            tests.check("%s: %s has no failed rule" % (name, flavour), found.get(path) == [], found.get(path, "not validated"))

BREAKS = (("/ToUnicode", "/ToUnicodX", ("2a", "ua1")), ("/Alt<FEFF", "/Alx<FEFF", ("ua1",)), ("/TU<FEFF", "/TX<FEFF", ("ua1",)),
          ("/S/Caption", "/S/Xaption", ("2a", "ua1")), ("/Marked true", "/Marked null", ("2a",)), ("<pdfuaid:part>1", "<pdfuaid:part>2", ("ua1",)),
          ("/DestOutputProfile", "/DestOutputProfilX", ("2a",)), ("/CS/DeviceCMYK", "/CS/DeviceRGB ", ("2a",)))
BROKEN = {"/S/Caption": "turned", "/CS/DeviceCMYK": "press seals"}
BREAKS_EMBEDDED = (("/AFRelationship", "/AFRelationshiX", ("3a",)), ("/Subtype/text#2Fplain", "/Subtypo/text#2Fplain", ("3a",)), ("/AF[", "/AX[", ("3a",)),
                   ("/UF <FEFF", "/UX <FEFF", ("3a",)), ("<pdfaid:part>3", "<pdfaid:part>2", ("2a",)))


def must_fail(breaks, file_for):
    wrong = {old: broken(file_for(old), old, new) for old, new, flavours in breaks}
    for flavour in sorted({flavour for _, _, flavours in breaks for flavour in flavours}):
        found = validate(list(wrong.values()), flavour)
        for old, new, flavours in breaks:
            if flavour in flavours:
                tests.check("%s: a file without %s fails" % (flavour, old), bool(found.get(wrong[old])), found.get(wrong[old], "not validated"))


must_fail(BREAKS, lambda old: paths[BROKEN.get(old, "seals")])
must_fail(BREAKS_EMBEDDED, lambda old: paths["seals-embedded"])
draft = make("draft", EDITIONS["turned"] + "[pdf]\ntagged = no\n")
data = open(render(draft, "draft"), "rb").read()
tests.check("[pdf] tagged = no claims nothing", b"pdfaid" not in data and b"StructTreeRoot" not in data and b"/Marked" not in data)
sys.exit(0)
