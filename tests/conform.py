#!/usr/bin/env python3
"""hongtou conform on the sample editions, and the fixed positions of GB/T 9704 (table 1.10 of the notes on it) measured in
the PDF by other programs: lines and origins of glyphs from mutool, ink from poppler's pictures. conform.py PROGRAM FOLDER"""
import glob
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from pdf import MM, Tests, characters, pages, run  # noqa: E402

program, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
tests = Tests()
check = tests.check
DPI = 1200

# What the examples are known to miss; to be put right where they are set. Nothing else may fail.
KNOWN = {}    # edition: measures that it is known to miss


def conform(edition, *options):
    outcome = subprocess.run([program, "--json", *options, "conform", edition], capture_output=True)
    return outcome.returncode, json.loads(outcome.stdout or "[]")


def measured(findings, code):
    return next((f["measured"] for f in findings if f["code"] == code), None)


def render(edition, name):
    path = os.path.join(folder, name + ".pdf")
    subprocess.run([program, "render", edition, "-o", path], check=True, stderr=subprocess.DEVNULL)
    return path


def lines(path, page):
    """[(left, right, y, thickness)] in mm from the top left corner: the horizontal strokes of a page."""
    trace = run("mutool", "trace", path, str(page))
    found = []
    for stroke in re.findall(r"<stroke_path (.*?)</stroke_path>", trace, re.S):
        a, b, c, d, e, f = (float(n) for n in re.search(r'transform="([^"]*)"', stroke)[1].split())
        points = [(a * float(x) + c * float(y) + e, b * float(x) + d * float(y) + f) for x, y in re.findall(r'<(?:moveto|lineto) x="([^"]*)" y="([^"]*)"', stroke)]
        if len(points) == 2 and abs(points[0][1] - points[1][1]) < 0.01:
            left, right = sorted(p[0] for p in points)
            found.append((left / MM, right / MM, points[0][1] / MM, float(re.search(r'linewidth="([^"]*)"', stroke)[1]) / MM))
    return sorted(found, key=lambda one: one[2])


def picture(path, page, box, red=False):
    """First row with ink in a box (left, top, right, bottom; mm), and the last, as mm from the sheet's top."""
    x, y, w, h = (round(n / 25.4 * DPI) for n in (box[0], box[1], box[2] - box[0], box[3] - box[1]))
    target = os.path.join(folder, "crop")
    run("pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-x", str(x), "-y", str(y), "-W", str(w), "-H", str(h), "-singlefile", path, target)
    data = open(target + ".ppm", "rb").read()
    size = re.match(rb"P6\s(\d+) (\d+)\s255\s", data)
    width, height, body = int(size[1]), int(size[2]), data[size.end():]
    rows = []
    for row in range(height):
        line = body[3 * row * width:3 * (row + 1) * width]
        ink = any(r > 180 and g < 110 for r, g in zip(line[::3], line[1::3])) if red else min(line) < 128
        if ink:
            rows.append(row)
    return ((y + rows[0]) * 25.4 / DPI, (y + rows[-1] + 1) * 25.4 / DPI) if rows else (None, None)


def near(name, value, wanted, ours=None, tolerance=0.1):
    """A position in the PDF within 0.1 mm, and what conform measured on the display list agrees with it."""
    good = value is not None and abs(value - wanted) <= tolerance and (ours is None or abs(ours - value) <= 0.1)
    check("PDF: %s at %g mm" % (name, wanted), good, "%s in the PDF, %s by conform" % (value, ours))


def samples():
    for path in sorted(glob.glob("input/*/edition.ini")):
        name = path.split("/")[1]
        code, findings = conform(path)
        failed = {f["code"] for f in findings if f["verdict"] == "fail"}
        check("%s conforms" % name, len(findings) > 20 and not failed - KNOWN.get(name, set()), [f for f in findings if f["verdict"] == "fail"])
        check("%s: exit code 1 only if a measure fails" % name, code == (1 if failed else 0), code)
        if KNOWN.get(name, set()) - failed:
            print("  no longer missed by %s: %s" % (name, ", ".join(KNOWN[name] - failed)))
    code, findings = conform("input/jining-2018h1")
    left_out = {f["code"]: f["note"] for f in findings if f["verdict"] == "left-out"}
    check("what the sample leaves out on purpose is said to be so", set(left_out) == {"attachment-label", "notice-label"} and all(left_out.values()), left_out)
    check("each finding has all its parts", all(set(f) >= {"clause", "code", "what", "verdict", "required", "measured", "page", "times", "file", "line"} or "least" in f for f in findings))
    text = subprocess.run([program, "--lang", "zh", "conform", "input/jining-2018h1"], capture_output=True).stdout.decode()
    check("the table in Chinese", "合格" in text and "天头" in text and "版心宽" in text and not re.search(r"^pass", text, re.M), text)


def edition_of(name, template="gbt9704", extra="", mark="printed\nname = 督查局文件"):
    """An edition with every element of an ordinary document, in a folder of its own."""
    place = os.path.join(folder, name)
    os.makedirs(place, exist_ok=True)
    paragraph = "为进一步做好今年为民办实事项目的督查工作，经研究，现将有关事项通知如下，请各单位结合实际认真抓好落实，确保按期完成。"
    open(os.path.join(place, "body.txt"), "w", encoding="utf-8").write(paragraph * 25 + "\n")    # one paragraph: its pages are full
    open(os.path.join(place, "edition.ini"), "w", encoding="utf-8").write(
        "[document]\ntemplate = %s\nnumber = 济高督字〔2018〕54号\ntitle = 关于进一步做好为民办实事项目|督查工作的通知\naddressee = 各街道办事处\nbody = body.txt\n"
        "copy_number = 000012\nsecrecy = 机密★1年\nurgency = 特急\n%s[head]\nmark = %s\n[signature]\nname = 济宁高新区管委会督查局\ndate = 2018年7月19日\n"
        "[imprint]\ncopies_to = 区直各部门\nprinter = 济宁高新区管委会督查局\ndate = 2018年7月19日\n" % (template, extra, mark))
    return place


def whole_pages(path, findings):
    first = characters(path)[0]
    number = next((x, y) for c, x, y in first if c == "0")
    near("copy number, line 1 of the text block", (number[1] - 0.88 * 16) / MM, 37, 37 + measured(findings, "copy-number-top"))
    near("copy number, left edge", number[0] / MM, 28, 28 + measured(findings, "copy-number-left"))
    han = [c for c in characters(path)[1] if "一" <= c[0] <= "鿿"]
    near("first line of a full page", min(y for c, x, y in han) / MM - 0.88 * 16 / MM, 37, measured(findings, "margin-top"))
    near("last line of a full page", max(y for c, x, y in han) / MM + 0.12 * 16 / MM, 262, 37 + measured(findings, "block-height"))
    near("left edge of an even page", min(x for c, x, y in han) / MM, 26)
    near("right edge of an even page", max(x for c, x, y in han) / MM + measured(findings, "advance"), 182)
    sizes = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", run("pdfinfo", path))
    near("width of the sheet", float(sizes[1]) / MM, 210, measured(findings, "page-width"))
    near("height of the sheet", float(sizes[2]) / MM, 297, measured(findings, "page-height"))


def dashes(path, findings):
    count = 0
    for page in range(1, pages(path) + 1):
        dash = [(x, y) for c, x, y in characters(path)[page - 1] if c == "—" and y / MM > 262]
        if not dash:
            continue
        count += 1
        left = min(x for x, y in dash) / MM
        top, bottom = picture(path, page, (left + 0.5, 264, left + 2.5, 274))
        near("dash of page %d" % page, top, 269, 262 + measured(findings, "page-number-dash"))
        outer = 184 - 14 / MM if page % 2 else 26 + 14 / MM
        near("outer end of page number %d" % page, max(x for x, y in dash) / MM + 14 / MM if page % 2 else left, outer, None, 0.35)    # the glyph in its em
    check("PDF: page numbers were there", count > 1, count)


def imprint(path, findings):
    last = lines(path, pages(path))
    rules = [one for one in last if one[1] - one[0] > 100]
    near("lower edge of the last line of the imprint", rules[-1][2] + rules[-1][3] / 2, 262, 262 + measured(findings, "imprint-bottom"))
    near("its width", rules[-1][1] - rules[-1][0], 156, measured(findings, "imprint-width"))
    near("its thickness", rules[-1][3], 0.35, measured(findings, "imprint-last"), 0.01)


def head(edition, name, wanted, code, edge):
    path, findings = render(edition, name), conform(edition)[1]
    top, bottom = picture(path, 1, (20, 20, 190, 110), red=True)
    near("%s: top of the mark" % name, top, wanted, edge + (measured(findings, code) or -999))
    return path, findings


def fixed_positions():
    place = edition_of("whole")
    path, findings = head(place, "whole", 72, "mark-top", 37)
    check("the whole edition conforms", not any(f["verdict"] == "fail" for f in findings), [f for f in findings if f["verdict"] == "fail"])
    whole_pages(path, findings)
    dashes(path, findings)
    imprint(path, findings)
    red = [one for one in lines(path, 1) if one[1] - one[0] > 100]
    number = next(y for c, x, y in characters(path)[0] if c == "〔")
    near("red line below the number", red[0][2] - (number + 0.12 * 16) / MM, 4, measured(findings, "red-line-gap"))
    path, findings = head("input/jining-2018h1-printed", "printed", 72, "mark-top", 37)
    dashes(path, findings)
    imprint(path, findings)
    if os.path.isdir("input/example-han"):
        path, findings = head("input/example-han", "letter", 30, "letter-mark-top", 0)
        pair = [one for one in lines(path, 1) if one[2] > 250 and one[1] - one[0] > 160]
        near("letter: second double line", min(max(277, pair[0][2] - pair[0][3] / 2), pair[-1][2] + pair[-1][3] / 2), 277, 297 - measured(findings, "letter-second-bottom"))
        near("letter: its width", pair[0][1] - pair[0][0], 170, measured(findings, "letter-line-width"))
    if os.path.isdir("input/example-mingling"):
        head("input/example-mingling", "order", 57, "order-mark-top", 37)
    if os.path.isdir("input/example-jiyao"):
        head("input/example-jiyao", "minutes", 72, "minutes-mark-top", 37)


def names_that_wrap():
    """Numbers of attachments under each other, the second line of a name under its first character (7.3.4)."""
    attached = "".join("[attachment.%d]\nname = 第%d号附件名称较长需要回行排两行才能排完的附件统计表格样式及说明材料\nenclosed = no\n" % (i, i) for i in (1, 2, 3))
    place = edition_of("names", extra=attached)
    code, findings = conform(place)
    check("names of attachments that wrap conform", code == 0 and measured(findings, "notice-hang") is not None, [f for f in findings if f["verdict"] == "fail"])
    page = next(page for page in characters(render(place, "names")) if any(c == "附" for c, x, y in page))
    rows = [[one for one in page if one[2] == y] for y in sorted({y for c, x, y in page if c == "第" or c == "材"})]
    text = ["".join(c for c, x, y in row) for row in rows]
    numbers = [row[text[i].index("第") - 2][1] / MM for i, row in enumerate(rows) if "第" in text[i]]
    names = [row[text[i].index("第") if "第" in text[i] else 0][1] / MM for i, row in enumerate(rows)]
    check("PDF: numbers of attachments under each other", len(numbers) == 3 and max(numbers) - min(numbers) < 0.1, numbers)
    check("PDF: the second lines of their names under the first characters", len(names) == 6 and max(names) - min(names) < 0.1, names)


def heading_before_table():
    """Page 1 shows text (7.3.3), be it a heading whose table begins on page 2."""
    wrong = []
    for count in range(14, 40):
        place = edition_of("heading", extra="[table.t]\ndata = t.csv\nplace = body\norientation = upright\n")
        open(os.path.join(place, "body.txt"), "w", encoding="utf-8").write("一、项目安排\n{table}\n请认真贯彻落实。\n")
        open(os.path.join(place, "t.csv"), "w", encoding="utf-8").write("序号,项目名称\n" + "".join("%d,项目%d\n" % (i, i) for i in range(1, 9)))
        path = os.path.join(place, "edition.ini")
        text = open(path, encoding="utf-8").read().replace("各街道办事处", "、".join(["各街道办事处"] * count))
        open(path, "w", encoding="utf-8").write(text)
        outcome = subprocess.run([program, "--lang", "en", "--json", "conform", place], capture_output=True, text=True)
        failed = any(f["code"] == "body-first-page" and f["verdict"] == "fail" for f in json.loads(outcome.stdout or "[]"))
        told = "leaves no line for the text" in outcome.stderr
        if failed != told or not outcome.stdout:
            wrong.append((count, failed, outcome.stderr[:200]))
    check("a heading behind the addressee stays on page 1, and if it cannot, that is said", not wrong, wrong)


def templates_do_not_matter():
    """A template of other lengths: the pages follow it, the requirements do not."""
    house = os.path.join(folder, "templates")
    os.makedirs(house, exist_ok=True)
    for section, key, value, code, seen in (
            ("page", "top", "39mm", "margin-top", 39), ("mark", "top", "36mm", "mark-top", 36), ("red_line", "gap", "5mm", "red-line-gap", 5),
            ("title", "gap", "62pt", "title-gap", 62 / MM), ("body", "indent", "1字", "paragraph-indent", 156 / 28), ("signature", "date_indent", "5字", "date-right", 5 * 156 / 28),
            ("imprint", "outer_rule", "0.6mm", "imprint-last", 0.6), ("imprint", "inset", "2字", "imprint-indent", 28 / MM), ("page_number", "drop", "8mm", "page-number-dash", 8),
            ("role.body", "font", "楷体", "body-font", None), ("role.title", "size", "三号", "title-font", None), ("page", "lines", "21", "line-pitch", (225 - 16 / MM) / 20)):
        open(os.path.join(house, "house.ini"), "w", encoding="utf-8").write("[template]\nname = house\nextends = gbt9704\n[%s]\n%s = %s\n" % (section, key, value))
        exit_code, findings = conform(edition_of("house", "house"), "--template-dir", house)
        fails = [f for f in findings if f["code"] == code and f["verdict"] == "fail"]
        good = exit_code == 1 and fails and (seen is None or abs(fails[0]["measured"] - seen) < 0.05)
        check("a template with [%s] %s = %s fails %s" % (section, key, value, code), good, (exit_code, fails or [f for f in findings if f["verdict"] == "fail"]))
    exit_code, findings = conform(edition_of("shift", extra="[print]\nshift = 3mm 2mm\n"))
    check("a printer's shift is not the document's", exit_code == 0, [f for f in findings if f["verdict"] == "fail"])


def written(name, edition, body, **others):
    """A folder with an edition of its own words."""
    place = os.path.join(folder, name)
    os.makedirs(place, exist_ok=True)
    for file, text in {"edition.ini": edition, "body.txt": body, **{key + ".csv": text for key, text in others.items()}}.items():
        open(os.path.join(place, file), "w", encoding="utf-8").write(text)
    return place


def short_texts():
    """What stands beside an element or is like it is not taken for it."""
    head = "[公文]\n模板 = %s\n发文字号 = 东政办%s〔2026〕56号\n标题 = 关于提供有关|统计数据和资料的%s\n主送机关 = 西河市人民政府\n正文 = body.txt\n" \
           "[版头]\n发文机关标志 = 东临市人民政府办公室%s\n[发文机关.1]\n名称 = 东临市人民政府办公室\n[落款]\n成文日期 = 2026年7月3日\n"
    rest = "[版记]\n印发机关 = 东临市人民政府办公室\n印发日期 = 2026年7月3日\n"
    request = "为进一步做好今年的统计工作，现商请协助提供以下统计数据，有关要求另行通知，请大力支持为盼。\n"
    table = "[表格.需求]\n数据 = need.csv\n方向 = 竖排\n位置 = 正文\n标题 = 数据清单\n[版记]\n抄送 = 市委组织部\n"
    need = "序号,指标名称,计量单位\n" + "".join("%d,流入人才总量,人\n" % i for i in range(1, 10))
    cases = (
        ("a table at the foot of a letter is no double line", "letter-table", head % ("函", "函", "函", "") + table, request + "{表}\n专此函达，请予支持。\n", {"need": need}),
        ("figures that begin an attachment's name are not its number", "notice-figures", head % ("通知", "发", "通知", "文件") + "[附件.1]\n名称 = 清单\n随文 = 否\n"
         "[附件.2]\n名称 = 2026年度城市地下管网改造重点项目投资计划及责任分工一览表\n随文 = 否\n" + rest, request * 4, {}),
        ("a text without a full line of unmoved characters", "no-full-line", head % ("通知", "发", "通知", "文件") + "[附件.1]\n名称 = 预案\n随文 = 否\n" + rest,
         "现将修订后的《东临市突发事件总体应急预案》等4个预案印发给你们，请认真贯彻执行。\n", {}),
    )
    minutes = [open("input/example-jiyao/" + name, encoding="utf-8").read() for name in ("edition.ini", "body.txt")]
    code, findings = conform(written("minutes", minutes[0].replace("东临政专纪〔2026〕7号", "第23号"), minutes[1]))
    check("the number of minutes has no form of 7.2.5", code == 0 and measured(findings, "number-font"), [f for f in findings if f["verdict"] == "fail"])
    for what, name, edition, body, others in cases:
        code, findings = conform(written(name, edition, body, **others))
        check(what, code == 0 and len(findings) > 20, [f for f in findings if f["verdict"] == "fail"])


samples()
fixed_positions()
names_that_wrap()
heading_before_table()
templates_do_not_matter()
short_texts()
