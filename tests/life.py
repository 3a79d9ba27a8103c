#!/usr/bin/env python3
"""An edition's life, looked at with poppler, mupdf and qpdf: editions started from each template, next month's made from this one, drafts
that keep their room, values set for a run, outputs and their names, copies for the public. life.py PROGRAM"""
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(__file__))
from pdf import MM, Tests, characters, page_texts, pages, plain, run  # noqa: E402

program = os.path.abspath(sys.argv[1])
tests = Tests()
work = tempfile.mkdtemp()


def hongtou(*arguments, cwd=None):
    return subprocess.run([program, "--lang", "en", *arguments], capture_output=True, text=True, cwd=cwd)


def at(*parts):
    return os.path.join(work, *parts)


def read(*parts):
    with open(at(*parts), "rb") as file:
        return file.read()


def write(path, text):
    os.makedirs(os.path.dirname(at(path)), exist_ok=True)
    with open(at(path), "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def sets(*values):
    return [word for value in values for word in ("--set", value)]


# ---- init

for template in sorted(os.path.basename(path)[:-4] for path in glob.glob("templates/*.ini")):
    started = hongtou("init", at("init", template), "--template", template) if os.makedirs(at("init"), exist_ok=True) is None else None
    rendered = hongtou("render", at("init", template), "-o", at("init", template + ".pdf"))
    warnings = [line for line in rendered.stderr.splitlines() if ": warning: " in line]
    good = started.returncode == 0 and rendered.returncode == 0 and warnings and all("is still to be filled in" in line for line in warnings)
    tests.check("init %s: renders at once, and says what to fill in" % template, good, started.stderr + rendered.stderr)
    drawn = "".join(page_texts(at("init", template + ".pdf"))) if good else ""
    tests.check("init %s: title, text and table stand on the pages" % template, all(part in drawn for part in ("请填写", "进展情况", "责任单位")), drawn)

for name, kind in (("请示", "qingshi"), ("函", "han")):
    hongtou("init", at("init", name), "--template", name)
    same = read("init", name, "edition.ini").decode().replace("模板 = " + name, "模板 = " + kind)
    tests.check("init: the kind by its Chinese name gives the same (%s)" % name, same == read("init", kind, "edition.ini").decode())
text = read("init", "tongbao", "edition.ini").decode()
filled = re.sub(r"^;(?=\S+ =|\[)", "", re.sub(r"【请填写[^】]*】", "甲", text), flags=re.M).replace("[列.金额]", "[列.进展情况]")
keys = [line for line in filled.splitlines() if re.match(r"\S+ =", line)]
comments = [line for line in text.splitlines() if line.startswith("; ")]
tests.check("init: comments are Chinese, and many", len(comments) > 12 and all(re.search("[一-鿿]", line) for line in comments))
write("init/tongbao/edition.ini", filled.replace("密级 = 秘密★1年\n", "").replace("印章 = seal.png\n", "").replace("工作表 = Sheet1\n", ""))
checked = hongtou("check", at("init", "tongbao"))
tests.check("init: what stands behind semicolons is right when they are taken away", len(keys) > 20 and checked.returncode == 0, checked.stderr)
before = {name: read("init", "han", name) for name in os.listdir(at("init", "han"))}
again = hongtou("init", at("init", "han"), "--template", "han")
tests.check("init writes over nothing", again.returncode == 3 and before == {name: read("init", "han", name) for name in os.listdir(at("init", "han"))}, again.stderr)
tests.check("init: there is no such template", hongtou("init", at("init", "x"), "--template", "tongzi").returncode == 1 and not os.path.exists(at("init", "x")))
final = hongtou("render", at("init", "tongzhi"), "-o", at("x.pdf"), *sets("document.status=final", "document.number=甲〔2026〕1号", "signature.date=2026年1月5日"))
tests.check("init: a finished document is not let out with what is to be filled in", final.returncode == 1 and "make it a draft again" in final.stderr
            and not os.path.exists(at("x.pdf")), final.stderr)


hongtou("init", at("init", "七月通报"), "--template", "通报")
outcome = [hongtou("render", name, cwd=at("init", "七月通报")) for name in (".", "./edition.ini")]
tests.check("a file is named after its folder from within it, too", not any(one.returncode for one in outcome)
            and [name for name in os.listdir(at("init", "七月通报")) if name.endswith(".pdf")] == ["七月通报.pdf"], os.listdir(at("init", "七月通报")))
started = read("init", "七月通报", "edition.ini").decode()
write("init/七月通报/edition.ini", re.sub(r"^;(\[期间\]|年 = |月 = )", r"\1", started, flags=re.M))
moved = hongtou("new-month", at("init", "七月通报"), at("init", "八月通报"))
tests.check("init: the period that it offers moves on", moved.returncode == 0 and "月 = 7\n" in read("init", "八月通报", "edition.ini").decode(), moved.stderr)

# ---- drafts

LATER = ("document.status=draft", "document.number=", "signature.date=", "imprint.date=", "head.issue=")


def placed(edition, *more):
    """Every line of the pages' dump without numbers of nodes; of signatures and seals no horizontal place, for they stand by the date."""
    dumped = hongtou("render", "--dump=pages", edition, *sets(*more))
    lines = []
    for line in dumped.stdout.splitlines():
        line = re.sub(r" node -?\d+", "", line)
        if re.search(r" role 14 |^\s*(field|image) ", line):
            line = re.sub(r"\b\d+,(\d+)", r"X,\1", line)
        lines.append(line)
    return dumped.returncode, lines


for edition in sorted(os.path.dirname(path) for path in glob.glob("input/*/edition.ini")):
    name = os.path.basename(edition)
    code, final = placed(edition)
    draft_code, draft = placed(edition, *LATER)
    rest = list(draft)
    gone = [line for line in final if not (line in rest and (rest.remove(line) or True))]
    later = all(re.search(r" role (4|15|26|27) ", line) or re.search(r'印发" role 24 ', line) for line in gone)
    tests.check("draft %s: all but number, issue and dates stands where it will" % name, not code and not draft_code and not rest and later,
                "\n".join(["later:"] + gone + ["only in the draft:"] + rest))

for open_date, date in (("2026年3月  日", "2026年3月16日"), ("2026年  月 日", "2026年11月1日"), ("2026年 月  日", "2026年3月16日")):
    where = {}
    for text in (open_date, date):
        dumped = hongtou("render", "--dump=pages", "input/example-tongzhi", *sets("document.status=draft", "signature.date=" + text)).stdout
        where[text] = [re.sub(r" node -?\d+.*", "", line) for line in dumped.splitlines() if " role 15 " not in line]
    tests.check("draft: blanks in %s keep the room of %s, signature and seal too" % (open_date, date), where[open_date] == where[date] and len(where[date]) > 20)
for name in ("example-tongzhi", "example-yijian", "example-gonggao", "jining-2018h1-printed"):
    where = {}
    for text in ("", "2026年3月16日"):
        dumped = hongtou("render", "--dump=pages", "input/" + name, *sets("document.status=draft", "signature.date=" + text)).stdout
        where[text] = [re.sub(r" node -?\d+.*", "", line) for line in dumped.splitlines() if re.search(r" role 14 |^\s*(field|image) ", line)]
    tests.check("draft %s: signature and seal stand without a date where they do with a usual one" % name, where[""] == where["2026年3月16日"] and where[""], where)
tests.check("a finished document's date has no blanks", hongtou("check", "input/example-tongzhi", *sets("signature.date=2026年3月  日")).returncode == 1)

shutil.copytree("input/example-jueding", at("example-jueding"))
shutil.copytree("input/example-pictures", at("example-pictures"))
edition = at("example-jueding")
filled = sets("document.number=东教发〔2026〕9号", "signature.date=2026年2月9日", "imprint.date=2026年2月10日", "document.status=final")
write("example-jueding/edition.ini", re.sub(r"^(number|date) .*\n", "", read("example-jueding", "edition.ini").decode(), flags=re.M).replace("[document]\n", "[document]\nstatus = draft\n"))
outcomes = [hongtou("render", edition, "-o", at("draft.pdf")), hongtou("render", edition, "-o", at("final.pdf"), *filled)]
tests.check("a draft becomes final by what is set for the run", not any(one.returncode for one in outcomes), outcomes[0].stderr + outcomes[1].stderr)
if not tests.failed:
    draft, final = characters(at("draft.pdf")), characters(at("final.pdf"))
    missing = [[one for one in page if one not in other] for page, other in zip(draft, final)]
    added = ["".join(one[0] for one in page if one not in other) for page, other in zip(final, draft)]
    tests.check("a draft's pages keep every character's place, by mupdf's account", len(draft) == len(final) and not any(missing), missing)
    tests.check("what is new in the final is number and dates", plain("".join(added)) == "东教发〔2026〕9号2026年2月9日2026年2月10日印发", added)
    tests.check("the number that is set stands in the metadata", "东教发〔2026〕9号" in run("pdfinfo", "-meta", at("final.pdf")))

shown = hongtou("config", edition, "--show-origin", *filled).stdout
tests.check("config says what is set for the run", "--set:1\tdocument.number=东教发〔2026〕9号\n" in shown and "--set:4\tdocument.status=final\n" in shown, shown[:400])
shown = json.loads(hongtou("--json", "config", edition, *filled).stdout)
tests.check("config as JSON, too", {"section": "document", "key": "status", "value": "final", "file": "--set", "line": 4, "column": 17} in shown)
for command in (("check",), ("conform",), ("preview", "-o", at("pictures"))):
    outcome = hongtou(command[0], edition, *command[1:], *sets("document.title=关于{标题}的决定", "document.body=absent.txt"))
    tests.check("%s takes --set" % command[0], outcome.returncode == 3 and "absent.txt" in outcome.stderr, outcome.stderr)


# ---- outputs

SMALL = {name: open(os.path.join("tests/small", name), "rb").read() for name in os.listdir("tests/small")}
for name, data in SMALL.items():
    write("o/" + name, data)
write("o/press.icc", open("/usr/share/color/icc/ghostscript/default_cmyk.icc", "rb").read())
write("o/edition.ini", SMALL["edition.ini"].decode().replace("title = ", "title = 关于|") + """
[输出.红头纸]
版头.版头 = 预印红头纸
print.shift = 1mm -0.5mm
[output.press]
print.colour = cmyk
印刷.色彩特性 = press.icc
文件名 = 付印：{title}.pdf
[output.archive]
archive.embed = yes
""")
outcome = hongtou("render", at("o"), "--for", "all", "-o", at("all/"))
usual = "济高督字〔2018〕54号 关于情况通报"
names = {usual + ".pdf", usual + " 红头纸.pdf", usual + " archive.pdf", "付印：关于情况通报.pdf"}
made = set(os.listdir(at("all"))) if os.path.isdir(at("all")) else set()
tests.check("--for all writes the plain document and each output by its name", outcome.returncode == 0 and made == names, (outcome.stderr, made))
if made == names:
    plain_file, preprinted, archive = (at("all", usual + end) for end in (".pdf", " 红头纸.pdf", " archive.pdf"))
    press = at("all", "付印：关于情况通报.pdf")
    one, moved = characters(plain_file), characters(preprinted)
    far, missing = 0, []
    for page, other in zip(one, moved):
        rest = list(other)
        for character, x, y in page:
            near = [c for c in rest if c[0] == character and abs(c[1] - x - 1 * MM) < 0.02 and abs(c[2] - y + 0.5 * MM) < 0.02]
            if near:
                rest.remove(near[0])
            else:
                missing.append(character)
        far += len(rest)
    tests.check("preprinted: all but the red name is there, 1 mm to the right and 0.5 mm up, turned sheets too", not far and "".join(missing) == "督查局文件" and len(one) > 1,
                (far, missing))
    tests.check("preprinted: nothing is red", not re.search(rb"\n0?\.9\d* [0-9.]+ [0-9.]+ (rg|RG)\b", subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", preprinted, "-"], capture_output=True).stdout))
    tests.check("press: its own output intent, in CMYK", "/GTS_PDFA1" in (seen := subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", press, "-"], capture_output=True).stdout.decode("latin-1")) and re.search(r"\bk\n", seen) and not re.search(r" rg\n", seen))
    tests.check("archive: has its sources", "edition.ini" in run("pdfdetach", "-list", archive) and "0 embedded" in run("pdfdetach", "-list", plain_file))
single = hongtou("render", at("o"), "--for", "红头纸", "-o", at("one.pdf"))
tests.check("--for NAME writes the same file by another name", single.returncode == 0 and made == names and read("one.pdf") == read("all", usual + " 红头纸.pdf"))
inside = hongtou("render", at("o"), "--for", "press", cwd=at("all")) if made == names else single
tests.check("without -o an output is named by its pattern, in the current folder", inside.returncode == 0 and set(os.listdir(at("all"))) == names, inside.stderr)
shown = hongtou("config", at("o"), "--for", "红头纸", "--show-origin").stdout
tests.check("config: an output's values come first, with their place", re.search(r"o/edition.ini:23\thead.mark=预印红头纸\n", shown) and "output.press.file=付印：{title}.pdf" in shown, shown[:600])
both = hongtou("config", at("o"), "--for", "红头纸", *sets("head.mark=none")).stdout
tests.check("config: what is set for the run comes before the output's", "\nhead.mark=none\n" in both)

shutil.copytree(at("o"), at("p"))
write("p/edition.ini", read("p", "edition.ini").decode().replace("[output.press]", "[output.broken]\n公文.正文 = absent.txt\n[output.press]"))
outcome = hongtou("--json", "render", at("p"), "--for", "all", "-o", at("most/"))
tests.check("--for all: a broken output keeps no other from being written", outcome.returncode == 3 and set(os.listdir(at("most"))) == names, outcome.stderr)
tests.check("--for all: what is wrong is one array", [one["code"] for one in json.loads(outcome.stderr) if one["severity"] == "error"] == ["file-open"], outcome.stderr)
outcome = hongtou("--json", "check", at("p"))
tests.check("check finds what is wrong with an output", outcome.returncode == 3 and [one["code"] for one in json.loads(outcome.stderr) if one["severity"] == "error"] == ["file-open"]
            and outcome.stderr == hongtou("--json", "check", at("p"), "--for", "all").stderr, outcome.stderr)
tests.check("what several outputs say is told once", len({(one["code"], one["file"], one["line"], one["column"]) for one in json.loads(outcome.stderr)}) == len(json.loads(outcome.stderr)), outcome.stderr)
tests.check("check of one output is of it alone", hongtou("check", at("p"), "--for", "archive").returncode == 0 and hongtou("check", at("p"), "--for", "broken").returncode == 3)
for arguments in (("--for", "all", "-o", at("x.pdf")), ("--for", "all", "-o", "-"), ("--for", "all", "--dump=pages")):
    tests.check("wrong usage: %s" % " ".join(arguments).replace(work, "DIR"), hongtou("render", at("o"), *arguments).returncode == 2)

own = "[template]\nextends = tongbao\n[head]\nmark = preprinted\n[output.web]\nhead.mark = none\n公文.附注 = 模板\nfile = 网.pdf\n"
write("p/own.ini", own)
write("p/edition.ini", SMALL["edition.ini"].decode().replace("template = tongbao", "template = own") + "[output.web]\n公文.附注 = 稿件\n")
shown = hongtou("config", at("p"), "--for", "web").stdout
tests.check("an output of a template comes before the edition's own values, and the edition's part of it before that",
            "\nhead.mark=none\n" in shown and "\ndocument.note=稿件\n" in shown and "head.mark=printed" not in shown, shown[:500])
outcome = hongtou("render", at("p"), "--for", "web", "-o", at("most"))
tests.check("an existing folder is enough", outcome.returncode == 0 and os.path.exists(at("most", "网.pdf")), outcome.stderr)

# what was set and chosen goes into an archive copy's list, so that it can be made again
outcome = hongtou("render", at("o"), "--for", "archive", "-o", at("kept.pdf"), *sets("公文.标题=另一“标题”；100%", "document.copy_number=000007"))
rebuilt = subprocess.run([program, "--lang", "en", "rebuild", at("kept.pdf"), "--verify"], capture_output=True, text=True)
tests.check("a copy with sources is made again as it was chosen", outcome.returncode == 0 and rebuilt.returncode == 0 and "the same byte for byte" in rebuilt.stdout,
            outcome.stderr + rebuilt.stdout + rebuilt.stderr)
tests.check("… with what was set for the run", "另一“标题”；100%" in page_texts(at("kept.pdf"))[0])


# ---- for the public

HIDDEN = ["子虚工程", "乌有公司", "张三丰", "8848.86", "0755123", "000123", "内部事项", "秘而不宣"]
for name, data in SMALL.items():
    write("w/" + name, data)
write("w/edition.ini", SMALL["edition.ini"].decode().replace("title = ", "copy_number = 000123\ntitle = ") + """
[table.t]
[column.类别]
merge = yes
[column.项目/经办人]
public = no
[column.公开]
公开 = 否
[规则.内部]
列 = 公开
等于 = 否
公开 = 否
[规则.备注]
列 = 备注
含 = 秘而不宣
公开 = 否
作用 = 整行
底色 = 红
[output.web]
公文.公开 = 是
table.t.public_totals = keep
""".replace("[table.t]\n", "", 1))
TABLE = """类别,项目/名称,项目/经办人,金额,备注,公开
民生,子虚工程,张三丰,8848.86,,否
,学校,张三丰,20,,是
,医院,张三丰,30,秘而不宣,是
,道路,张三丰,40,平,是
内部事项,,,,,
内部,乌有公司,0755123,1,,否
小计,,,1,,
公开事项,,,,,
民生,绿地,张三丰,5,,是
合计,,,8944.86,,
"""
write("w/t.csv", TABLE)
write("w/edition.ini", read("w", "edition.ini").decode().replace("data = t.csv", "data = t.csv\nbanner = yes"))
write("w/body.txt", read("w", "body.txt").decode() + "共${合计(金额)}元，民生${合计(金额, 类别=民生)}元。\n")
outcome = hongtou("render", at("w"), "-o", at("whole.pdf"))
public = hongtou("render", at("w"), "--for", "web", "-o", at("public.pdf"))
tests.check("a public copy is rendered, and the whole too", outcome.returncode == 0 and public.returncode == 0, outcome.stderr + public.stderr)
whole, left = "".join(page_texts(at("whole.pdf"))), "".join(page_texts(at("public.pdf")))
tests.check("the whole has everything", all(word in whole for word in HIDDEN), whole)
tests.check("a public copy's pages have none of it, and the rest", not any(word in left for word in HIDDEN) and all(word in left for word in ("民生", "学校", "道路", "公开事项", "绿地", "8944.86")), left)
tests.check("a kept total has its note", "合计含未公开内容" in left and "合计含未公开内容" not in whole)
tests.check("figures in the text agree with the total that stays, others are of the rows left, and that is said",
            "共8944.86元，民生65元" in left and "共8944.86元，民生8943.86元" in whole and "says '65' here and the whole document '8943.86'" in public.stderr
            and public.stderr.count("public copy says") == 1, (left, public.stderr))
tests.check("a group all of whose rows are left out has neither its line nor its subtotal", "小计" not in left and "内部" not in left, left)
said = [run("pdfinfo", "-struct-text", at("public.pdf")), run("pdfinfo", "-meta", at("public.pdf")), run("mutool", "show", at("public.pdf"), "outline"),
        run("mutool", "draw", "-F", "stext", "-o", "-", at("public.pdf")), run("pdfinfo", "-custom", at("public.pdf"))]
tests.check("neither structure, metadata nor outline has it", not any(word in re.sub(r"\s", "", text) for word in HIDDEN + ["经办人"] for text in said))
tests.check("… but those of the whole have", sum(word in re.sub(r"\s", "", run("pdfinfo", "-struct-text", at("whole.pdf")) + run("pdfinfo", "-meta", at("whole.pdf"))) for word in HIDDEN) == len(HIDDEN))
raw = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", at("public.pdf"), "-"], capture_output=True).stdout
raw = re.sub(rb"\n\d{10} \d{5} [nf] ", b"\n", raw)    # offsets may have any digits
forms = [form for word in HIDDEN for form in (word.encode(), word.encode("utf-16-be"), word.encode("utf-16-be").hex().upper().encode(), word.encode("gb18030"))]
tests.check("no byte of the file has it, plain, as UTF-16 or GB18030", not any(form in raw for form in forms))
tests.check("nor are the glyphs of it embedded", not any("<%04X>" % ord(letter) in raw.decode("latin-1") for letter in "虚乌有丰秘宣"))
html = run("pdfinfo", "-struct-text", at("public.pdf"))
tests.check("a label whose first row is left out stands in the next", -1 < html.find("民生") < html.find("学校"), html)
dropped = hongtou("render", at("w"), "-o", at("dropped.pdf"), "--for", "web", *sets("table.t.public_totals=drop"))
tests.check("a total that would give it away can go too", dropped.returncode == 0 and "8944.86" not in (text := "".join(page_texts(at("dropped.pdf")))) and "共65元，民生65元" in text, dropped.stderr)
widths = hongtou("render", at("w"), "--for", "web", "--dump=model").stdout
tests.check("head cells over columns left out shrink with them", 'head row 1 column 2 over 1 x 1: "项目"' in widths and "4 columns, 5 rows" in widths, widths[-1500:])
name = hongtou("render", at("w"), "--for", "web", "-o", at("named/"), *sets("document.number="), *sets("document.status=draft"))
tests.check("a draft's name is without the number", name.returncode == 0 and os.listdir(at("named")) == ["情况通报 web.pdf"], name.stderr)


# Random tables: what is left of one, each label with the rows it covers, is what the whole has in these rows and columns.

def cells_of(where, *arguments):
    """{(line, column name): label} of a table's model, labels of merged cells in each of their rows."""
    dumped = hongtou("render", where, "--dump=model", *arguments)
    names = dict(re.findall(r"^  column (\d+) ([^:\n]+):", dumped.stdout, re.M))
    found, above = {}, {}
    for row, column, line, merged, text in re.findall(r'^  row (\d+) column (\d+) line (\d+):\d+(.*?): "(.*?)"(?: total| subtotal| group)?$', dumped.stdout, re.M):
        above[column] = above.get(column, "") if "merged into the cell above" in merged else text
        found[int(row), names[column]] = above[column]
    rows = sorted({row for row, _ in found})
    return dumped.returncode, [{name: found.get((row, name), "") for name in names.values()} for row in rows]


choose = random.Random(20180719)
wrong = []
for number in range(25):
    width, height = choose.randint(3, 5), choose.randint(2, 9)
    heads = ["列%s" % "甲乙丙丁戊"[c] for c in range(width)]
    hidden = [head for head in heads[1:] if choose.random() < 0.3]
    merged = [head for head in heads if choose.random() < 0.6]
    rows = [[choose.choice(["", "一", "二", "三"]) if c else choose.choice(["甲", "乙", ""]) for c in range(width)] + [choose.choice("是是否")] for _ in range(height)]
    rows[0][0] = rows[0][0] or "甲"
    rows[-1][-1] = "是"
    write("r/body.txt", SMALL["body.txt"])
    write("r/t.csv", "".join(",".join(row) + "\n" for row in [heads + ["公开"]] + rows))
    write("r/edition.ini", SMALL["edition.ini"].decode() + "[column.公开]\npublic = no\n[rule.x]\ncolumn = 公开\nequals = 否\npublic = no\n" + "".join(
        "[column.%s]\n%s%s" % (head, "public = no\n" if head in hidden else "", "merge = yes\n" if head in merged else "merge = no\n") for head in heads))
    code, whole = cells_of(at("r"))
    public_code, left = cells_of(at("r"), "--set", "document.public=yes")
    expected = [{name: text for name, text in row.items() if name not in hidden and name != "公开"} for row in whole if row["公开"] == "是"]
    if code or public_code or left != expected or not expected:
        wrong.append((number, rows, hidden, merged, left, expected))
tests.check("random tables keep each label with the rows and columns left", not wrong, wrong[:1])


# Random tables with figures in the text: these agree with a total that stays, else they are of the rows left; each difference is told.
FIGURES = "和${合计(数)}数${计数()}滞${计数(状态=滞后)}大${最大(数)}列${列举(名, 状态=滞后)}尾{% for 行 in t if 状态=滞后 join \"、\" %}${行.名}{% endfor %}完。\n{% if 计数(状态=滞后) > 1 %}\n多。\n{% endif %}\n"
wrong = []
for number in range(30):
    rows = [("项%d" % i, choose.choice(["滞后", "正常"]), choose.randint(0, 50), choose.choice("是是否")) for i in range(choose.randint(2, 8))]
    rows[0] = rows[0][:3] + ("是",)
    totals, decided = choose.random() < 0.7, choose.choice(["keep", "drop"])
    write("r/t.csv", "名,状态,数,公开\n" + "".join("%s,%s,%d,%s\n" % row for row in rows) + ("合计,,%d,\n" % sum(row[2] for row in rows) if totals else ""))
    write("r/body.txt", FIGURES)
    write("r/edition.ini", SMALL["edition.ini"].decode() + "[column.公开]\npublic = no\n[rule.x]\ncolumn = 公开\nequals = 否\npublic = no\n")
    outcome = hongtou("render", at("r"), "--dump=model", *sets("document.public=yes", "table.t.public_totals=" + decided))
    left = [row for row in rows if row[3] == "是"]
    counted = rows if totals and decided == "keep" else left
    late, all_late = ([row[0] for row in some if row[1] == "滞后"] for some in (left, rows))
    text = "和%d数%d滞%d大%d列%s尾%s完" % (sum(row[2] for row in counted), len(counted), len(late), max(row[2] for row in left), "、".join(late), "、".join(late))
    told = [("body.txt:1:2: warning" in outcome.stderr, sum(row[2] for row in counted) != sum(row[2] for row in rows)),
            ("says '%d' here and the whole document '%d'" % (len(late), len(all_late)) in outcome.stderr, len(late) != len(all_late)),
            ("comes out otherwise" in outcome.stderr, (len(late) > 1) != (len(all_late) > 1))]
    if outcome.returncode or text not in outcome.stdout or any(seen != due for seen, due in told):
        wrong.append((number, rows, totals, decided, text, told, outcome.stderr, outcome.stdout[-1500:]))
tests.check("random public copies: figures are right, and what differs is told", not wrong, wrong[:1])


# ---- next month

COMMENTED = """\ufeff; 每月一期，下月用 hongtou new-month\r
[公文]\r
模板     =   通报      ; 文种\r
发文字号 =   济高督字〔2018〕54号\t; 接着编\r
标题     =   "济宁高新区2018年1-6月份|进展情况通报"\r
正文     =   文/body.txt\r
\r
# 红头\r
[版头]\r
版头 = 套印\r
发文机关标志 = 督查局文件\r
［落款］\r
署名＝督查局\r
成文日期＝2018年7月19日\r
[附件.1]\r
名称 = 2018年1-6月份统计表\r
表格 = t\r
[表格.t]\r
数据 = 数据/t.csv\r
副标题 = （截至2018年6月）\r
[输出.网站]\r
公文.标题 = 2018年1-6月份进展\r
公文.正文 = 网站.txt\r
"""
write("m/2018-06/edition.ini", COMMENTED)
write("m/2018-06/文/body.txt", "现将情况通报如下：\n")
write("m/2018-06/网站.txt", "截至6月，情况如下：\n")
write("m/2018-06/数据/t.csv", SMALL["t.csv"])
write("m/2018-06/old.pdf", "no source")
made = hongtou("new-month", at("m", "2018-06"))
tests.check("new-month: made beside the old one, by the month in its name", made.returncode == 0 and sorted(os.listdir(at("m"))) == ["2018-06", "2018-07"], made.stderr)
expected = COMMENTED.replace("[公文]\r\n", "[公文]\r\n状态 = 草稿\r\n").replace("〔2018〕54号", "〔2018〕55号").replace("1-6月份", "1-7月份").replace("2018年6月", "2018年7月")
expected = expected.replace("成文日期＝2018年7月19日", "成文日期＝")
tests.check("new-month: comments, quotes, blanks, line ends and mark stay as they are", read("m", "2018-07", "edition.ini").decode() == expected,
            read("m", "2018-07", "edition.ini").decode())
files = sorted(os.path.relpath(os.path.join(folder, name), at("m", "2018-07")) for folder, _, names in os.walk(at("m", "2018-07")) for name in names)
tests.check("new-month: all that the edition and its outputs are made from goes along, and nothing else",
            files == ["edition.ini", "数据/t.csv", "文/body.txt", "网站.txt"] and read("m", "2018-07", "数据/t.csv") == SMALL["t.csv"], files)
tests.check("new-month: months in texts are named", "网站.txt: note: months stand in lines 1," in made.stderr and "文/body.txt" not in made.stderr, made.stderr)
tests.check("new-month: each change is printed with its place in the new edition", "2018-07/edition.ini:5: 发文字号: 济高督字〔2018〕54号 → 济高督字〔2018〕55号\n" in made.stdout
            and made.stdout.count("\n") == 7, made.stdout)
rendered = hongtou("render", at("m", "2018-07"), "--for", "all", "-o", at("m", "out/"))
tests.check("new-month: what it makes renders", rendered.returncode == 0 and len(os.listdir(at("m", "out"))) == 2, rendered.stderr)
tests.check("new-month: writes over nothing", hongtou("new-month", at("m", "2018-06")).returncode == 3 and read("m", "2018-07", "edition.ini").decode() == expected)
tests.check("new-month: needs a name where the folder's has no month", hongtou("new-month", at("o")).returncode == 2)
said = json.loads(hongtou("--json", "new-month", at("m", "2018-06"), at("m", "again")).stdout)
tests.check("new-month: the changes as JSON", {"file": at("m", "again/edition.ini"), "line": 5, "key": "发文字号", "before": "济高督字〔2018〕54号", "after": "济高督字〔2018〕55号"} in said, said)

write("m/y/edition.ini", "[document]\nstatus=final\ntemplate=简报\nnumber=济高督字〔2018〕54号\ntitle=2018年12月份通报\nbody=body.txt\n[head]\nname=督查通报\nissue=第12期\nissuer=督查室\ndate=2018年12月30日\n")
write("m/y/body.txt", "情况如下：\n")
made = hongtou("new-month", at("m", "y"), at("m", "z"))
text = read("m", "z", "edition.ini").decode() if made.returncode == 0 else made.stderr
tests.check("new-month: a new year begins at 1", "number= 济高督字〔2019〕1号\n" in text and "title= 2019年1月份通报\n" in text and "status= draft\n" in text and "date=\n" in text, text)
tests.check("new-month: an issue in a new year is left to the office", "'第12期' (issue) was not moved on" in made.stderr and "issue=第12期\n" in text, made.stderr)

for name, title, period, number in (
        ("span", "2018年1-12月份进展通报", "", "〔2019〕1号"), ("quarter", "2018年四季度进展通报", "", "〔2019〕1号"), ("day", "截至2018年12月31日进展通报", "", "〔2019〕1号"),
        ("to", "进展通报", "from = 2018-01-01\nto = 2018-12-31\n", "〔2019〕1号"), ("other", "关于落实2018年12月31日会议的通报", "year = 2018\nmonth = 11\n", "〔2018〕55号"),
        ("november", "2018年1-11月份进展通报", "", "〔2018〕55号")):
    write("m/%s/edition.ini" % name, SMALL["edition.ini"].decode().replace("title = 情况通报", "title = " + title) + ("[period]\n" + period if period else ""))
    for file in ("body.txt", "t.csv"):
        write("m/%s/%s" % (name, file), SMALL[file])
    made = hongtou("new-month", at("m", name), at("m", name + "-next"))
    text = read("m", name + "-next", "edition.ini").decode() if made.returncode == 0 else ""
    tests.check("new-month: the number behind %s is %s" % (title, number), "number = 济高督字%s\n" % number in text, made.stderr + text)
tests.check("new-month: data that are last month's are named", made.stderr.count("t.csv: note: these data are last month's") == 1, made.stderr)

PERIOD = """[document]
template = tongbao
number = 济高督字〔${period.year}〕54号
title = 关于${period.year}年1-${period.month}月份进展情况的通报
body = body.txt
[head]
mark = preprinted
[period]
year = 2018
month = %s
[vars]
note = 截至6月
[attachment.1]
name = 明细表
table = t
[table.t]
data = t.csv
[column.公开]
public = no
[rule.x]
column = 公开
equals = 否
public = no
[output.web]
document.public = yes
document.title = ${period.year}年${period.month}月${count()}项进展情况的通报
"""
for month, changes, drawn in (("6", {"month = 7"}, ("济高督字〔2018〕55号", "关于2018年1-7月份进展")),
                              ("12", {"month = 1", "year = 2019"}, ("济高督字〔2019〕1号", "关于2019年1-1月份进展"))):
    write("m/e/edition.ini", PERIOD % month)
    write("m/e/body.txt", "共${count()}项。\n")
    write("m/e/t.csv", "项目,公开\n医院,是\n学校,否\n道路,是\n")
    made = hongtou("new-month", at("m", "e"), at("m", "f"))
    text = read("m", "f", "edition.ini").decode() if made.returncode == 0 else ""
    differs = [line for line in text.splitlines() if line not in (PERIOD % month).splitlines()]
    serial = "number = 济高督字〔${period.year}〕%s号" % drawn[0].split("〕")[1][:-1]
    tests.check("new-month: [period] moves on from %s, and templates with it" % month, set(differs) == changes | {"status = draft", serial}, (made.stderr, differs))
    tests.check("new-month: a value that names a month is left with a note (%s)" % month, "'截至6月' (note) was not moved on" in made.stderr, made.stderr)
    model = hongtou("render", at("m", "f"), "--dump=model").stdout
    tests.check("new-month: what follows from the period is new (%s)" % month, all(words in model for words in drawn), model[:600])
    shutil.rmtree(at("m", "f"), ignore_errors=True)
public = hongtou("render", at("m", "e"), "--for", "web", "--dump=model", *sets("period.month=5", "vars.note=x")).stdout
tests.check("templates of an output see the public copy's table, and what is set for the run", "2018年5月2项进展情况的通报" in public and "共2项。" in public, public[:900])
tests.check("… and the whole has all rows", "共3项。" in hongtou("render", at("m", "e"), "--dump=model").stdout)

shutil.copytree("tests/templated", at("m", "g"))
made = hongtou("new-month", at("m", "g"), at("m", "h"))
before, after = read("m", "g", "edition.ini").decode(), read("m", "h", "edition.ini").decode() if made.returncode == 0 else ""
tests.check("new-month: an edition whose every word follows from the period changes in that alone",
            [line for line in after.splitlines() if line not in before.splitlines()] == ["月 = 8", "status = draft"], made.stderr + after)
rendered = hongtou("render", at("m", "h"), "-o", at("m", "h.pdf"))
tests.check("… and renders", rendered.returncode == 0, rendered.stderr)

archive = at("archive")
hongtou("archive", "init", archive)
for number in ("济高督字〔2018〕54号", "济高督字〔2018〕57号", "济高督字〔2017〕99号", "济高办字〔2018〕80号", "第300号", "济高督字〔2019〕3号"):
    subprocess.run([sys.executable, "tests/archive_pdf.py", at("a.pdf"), "number=" + number, "issuer=督查局", "date=2018-07-19", "title=" + number, "kind=通报"], check=True)
    added = hongtou("archive", "add", archive, at("a.pdf"))
    if added.returncode:
        tests.check("the archive takes " + number, False, added.stderr)
for number, following in (("济高督字〔2018〕1号", "济高督字〔2018〕58号"), ("济高督字[2017]第001号", "济高督字〔2017〕100号"), ("济高督字〔2020〕1号", "济高督字〔2020〕1号"), ("第5号", "第301号")):
    answer = hongtou("archive", "next", archive, number)
    tests.check("archive next %s" % number, answer.stdout == following + "\n", answer.stdout + answer.stderr)
tests.check("archive next as JSON", json.loads(hongtou("--json", "archive", "next", archive, "第5号").stdout) == {"number": "第301号"})
write("m/s/edition.ini", SMALL["edition.ini"].decode() + "[archive]\nfolder = ../../archive\n")
for name in ("body.txt", "t.csv"):
    write("m/s/" + name, SMALL[name])
for number, title, following in (("54", "6月份", "2018〕58号"), ("90", "6月份", "2018〕91号"), ("54", "12月份", "2019〕4号")):
    write("m/s/edition.ini", re.sub(r"〔2018〕\d+号", "〔2018〕%s号" % number, re.sub(r"title = .*", "title = %s通报" % title, read("m", "s", "edition.ini").decode())))
    made = hongtou(*(["--json"] if number == "90" else []), "new-month", at("m", "s"), at("m", "t"))
    text = read("m", "t", "edition.ini").decode() if made.returncode == 0 else ""
    tests.check("new-month: the archive's next number behind %s in %s is %s" % (number, title, following), following in text, made.stderr + text)
    shutil.rmtree(at("m", "t"), ignore_errors=True)
given = hongtou("new-month", at("m", "s"), at("m", "t"), "--number", "济高督字〔2018〕70号")
tests.check("new-month: or the number that is given", given.returncode == 0 and "〔2018〕70号" in read("m", "t", "edition.ini").decode(), given.stderr)
shutil.rmtree(at("m", "t"), ignore_errors=True)
shutil.rmtree(archive)
broken = hongtou("new-month", at("m", "s"), at("m", "t"))
tests.check("new-month: an archive that is not there is an error, and nothing is made", broken.returncode != 0 and not os.path.exists(at("m", "t")), broken.stderr)

if not tests.failed:
    shutil.rmtree(work)
sys.exit(0)
