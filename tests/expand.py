#!/usr/bin/env python3
"""Templates (hongtou-expand(7)) through the whole program: a circular of twelve months with other figures each, whose text is calculated here
once more and read back by poppler; the real document written as a template, which must come out the same; sources embedded and set
again; places of what is wrong with text that was put in. expand.py PROGRAM FOLDER"""
import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests  # noqa: E402

program, folder = sys.argv[1], os.path.abspath(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
tests = Tests()
check = tests.check
NUMERALS = "零一二三四五六七八九十"


def hongtou(*arguments):
    return subprocess.run([program, "--lang", "en", *arguments], capture_output=True, text=True)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def said(path):
    """What stands on the pages, without blanks and line ends."""
    out = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"—\d+—", "", re.sub(r"\s", "", out))


def rounded(value, places):
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def share(part, whole, places=0):
    return rounded(Decimal(100) * part / whole, places) + "%"


# ---- the golden model

def golden():
    model = hongtou("render", "--dump=model", "tests/templated").stdout.replace(os.getcwd() + "/", "")
    wanted = read("tests/golden/templated.model")
    check("the model has the words that templates gave", model == wanted, [pair for pair in zip(model.splitlines(), wanted.splitlines()) if pair[0] != pair[1]][:5])
    strict = hongtou("-W", "error", "check", "tests/templated")
    check("nothing is said against it", strict.returncode == 0 and strict.stderr == "", strict.stderr)


# ---- twelve months

OFFICES = ["交通运输局", "住房城乡建设局", "水利局", "教育局"]
PROJECTS = ["道路工程", "公园工程", "学校工程", "河道工程", "管网工程"]


def table(source):
    """Rows of a month: project, task, offices, planned, done, funds, state; and the same as a CSV with labels merged and totals."""
    rows, out = [], [["序号", "项目名称", "任务", "责任单位", "计划", "完成", "完成率", "资金", "状态"]]
    for number, project in enumerate(PROJECTS[:source.randint(2, 5)], 1):
        part = []
        for task in range(source.randint(1, 4)):
            planned = source.randint(1, 300)
            done = source.randint(0, planned)
            part.append([project, "任务%d%s" % (number, "甲乙丙丁"[task]), source.sample(OFFICES, source.randint(1, 3)), planned, done,
                         source.randint(100, 999999) / Decimal(100), "滞后" if done * 2 < planned else "正常"])
        for i, row in enumerate(part):
            out.append(["" if i else number, "" if i else project, row[1], "\n".join(row[2]), row[3], row[4], share(row[4], row[3]), "{:,}".format(row[5]), row[6]])
        rows += part
        out.append(["小计", "", "", "", sum(row[3] for row in part), sum(row[4] for row in part), "", "", ""])
    out.append(["合计", "", "", "", sum(row[3] for row in rows), sum(row[4] for row in rows), "", "", ""])
    text = io.StringIO()
    csv.writer(text).writerows(out)
    return rows, text.getvalue()


TEXT = """截至${period.to}，已完成${sum(完成)}批次，占总量的${percent(sum(完成)/sum(计划))}，资金${sum(资金)}万元，最多${max(完成)}批次，平均${fixed(mean(完成), 2)}批次。
${groups(项目名称)}个项目${han(count())}项任务，滞后${count(状态=滞后)}项，占${share(状态=滞后)}，完成${fixed(share(完成, 状态=滞后), 2)}；道路工程${sum(计划, 项目名称=道路工程)}批次。
{% if count(状态=滞后) > 0 %}
滞后的是{% for row in t if 状态=滞后 join "、" %}${row.任务}（${row.责任单位}）{% endfor %}，涉及${list(责任单位, 状态=滞后)}。
{% else %}
各项任务正常。
{% endif %}
水利局参与${count(责任单位~水利局)}项。${period.next_month_year}年${period.next_month}月再报。
"""
EDITION = """[period]
year = 2026
month = %d
[document]
template = tongbao
number = 云督字〔${period.year}〕${period.month}号
title = 关于${period.year}年${period.cumulative}月份工作的通报
body = body.txt
[head]
mark = preprinted
[attachment.1]
name = ${period.name}统计表
table = t
[table.t]
data = t.csv
[column.责任单位]
breaks = list
"""


def unique(names):
    return "、".join(dict.fromkeys(names))


def wanted(month, rows):
    """The same text from the rows themselves."""
    late = [row for row in rows if row[6] == "滞后"]
    planned, done, funds = sum(row[3] for row in rows), sum(row[4] for row in rows), sum(row[5] for row in rows)
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    count = NUMERALS[len(rows)] if len(rows) <= 10 else ("" if len(rows) < 20 else "二") + "十" + (NUMERALS[len(rows) % 10] if len(rows) % 10 else "")
    text = "截至2026年%d月%d日，已完成%d批次，占总量的%s，资金%s万元，最多%d批次，平均%s批次。" % (
        month, days, done, share(done, planned), "{:,.2f}".format(funds), max(row[4] for row in rows), rounded(Decimal(done) / len(rows), 2))
    text += "%d个项目%s项任务，滞后%d项，占%s，完成%s；道路工程%d批次。" % (
        len({row[0] for row in rows}), count, len(late), share(len(late), len(rows)), share(sum(row[4] for row in late), done, 2),
        sum(row[3] for row in rows if row[0] == "道路工程"))
    text += "各项任务正常。" if not late else "滞后的是%s，涉及%s。" % (
        "、".join("%s（%s）" % (row[1], "、".join(row[2])) for row in late), unique(name for row in late for name in row[2]))
    return text + "水利局参与%d项。%d年%d月再报。" % (sum("水利局" in row[2] for row in rows), 2026 + (month == 12), month % 12 + 1)


def months():
    source, wrong, both = random.Random(7), [], set()
    where = os.path.join(folder, "month")
    os.makedirs(where)
    write(where + "/body.txt", TEXT)
    for month in range(1, 13):
        rows, text = table(source)
        write(where + "/edition.ini", EDITION % month)
        write(where + "/t.csv", text)
        outcome = hongtou("render", where, "-o", where + "/out.pdf")
        if outcome.returncode:
            wrong.append((month, outcome.stderr))
            continue
        seen, words = said(where + "/out.pdf"), wanted(month, rows)
        title = "关于2026年%s月份工作的通报" % ("1" if month == 1 else "1-%d" % month)
        both.add("各项任务正常。" in words)
        for one in (words, title, "云督字〔2026〕%d号" % month, "%d月份统计表" % month):
            if one not in seen:
                wrong.append((month, one, seen[:400]))
    check("twelve months say what their tables say", not wrong, wrong[:3])


# ---- the real document

def real():
    paths = [os.path.join(folder, name + ".pdf") for name in ("plain", "template")]
    for name, path in zip(("jining-2018h1", "jining-2018h1-monthly"), paths):
        hongtou("render", "input/" + name, "-o", path)
        subprocess.run(["pdftoppm", "-r", "60", "-gray", path, path[:-4]], check=True)
    check("the real document written as a template has the same words", said(paths[0]) == said(paths[1]) and "2018年1-6月份" in said(paths[1]))
    pages = sorted(name for name in os.listdir(folder) if name.startswith("plain-"))
    same = [open(os.path.join(folder, name), "rb").read() == open(os.path.join(folder, name.replace("plain", "template")), "rb").read() for name in pages]
    check("… and the same pages", len(pages) > 2 and all(same), same)


# ---- sources embedded

def embedded():
    where, path, out = os.path.join(folder, "embed"), os.path.join(folder, "embed.pdf"), os.path.join(folder, "extracted")
    shutil.copytree("tests/templated", where)
    write(where + "/edition.ini", read(where + "/edition.ini") + "[archive]\nembed = yes\n")
    first = hongtou("render", where, "-o", path)
    taken = hongtou("extract", path, out)
    check("the embedded sources are the templates as they were written", first.returncode == 0 and taken.returncode == 0
          and all(read(os.path.join(out, name)) == read(os.path.join(where, name)) for name in ("edition.ini", "body.txt", "lagging.txt")), first.stderr + taken.stderr)
    again = hongtou("rebuild", path, "--verify")
    check("set again from them the document is the same", again.returncode == 0, again.stderr)


# ---- places

def places():
    where = os.path.join(folder, "places")
    os.makedirs(where)
    body = "　　前面的字，${怪}，后面的\U000F0000字。\n{% for row in t %}\n${row.单位}的\U000F0000在此，${怪}。\n{% endfor %}\n"
    write(where + "/edition.ini", (EDITION % 6).split("[column")[0].replace("[document]", "[vars]\n怪 = 甲\U000F0000乙\n[document]"))
    write(where + "/body.txt", body)
    write(where + "/t.csv", "单位,完成\n甲局,1\n乙局,2\n")
    outcome = hongtou("--json", "check", where)
    found = sorted({(one["line"], one["column"]) for one in json.loads(outcome.stderr or outcome.stdout) if one["file"].endswith("body.txt")})
    lines = body.split("\n")
    right = sorted([(1, lines[0].index("${怪") + 1), (1, lines[0].index("\U000F0000") + 1), (3, lines[2].index("\U000F0000") + 1), (3, lines[2].index("${怪") + 1)])
    check("what is wrong with text that was put in is told with the place of the template", found == right, (found, right))


golden()
months()
real()
embedded()
places()
