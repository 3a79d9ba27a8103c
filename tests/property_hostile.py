#!/usr/bin/env python3
"""Odd tables and hostile settings: each ends with a clear error or with right pages, never in a crash, a hang or an overlap.
property_hostile.py PROGRAM FOLDER"""
import csv
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(__file__))
from laid import Expected, Laid, check, heads_of  # noqa: E402
from pdf import Tests  # noqa: E402

program, folder = sys.argv[1:3]
only = sys.argv[3:]
tests = Tests()
HEAD = "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=通报\nbody=b.txt\n[head]\nmark=preprinted\n"
LONG = "正在推进项目前期各项手续办理，已完成规划设计；" * 12


def write(name, rows, settings="", own="", body=None):
    where = os.path.join(folder, name)
    os.makedirs(where, exist_ok=True)
    with open(os.path.join(where, "t.csv"), "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    attached = "[attachment.1]\nname=统计表\ntable=t\n" if body is None else ""
    open(os.path.join(where, "edition.ini"), "w", encoding="utf-8").write(HEAD + attached + "[table.t]\ndata=t.csv\nhead_row=1\n" + own + settings)
    open(os.path.join(where, "b.txt"), "w", encoding="utf-8").write(body or "正文。\n")
    return where


def run(where, *command):
    begun = time.monotonic()
    try:
        outcome = subprocess.run([program, "--lang", "en", *command, where], capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return 99, "", "hangs", 60
    return outcome.returncode, outcome.stdout, outcome.stderr, time.monotonic() - begun


def plain_cells(rows):
    return {(r, c): (text, 1, 1) for r, row in enumerate(rows) for c, text in enumerate(row)}


def case(name, rows, settings="", own="", want=None, **more):
    """want: words of the error; None: it is set, and every character stands in its cell; ?: either. more: of Expected; cells:
    merged ones; geometry = False: where cells stand cannot be told from outside."""
    if only and name not in only:
        return
    if "body" in more:
        where = write(name, rows, settings, own, more.pop("body"))
    else:
        where = write(name, rows, settings, own)
    code, pages, errors, seconds = run(where, "render", "--dump=pages")
    slow = float(os.environ.get("SLOW", 10))
    good, about = seconds < slow, "%.1f s" % seconds
    if want == "?" and (code != 0 or more.pop("geometry", True) is False):
        good = good and code in (0, 1) and (code == 0 or "error" in errors)
    elif want and want != "?":
        good = good and code == 1 and bool(re.search(want, errors))
    else:
        good = good and code == 0
        if code == 0:
            data = rows[1:]
            cells = more.pop("cells", None) or plain_cells(data)
            laid = Laid(run(where, "render", "--dump=table")[1], pages)
            wrong, _ = check(Expected(len(data), len(data[0]), cells, **more), laid, heads_of(program, where, rows[0]))
            good, about = good and not wrong, "%s %s" % (about, wrong[:3])
    tests.check("hostile: " + name, good, "%d %s %s" % (code, about, errors[:600]))


def odd_tables():
    case("one column", [["事项"]] + [["第%d项：%s" % (i, LONG[:i * 3])] for i in range(60)])
    case("one cell", [["事项"], ["完"]])
    case("64 columns", [["列%d" % i for i in range(64)]] + [["%d" % (i % 10) for i in range(64)] for _ in range(5)], own="orientation=foldout\n",
         settings="[role.table-text]\nsize=六号\n[role.table-head]\nsize=六号\n[table]\npadding_x=0.3mm\n")
    case("64 columns are too wide", [["列%d" % i for i in range(64)]] + [["一"] * 64], want="needs at least")
    case("65 columns", [["列%d" % i for i in range(65)]] + [["一"] * 65], want="more than the 64")
    case("columns of one character", [["甲", "乙", "丙"]] + [["一", "二", "三"]] * 90)
    case("empty columns with a head", [["甲项", "乙项", "丙项"]] + [["一", "", ""]] * 3)
    case("only empty cells but one", [["甲项", "乙项"], ["", "无"]])
    case("all empty", [["甲项", "乙项"], ["", ""], ["", ""]], own="head_rows=1\n", want="no rows|head")
    case("a row taller than three pages", [["甲项", "乙项"], ["一", LONG * 40], ["二", "完"]], settings="[column.乙项]\nmax=40mm\n")
    case("the same, rows whole", [["甲项", "乙项"], ["一", LONG * 40], ["二", "完"]], settings="[table]\nsplit_rows=no\n[column.乙项]\nmax=40mm\n")
    case("a row taller than a page in a column with split = no", [["甲项", "乙项"], ["一", LONG * 40]], settings="[column.乙项]\nmax=40mm\nsplit=no\n", want="fits on no page")
    case("a stack of 400 characters", [["序号", "项目名称"], ["1", "推进高新工程" * 66]], settings="[column.项目名称]\nstack=yes\n", want="fits on no page")
    for length in (26, 27, 28, 29, 30, 33, 34, 35, 36, 40, 60, 200):
        name = "推进高新工程" * 80
        case("a stack of %d characters" % length, [["序号", "项目名称", "内容"], ["1", name[:length], "完成"], ["2", name[:length], "完成"], ["", "", "办结"]], labels=(0, 1),
             cells={(0, 0): ("1", 1, 1), (0, 1): (name[:length], 1, 1), (0, 2): ("完成", 1, 1), (1, 0): ("2", 2, 1), (1, 1): (name[:length], 2, 1),
                    (1, 2): ("完成", 1, 1), (2, 2): ("办结", 1, 1)})
    case("a label of text taller than a page", [["类别", "内容"], [LONG * 20, "完"], ["", "成"]], settings="[column.类别]\nmerge=yes\nwidth=20mm\n", want="fits on no page")
    case("only banners", [["甲项", "乙项", "丙项"], ["一、重点", "", ""], ["二、一般", "", ""]], own="banner=yes\n",
         cells={(0, 0): ("一、重点", 1, 3), (1, 0): ("二、一般", 1, 3)})
    case("only totals", [["项目", "数量"], ["合计", "5"], ["总计", "5"]], own="sums=page\n", settings="[column.数量]\nsum=yes\n")
    case("cells with only marks", [["甲项", "乙项"], ["。。。", "，；："], ["（）", "——"], ["“", "”"], ["…………", "、"]])
    case("rare Han without a glyph", [["甲项", "乙项"], ["\U000323af", "完"]], want="no font has")
    case("pictures of the keyboard", [["甲项", "乙项"], ["\U0001f600", "完"]], want="no font has")
    word = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2
    case("a long word widens its column", [["甲项", "乙项"], [word, "完" * 300]])
    case("a long word in a narrow column", [["甲项", "乙项"], [word, "完"]], settings="[column.甲项]\nwidth=30mm\n", want="too narrow")
    case("a long word wider than the sheet", [["甲项", "乙项"], [word * 4, "完"]], want="needs at least")
    case("a long word that shrinks", [["甲项", "乙项"], ["Internationalization", "完" * 300]], settings="[column.甲项]\nmax=24mm\nshrink=5pt\n")
    case("a long word that shrinks too little", [["甲项", "乙项"], [word, "完"]], settings="[column.甲项]\nwidth=30mm\nshrink=9pt\n", want="too narrow")
    case("combining marks, tabs, characters of no width", [["甲项", "乙项"], ["e\u0301a\u0308", "完\t成"], ["完\u200b成", "a\u200db"], ["\ufeff完", "\u00ad"]], want="?")
    case("blank cells of many kinds", [["甲项", "乙项"], ["一", "\u3000"], ["二", " \n "], ["三", "\t"]], cells={(r, c): (t, 1, 1) for r, row in enumerate([["一", ""], ["二", ""], ["三", ""]]) for c, t in enumerate(row)})
    case("many forced lines", [["甲项", "乙项"], ["一", "\n".join("第%d行" % i for i in range(300))]])
    case("5 levels of heads", [["甲/乙/丙/丁/戊", "甲/乙/丙/丁/己", "甲/乙/丙/庚", "辛"]] + [["1", "2", "3", "4"]] * 80, want="?")
    case("a head taller than the page", [["进" * 2000, "乙项"], ["一", "二"]], settings="[column.%s]\nwidth=20mm\n" % ("进" * 2000), want="?")
    case("a stacked head taller than the page", [["进" * 80, "乙项"], ["一", "二"]], settings="[column.%s]\nhead_form=stacked\n" % ("进" * 80), want="?")
    case("a rotated head taller than the page", [["进" * 80, "乙项"], ["一", "二"]], settings="[column.%s]\nhead_form=rotated\n" % ("进" * 80), want="?")
    case("notes taller than the page", [["甲项", "乙项"], ["一", "二"]], own="notes=%s\n" % ("说明。" * 2000), want="the notes of table")
    case("notes that leave no room for the last row", [["甲项", "乙项"]] + [["一", "二"]] * 30, own="notes=%s\n" % ("说明。" * 360), want="?")
    case("a title of nine lines", [["甲项", "乙项"]] + [["一", "二"]] * 30, own="title=%s\n" % ("推进情况统计表" * 24), want="?")


def sums():
    many = [["%d" % i, "无", "%d" % i] for i in range(1, 60)]
    case("the words of a sum over one narrow column", [["序", "备注", "金额"]] + many, own="sums=carried\n", settings="[column.金额]\nsum=yes\n[column.备注]\nsum=yes\n",
         summed=[False, True, True], sums="carried")
    case("the words of a sum between sums", [["金额", "序", "备注"]] + [[a, "1", b] for a, _, b in many], own="sums=page\n", settings="[column.金额]\nsum=yes\n[column.备注]\nsum=yes\n",
         summed=[True, False, True], sums="page")
    wide = [["序", "额", "内容"]] + [["%d" % (i % 10), "%d" % (5 if i < 75 else -5), LONG[:45 + i % 40]] for i in range(150)]
    case("sums that cancel out", wide, own="sums=carried\norientation=upright\n", settings="[column.额]\nsum=yes\n", summed=[False, True, False], sums="carried")
    case("sums of pages that cancel out", wide, own="sums=page\norientation=upright\n", settings="[column.额]\nsum=yes\nalign=decimal\n", summed=[False, True, False], sums="page")
    case("sums in thousands", [["序", "金额", "内容"]] + [[str(i % 10), "99,999,999.99", LONG[:90]] for i in range(60)], own="sums=page\norientation=upright\n",
         settings="[column.金额]\nsum=yes\nalign=decimal\n", summed=[False, True, False], sums="page")
    case("sums of one place and of two", [["序", "额", "内容"]] + [["%d" % (i % 10), "0.05" if i == 70 else "5", LONG[:90]] for i in range(90)], own="sums=page\norientation=upright\n",
         settings="[column.额]\nsum=yes\nalign=decimal\n", summed=[False, True, False], sums="page")


def settings():
    rows = [["甲项", "乙项"], ["一", LONG], ["二", "完"], ["三", LONG]] + [["四", LONG[:40]]] * 9
    text = "[role.table-text]\n%s\n"
    case("padding 0", rows, "[table]\npadding_x=0\npadding_y=0\n", padding=0)
    case("padding of 60 mm", rows, "[table]\npadding_x=60mm\n", want="needs at least")
    case("padding of 90 mm above and below", rows, "[table]\npadding_y=90mm\n", want="fits on no page|no room")
    case("a pitch below the size", rows, text % "pitch=8pt", want="less than the size")
    case("size 40 pt", rows, text % "size=40pt\npitch=44pt" + "[role.table-head]\nsize=5pt\n", pitch=44000)
    case("size 400 pt", rows, text % "size=400pt\npitch=410pt", want="needs at least|fits on no page")
    case("size 2 pt", rows, text % "size=2pt\npitch=3pt" + "[role.table-head]\nsize=2pt\n", pitch=3000)
    case("size 0.5 pt", rows, text % "size=0.5pt\npitch=1pt" + "[role.table-head]\nsize=0.5pt\n[table]\npadding_x=0\n", pitch=1000)
    case("size 0.5 pt on a fold-out", rows, text % "size=0.5pt\npitch=1pt" + "[role.table-head]\nsize=0.5pt\n[table]\npadding_x=0\norientation=foldout\n", pitch=1000)
    case("size 0.01 pt", rows, text % "size=0.01pt\npitch=0.01pt", want="?")
    case("head far greater than text", rows, "[role.table-head]\nsize=40pt\npitch=44pt\n")
    case("width 1 mm", rows, "[column.甲项]\nwidth=1mm\n", want="too narrow")
    case("width 0.01%", rows, "[column.甲项]\nwidth=0.01%\n", want="no share|too narrow")
    case("width 100% of one column", [["乙项"], [LONG]], "[column.乙项]\nwidth=100%\n")
    case("width 100% beside another", rows, "[column.甲项]\nwidth=100%\n", want="needs at least")
    case("more than 100%", rows, "[column.甲项]\nwidth=60%\n[column.乙项]\nwidth=60%\n", want="are 120 % together")
    case("100% in two", rows, "[column.甲项]\nwidth=40%\n[column.乙项]\nwidth=60%\n")
    case("given widths less than the sheet", rows, "[column.甲项]\nwidth=20mm\n[column.乙项]\nwidth=50mm\n")
    case("width of 9000 m", rows, "[column.甲项]\nwidth=9000000mm\n", want="no length|needs at least")
    case("width of 30 m", rows, "[column.甲项]\nwidth=30000mm\n", want="no length|needs at least")
    case("min above max", rows, "[column.甲项]\nmin=60mm\nmax=30mm\n", want="less than min")
    case("min wider than the sheet", rows, "[column.甲项]\nmin=600mm\n", want="needs at least")
    case("max of 1 mm", rows, "[column.乙项]\nmax=1mm\n", want="too narrow")
    case("a rule on a missing column", rows, "[rule.a]\ncolumn=丁项\nempty=yes\nbold=yes\n", want="no table has a column")
    case("split_lines 20", rows, "[table]\nsplit_lines=20\n", split_lines=20)
    case("split_lines 20 and a row too high", [["甲项", "乙项"], ["一", LONG[:230]]], "[table]\nsplit_lines=20\n[column.乙项]\nwidth=30mm\n", want="fits on no page")
    case("split_lines 0", rows, "[table]\nsplit_lines=0\n", want="no whole number")
    case("row_min higher than the page", rows, "[table]\nrow_min=400mm\n", want="fits on no page|no room")
    case("row_max 1 mm", rows, "[table]\nrow_max=1mm\n", want="row_max")
    case("upright_lines 0", rows, "[table]\nupright_lines=0\norientation=auto\n", want="no whole number")
    case("upright_lines 1", rows, "[table]\nupright_lines=1\norientation=auto\n")
    case("an indent wider than the sheet", rows, "[column.乙项]\nindent=300mm\n", want="needs at least|too narrow")
    case("an indent in a given width", rows, "[column.乙项]\nwidth=30mm\nindent=28mm\n", want="too narrow")
    case("shrink above the size", rows, "[column.乙项]\nshrink=40pt\n")
    case("a frame of 30 mm", rows, "[table]\nframe=30mm\n", want="?", geometry=False)
    case("a rule of 30 mm", rows, "[table]\nrule=30mm\n", want="?", geometry=False)
    case("a title gap higher than the page", rows, "[table]\ntitle_gap=300mm\n", want="fits on no page|no room")
    case("a continued gap higher than the page", [["甲项"]] + [["一"]] * 90, "[table]\ncontinued_gap=300mm\n", want="fits on no page|no room")
    case("a stack pitch of nothing", [["序号", "项目名称"], ["1", "推进高新工程"]], "[table]\nstack_pitch=0.01em\n", want="?", labels=(0, 1))
    case("a stack pitch of ten ems", [["序号", "项目名称"], ["1", "推进高新工程推进高新工程"]], "[table]\nstack_pitch=10em\n", want="?", labels=(0, 1))
    case("lamps everywhere", rows, "[rule.a]\ncontains=一\nlight=red\n[rule.b]\ncontains=正在\nlight=green\nshade=grey\n[rule.c]\nequals=四\nlight=blue\n")
    case("lamps in a column of one em", [["序", "乙项"]] + [["%d" % i, "无"] for i in range(9)], "[rule.a]\ncolumn=序\nabove=3\nlight=red\n")
    case("lamps in a given width", [["序", "乙项"]] + [["%d" % i, "无"] for i in range(9)], "[rule.a]\ncolumn=序\nabove=3\nlight=red\n[column.序]\nwidth=6mm\n", want="too narrow")


def speed():
    case("9,000 rows under one label", [["序号", "内容"], ["1", "完"]] + [["", "完成"]] * 9000, "[rule.a]\ncolumn=序号\nequals=1\nshade=grey\n", want="?", geometry=False)
    case("60,000 rows under one label", [["序号", "内容"], ["1", "完"]] + [["", "完成"]] * 60000, want="?", geometry=False)
    rows = [["列%d" % c for c in range(12)]] + [[LONG[(r * 7 + c * 11) % 50:][:(r * c * 13) % 60 + 1] for c in range(12)] for r in range(300)]
    case("12 running columns of 300 rows", rows, own="orientation=foldout\n")
    case("12 running columns of 300 rows, turned", rows, want="?")
    rows = [["列%d" % c for c in range(20)]] + [[LONG[(r * 7 + c * 11) % 50:][:(r * c * 13) % 40 + 1] for c in range(20)] for r in range(40)]
    case("20 running columns of 40 rows", rows, own="orientation=foldout\n")
    case("a cell of 30,000 characters", [["甲项", "乙项"], ["一", LONG * 110]])
    case("max_pages = 1 for 300 rows", [["甲项", "乙项"]] + [["一", LONG[:r % 90]] for r in range(300)], own="max_pages=1\n", want="set max_pages")


def parts(where):
    code, table, errors, _ = run(where, "render", "--dump=table")
    return code, len(re.findall(r"^part ", table, re.M)), errors


def limited():
    """max_pages: met, or the smallest number is named, and that is met."""
    for seed in range(6):
        name = "max_pages %d" % seed
        if only and name not in only:
            continue
        rows = [["序号", "内容", "进展"]] + [["%d" % (r % 7), LONG[r % 5:][:(r * 37 + seed * 11) % 130], LONG[r % 11:][:(r * 53 + seed) % 200]] for r in range(20 + 17 * seed)]
        plainly = parts(write(name, rows))[1]
        wrong, most = [], plainly
        while most > 0:
            code, pages, errors = parts(write(name, rows, own="max_pages=%d\n" % most))
            if code == 0 and pages <= most:
                most = pages - 1
                continue
            named = re.search(r"set max_pages = (\d+)", errors)
            least = int(named[1]) if named else 0
            if code != 1 or least != most + 1:
                wrong.append("max_pages = %d: ends with %d, %d pages, names %d" % (most, code, pages, least))
            break
        code, pages, _ = parts(write(name, rows, own="max_pages=%d\n" % (most + 1)))
        fit = run(os.path.join(folder, name), "fit")
        tests.check("hostile: " + name, plainly > 0 and not wrong and code == 0 and pages == most + 1 and fit[0] == 0, "%s %d %d %d %s" % (wrong, plainly, most, pages, fit[:3]))


def in_the_text():
    """The table begins at every height of the page."""
    for lines in range(8, 34):
        for name, split in (("whole", "no"), ("divided", "yes")):
            rows = [["甲项", "乙项"], ["一", LONG * 2], ["二", "完"], ["三", LONG]]
            case("in the text below %d lines, rows %s" % (lines, name), rows, "[table]\nplace=body\nsplit_rows=%s\n" % split, body="正文一行。\n" * lines + "{表}\n后文。\n")


os.makedirs(folder, exist_ok=True)
odd_tables()
sums()
settings()
speed()
limited()
in_the_text()
sys.exit(0)
