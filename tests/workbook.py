#!/usr/bin/env python3
"""Workbooks in: the sample as a real workbook, merged as people merge, gives the same PDF; what is damaged or hostile is
refused. Written by XlsxWriter and by hand. workbook.py PROGRAM FOLDER"""
import csv
import io
import os
import re
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.dirname(__file__))
import xlsxwriter  # noqa: E402
from pdf import Tests  # noqa: E402

program, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
tests = Tests()
check = tests.check
EDITION = """[document]
template = tongbao
number = 济高督字〔2018〕54号
title = 情况通报
body = body.txt
[head]
mark = preprinted
[attachment.1]
name = 统计表
table = t
[table.t]
data = t.xlsx
"""


def path_of(name, file="t.xlsx"):
    where = os.path.join(folder, name)
    os.makedirs(where, exist_ok=True)
    return os.path.join(where, file)


def write(name, edition=EDITION):
    open(path_of(name, "edition.ini"), "w", encoding="utf-8").write(edition)
    open(path_of(name, "body.txt"), "w", encoding="utf-8").write("现将情况通报如下：\n")


def run(name, *arguments):
    return subprocess.run([program, "--lang", "en", *arguments, os.path.join(folder, name)], capture_output=True, text=True)


def model(name):
    outcome = run(name, "render", "--dump=model")
    return outcome.stdout, outcome.stderr


def refused(label, name, words, code=1):
    outcome = run(name, "check")
    check("workbook: " + label, outcome.returncode == code and re.search(words, outcome.stderr), (outcome.returncode, outcome.stderr))


def sample():
    rows = list(csv.reader(io.StringIO(open("input/jining-2018h1/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))
    book = xlsxwriter.Workbook(path_of("sample", "progress.xlsx"))
    sheet, style = book.add_worksheet("进展"), book.add_format({"text_wrap": True, "border": 1})
    sheet.write_row(0, 0, rows[0], style)
    groups = []
    for number, row in enumerate(rows[1:], 1):
        if row[0] and (not groups or groups[-1][1] != row[0]):
            groups.append([number, row[0], row[1], number])
        groups[-1][3] = number
        for column in range(2, 7):
            sheet.write_string(number, column, row[column], style)
    for first, number, name, last in groups:
        if last > first:
            sheet.merge_range(first, 0, last, 0, int(number), style)
            sheet.merge_range(first, 1, last, 1, name, style)
        else:
            sheet.write_number(first, 0, int(number), style)
            sheet.write_string(first, 1, name, style)
    for row in range(25, 400):      # formatted and empty, as real sheets have them
        sheet.write_blank(row, 3, None, style)
    book.close()
    text = open("input/jining-2018h1/edition.ini", encoding="utf-8").read().replace("progress.tsv", "progress.xlsx")
    text = text.replace("body.txt", os.path.abspath("input/jining-2018h1/body.txt"))
    open(path_of("sample", "edition.ini"), "w", encoding="utf-8").write(text)
    out, flat = os.path.join(folder, "sample.pdf"), os.path.join(folder, "flat.pdf")
    outcome = subprocess.run([program, "render", os.path.join(folder, "sample"), "-o", out], capture_output=True, text=True)
    subprocess.run([program, "render", "input/jining-2018h1", "-o", flat], stderr=subprocess.DEVNULL)
    check("workbook: the sample merged in a workbook gives the same bytes", outcome.returncode == 0 and open(out, "rb").read() == open(flat, "rb").read(), outcome.stderr)


def shown():
    write("shown", EDITION + "sheet = 数据\ntitle = 一季度统计表\nunit = 单位：万元\n")
    book = xlsxwriter.Workbook(path_of("shown"))
    book.add_worksheet("封面").write(0, 0, "不是这张")
    sheet = book.add_worksheet("数据")
    sheet.merge_range(0, 0, 0, 5, "一季度统计表")
    sheet.write(1, 0, "单位：万元")
    sheet.write_row(2, 0, ["序号", "项目名称", "比例", "日期", "合计", "隐藏列", "备注"])
    sheet.write_row(3, 0, [1, "甲工程"])
    sheet.write_number(3, 2, 0.6437, book.add_format({"num_format": "0.00%"}))
    sheet.write_number(3, 3, 43300, book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
    sheet.write_formula(3, 4, "=1+2", book.add_format({"num_format": "#,##0.0"}), 3)
    sheet.write(3, 5, "看不见")
    sheet.write_rich_string(3, 6, "普通", book.add_format({"bold": True}), "加粗", "完")
    sheet.write_row(4, 0, [2, "乙工程", "隐藏行"])
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column(5, 5, None, None, {"hidden": True})
    sheet.merge_range(5, 6, 6, 6, "两行共用")
    sheet.write_row(5, 0, [3, "丙工程", 1])
    sheet.write_row(6, 0, [4, "丁工程", 2])
    book.close()
    text, notes = model("shown")
    for part in ('row 1 column 3 line 4:3: "64.37%"', 'row 1 column 4 line 4:4: "2018年7月19日"', 'row 1 column 5 line 4:5: "3.0"',
                 'row 1 column 6 line 4:7: "普通加粗完"', 'row 2 column 6 line 6:7 over 2 rows: "两行共用"', "6 columns, 3 rows"):
        check("workbook: shows " + part.split(": ")[-1], part in text, text + notes)
    check("workbook: hidden rows and columns are noted", "1 hidden rows and 1 hidden columns were left out" in notes, notes)


def across():
    """A total whose label spans columns."""
    write("total")
    book = xlsxwriter.Workbook(path_of("total"))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["序号", "项目名称", "内容", "金额"])
    sheet.write_row(1, 0, [1, "甲工程", "完成。", 12])
    sheet.write_row(2, 0, [2, "乙工程", "完成。", 30])
    sheet.merge_range("A4:C4", "合计")
    sheet.write("D4", 42)
    book.close()
    text = model("total")[0]
    check("workbook: a cell over columns", 'row 3 column 1 line 4:1 over 3 columns: "合计"' in text and "merged into the cell at the left" in text, text)
    pages = run("total", "render", "--dump=pages").stdout
    total = re.search(r'glyphs .* at (\d+),(\d+) to (\d+),\d+ count 2 "合计"', pages)
    rules = [tuple(map(int, rule)) for rule in re.findall(r"rule (\d+),(\d+) to (\d+),(\d+) width 709 black", pages)]
    inside = [rule for rule in rules if rule[0] == rule[2] and rule[1] < int(total[2]) < rule[3]] if total else None
    check("workbook: no rule goes through it", total and len(inside) == 1, (total and total[0], inside))


def blocks():
    """Ranges over rows and columns at once, over all columns, and one whose first row is left out because it is empty."""
    write("blocks", EDITION + "[column.三]\nmerge = yes\n[column.四]\nmerge = yes\n")
    book = xlsxwriter.Workbook(path_of("blocks"))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["一", "二", "三", "四"])
    sheet.merge_range("A2:D2", "第一组")
    for row, texts in ((2, ["甲", "", "", "同"]), (3, ["乙", "", "", "同"]), (4, ["丙", "话", "同", "同"]), (5, ["", "", "同", "同"]), (7, ["尾", "", "", ""])):
        sheet.write_row(row, 0, texts)
    sheet.merge_range("B3:C4", "方块")
    sheet.merge_range("C7:D8", "")
    sheet.merge_range("A9:D10", "末组")
    book.close()
    text, notes = model("blocks")
    wanted = """row 1 column 1 line 2:1 over 4 columns: "第一组" banner
row 1 column 2 line 2:2 merged into the cell at the left: "" banner
row 2 column 2 line 3:2 over 2 rows over 2 columns: "方块"
row 2 column 3 line 3:3 merged into the cell at the left: ""
row 2 column 4 line 3:4 over 2 rows: "同"
row 3 column 2 line 4:2 over 2 columns merged into the cell above: ""
row 3 column 3 line 4:3 merged into the cell at the left: ""
row 3 column 4 line 4:4 merged into the cell above: ""
row 5 column 3 line 6:3: "同"
row 6 column 1 line 8:1: "尾"
row 6 column 3 line 8:3 over 2 columns: ""
row 6 column 4 line 8:4 merged into the cell at the left: ""
row 7 column 1 line 9:1 over 4 columns: "末组" banner
4 columns, 7 rows"""
    for part in wanted.split("\n"):
        check("workbook: blocks have " + part.split(": ")[0], part + "\n" in text + "\n", text + notes)


def heads():
    """Heads of three rows: merged ranges and paths give the same table."""
    flat = "序号,项目名称,自然村/奖励数,自然村/户数,完成/计划/一季度,完成/计划/二季度,完成/实际,份/千人\n"
    rows = [[1, "王因街道", 12, 340, 100, 200, "95%", "按计划推进"], [2, "接庄街道", 8, 210, 80, 160, "100%", "无"]]
    write("paths", EDITION.replace("t.xlsx", "t.csv"))
    open(path_of("paths", "t.csv"), "w", encoding="utf-8").write(flat + "".join(",".join(map(str, row)) + "\n" for row in rows))
    write("merged-head")
    book = xlsxwriter.Workbook(path_of("merged-head"))
    sheet = book.add_worksheet("表")
    for where, text in (("A1:A3", "序号"), ("B1:B3", "项目名称"), ("C1:D1", "自然村"), ("C2:C3", "奖励数"), ("D2:D3", "户数"), ("E1:G1", "完成"),
                        ("E2:F2", "计划"), ("G2:G3", "实际"), ("H1:H3", "份/千人")):
        sheet.merge_range(where, text)
    sheet.write("E3", "一季度")
    sheet.write("F3", "二季度")
    for number, row in enumerate(rows):
        sheet.write_row(3 + number, 0, row)
    book.close()
    model_text = model("paths")[0]
    check("workbook: paths of three levels become spans", "head row 2 column 5 over 1 x 2: \"计划\"" in model_text
          and "head row 1 column 8 over 3 x 1: \"份/千人\"" in model_text, model_text)
    files = [os.path.join(folder, name + ".pdf") for name in ("paths", "merged-head")]
    for name, out in zip(("paths", "merged-head"), files):
        subprocess.run([program, "render", os.path.join(folder, name), "-o", out], stderr=subprocess.DEVNULL)
    check("workbook: a merged head and its paths give the same bytes", os.path.exists(files[0]) and open(files[0], "rb").read() == open(files[1], "rb").read())
    plain_book("over-head", sheet1_xml=lambda t: t.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="B1:B2"/></mergeCells>'),
               edition=EDITION + "head_rows = 1\n")
    refused("a range over the head's edge", "over-head", r":1:2: error: the merged range of '项目名称' reaches beyond the head")


def plain_book(name, **changes):
    """A small workbook; changes: part name -> function on its text."""
    write(name, changes.pop("edition", EDITION))
    book = xlsxwriter.Workbook(path_of(name))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["序号", "项目名称", "内容"])
    sheet.write_row(1, 0, [1, "甲工程", "完成"])
    book.close()
    if changes:
        old = zipfile.ZipFile(path_of(name))
        parts = {item: old.read(item).decode() for item in old.namelist()}
        old.close()
        with zipfile.ZipFile(path_of(name), "w", zipfile.ZIP_DEFLATED) as new:
            for item, text in parts.items():
                for key, change in changes.items():
                    if item.endswith(key.replace("_", ".")):
                        text = change(text)
                new.writestr(item, text)


def hostile():
    plain_book("no-value", sheet1_xml=lambda t: t.replace("</row></sheetData>", '<c r="D2"><f>1+1</f></c></row></sheetData>'))
    refused("a formula without value names the cell", "no-value", r"t\.xlsx\[表\]:2:4: error: cell D2 holds a formula without its value")
    plain_book("overlap", sheet1_xml=lambda t: t.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:B2"/><mergeCell ref="B2:C2"/></mergeCells>'))
    refused("overlapping ranges", "overlap", r":2:2: error: the merged ranges A2:B2 and B2:C2 overlap")
    plain_book("entities", sheet1_xml=lambda t: t.replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>', 1))
    refused("entity tricks", "entities", r"'xl/worksheets/sheet1.xml' is damaged or is no workbook")
    plain_book("broken", sheet1_xml=lambda t: t[:len(t) // 2])
    refused("broken XML", "broken", r"'xl/worksheets/sheet1.xml' is damaged")
    plain_book("bomb", sharedStrings_xml=lambda t: t.replace("</sst>", "<si><t>" + "0" * (40 << 20) + "</t></si></sst>"))
    refused("a bomb is not unpacked", "bomb", r"'xl/sharedStrings.xml' of the workbook unpacks to more than can be read")
    plain_book("far", sheet1_xml=lambda t: t.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'))
    refused("a cell at the far end costs no memory", "far", r"unpacks to more than can be read|row has|stands behind")
    plain_book("no-sheet", edition=EDITION + "sheet = 没有\n")
    refused("an unknown sheet lists the known", "no-sheet", r"edition\.ini:12:8: error: the workbook has no sheet '没有'; its sheets are: 表|has no sheet '没有'; its sheets are: 表")
    write("text")
    open(path_of("text"), "w").write("not a workbook")
    refused("a text file called .xlsx", "text", r"is damaged or is no workbook")
    open(path_of("text", "~$t.xlsx"), "w").write("lock")
    refused("a lock file beside it is mentioned", "text", r"seems to be open in a spreadsheet program")
    plain_book("cut")
    data = open(path_of("cut"), "rb").read()
    open(path_of("cut"), "wb").write(data[:len(data) * 2 // 3])
    refused("a workbook cut short", "cut", r"is damaged or is no workbook")
    plain_book("flip")
    wrong = 0
    data = bytearray(open(path_of("flip"), "rb").read())
    for at in range(0, len(data), 37):      # damage anywhere: an answer, never a crash
        damaged = bytearray(data)
        damaged[at] ^= 0x55
        open(path_of("flip"), "wb").write(damaged)
        wrong += run("flip", "check").returncode not in (0, 1, 3)
    check("workbook: flipped bytes never crash it", wrong == 0, wrong)
    write("sheet-of-text", EDITION.replace("t.xlsx", "t.csv") + "sheet = 表\n")
    open(path_of("sheet-of-text", "t.csv"), "w").write("序号,项目名称,内容\n1,甲,乙\n")
    refused("a sheet of a text table", "sheet-of-text", r"only a workbook has sheets")
    plain_book("fraction", sheet1_xml=lambda t: t.replace('<c r="A2"><v>1</v></c>', '<c r="A2" s="1"><v>0.5</v></c>'),
               styles_xml=lambda t: re.sub(r'(<cellXfs count=")1(">)(.*?)(</cellXfs>)', r'<numFmts count="1"><numFmt numFmtId="170" formatCode="# ?/?"/></numFmts>\g<1>2\2\3<xf numFmtId="170"/>\4', t))
    refused("a format that cannot be shown is a warning with the cell", "fraction", r":2:1: warning: cell A2 has the number format '# \?/\?'", 0)
    plain_book("locked")
    data = bytearray(open(path_of("locked"), "rb").read())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    open(path_of("locked"), "wb").write(data)
    refused("a password is named", "locked", r"protected by a password")


def main():
    sample()
    shown()
    across()
    blocks()
    heads()
    hostile()
    return 1 if tests.failed else 0


sys.exit(main())
