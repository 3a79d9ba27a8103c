#!/usr/bin/env python3
"""Workbooks in: what they show and how they are merged, titled and hidden; the sample as a workbook gives the same PDF.
Written by XlsxWriter and by hand. workbook.py PROGRAM FOLDER"""
import csv
import io
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
import xlsxwriter  # noqa: E402
import sample_workbook  # noqa: E402
from book import EDITION, check, folder, model, path_of, plain_book, program, refused, rendered, run, tests, write  # noqa: E402


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
    refused("a range over the head's edge", "over-head", r":1:2: error: the merged range at B1 \('项目名称'\) reaches beyond the head")


def committed():
    """The sample in input/ that is a workbook."""
    flat = rendered("input/jining-2018h1", "flat")
    check("workbook: the committed sample gives the same bytes", flat and rendered("input/jining-2018h1-workbook", "committed") == flat)
    outcome = subprocess.run([sys.executable, "tests/sample_workbook.py"], capture_output=True, text=True)
    check("workbook: its cells are those of the TSV", outcome.returncode == 0, outcome.stdout + outcome.stderr)
    for file in ("edition.ini", "body.txt"):
        shutil.copy("input/jining-2018h1-workbook/" + file, path_of("anew", file))
    sample_workbook.make(path_of("anew", "progress.xlsx"))
    check("workbook: made anew it gives the same bytes", rendered(os.path.join(folder, "anew"), "anew") == flat)


def titled(name, sheet_name, rows, columns=None, edition=EDITION):
    """A head that neither the template nor its cells give away, above it a title and a unit."""
    write(name, edition + "title = 一季度统计表\nunit = 单位：万元\n")
    book = xlsxwriter.Workbook(path_of(name))
    book.add_worksheet("封面").repeat_rows(7, 8)
    sheet = book.add_worksheet(sheet_name)
    book.worksheets()[0].hide()
    sheet.activate()
    sheet.set_first_sheet()
    sheet.merge_range("A1:D1", "一季度统计表")
    sheet.write("D2", "单位：万元")
    sheet.write_row("A3", ["县区", "完成", "", "备注"])
    sheet.write_row("A4", ["", "计划", "实际", ""])
    sheet.merge_range("B3:C3", "完成")
    sheet.write_row("A5", ["甲县", 1, 2, "无"])
    sheet.write_row("A6", ["乙县", 3, 4, "无"])
    if rows:
        sheet.repeat_rows(*rows)
    if columns:
        sheet.repeat_columns(*columns)
    book.close()
    return model(name)


def titles():
    head = 'head row 2 column 2 over 1 x 1: "计划"'
    for name, sheet_name, rows, columns in (("titles", "数据", (0, 3), None), ("titles-columns", "数据", (2, 3), (0, 1)),
                                            ("titles-quoted", "2018年's, 表!$1$2", (1, 3), (0, 0))):
        text, notes = titled(name, sheet_name, rows, columns)
        check("workbook: print titles are the head, " + name, head in text and "4 columns, 2 rows" in text, text + notes)
    text, notes = titled("titles-head-row", "数据", (0, 3), edition=EDITION + "head_row = 3\nhead_rows = 2\n")
    check("workbook: head_row and head_rows go before print titles", head in text and "4 columns, 2 rows" in text, text + notes)
    text, notes = titled("titles-title-only", "数据", (0, 0), edition=EDITION)
    check("workbook: titles without a head leave it to the rule", ":3:3: error: two columns have the head '完成'" in notes, text + notes)
    write("titles-hidden")
    book = xlsxwriter.Workbook(path_of("titles-hidden"))
    sheet = book.add_worksheet("表")
    sheet.write_row("A1", ["旧表头", "旧", "旧旧"])
    sheet.write_row("A2", ["县区", "计划", ""])
    sheet.write_row("A3", ["", "一季度", "二季度"])
    sheet.write_row("A4", ["甲县", 1, 2])
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.repeat_rows(0, 2)
    book.close()
    text, notes = model("titles-hidden")
    check("workbook: hidden rows are none of the titles", "3 columns, 1 rows" in text and "旧" not in text, text + notes)


def texts():
    """Cells whose text is not what the file holds at first sight."""
    def change(text):
        return text.replace("</sst>", "<si><r><t>两</t></r><r><t xml:space=\"preserve\"> 段</t></r><rPh sb=\"0\" eb=\"1\"><t>读音</t></rPh></si>"
                            "<si><t>甲_x000D_\n乙_x005F_x0041_</t></si></sst>")
    plain_book("texts", sharedStrings_xml=change, sheet1_xml=lambda t: t.replace("</row></sheetData>", '</row><row r="3"><c r="A3" t="inlineStr"><is><r><t>行</t>'
               '</r><r><t>内</t></r></is></c><c r="B3" t="s"><v>5</v></c><c r="C3" t="s"><v>6</v></c></row><row r="4"><c r="A4" t="b"><v>1</v></c>'
               '<c t="e"><v>#REF!</v></c><c t="str"><f>""</f><v></v></c></row></sheetData>'))
    text, notes = model("texts")
    for part in ('line 3:1: "行内"', 'line 3:2: "两 段"', 'line 3:3: "甲\\n乙_x0041_"', 'line 4:1: "TRUE"', 'line 4:2: "#REF!"'):
        check("workbook: text " + part.split(": ")[-1], part in text, text + notes)
    check("workbook: an error value is pointed out", "'#REF!' looks like something the spreadsheet program has spoiled" in notes, notes)
    plain_book("hidden-anchor", sheet1_xml=lambda t: t.replace("</row></sheetData>", '</row><row r="3" hidden="1"><c r="A3"><v>2</v></c><c r="B3" t="inlineStr"><is><t>共用</t>'
               '</is></c></row><row r="4"><c r="A4"><v>3</v></c><c r="B4" t="inlineStr"><is><t>盖住</t></is></c></row><row r="5"><c r="A5"><v>4</v></c>'
               '<c r="B5" t="inlineStr"><is><t>盖住</t></is></c></row></sheetData><mergeCells><mergeCell ref="B3:B5"/></mergeCells>'))
    plain_book("hidden-last", sheet1_xml=lambda t: t.replace("</row></sheetData>", '</row><row r="3" hidden="1"><c r="A3"><v>2</v></c><c r="C3" t="inlineStr"><is><t>末尾</t>'
               '</is></c></row></sheetData><mergeCells><mergeCell ref="C3:C5"/></mergeCells>'))
    text, notes = model("hidden-last")
    check("workbook: a range that is shown below all other text shows it", 'row 2 column 3 line 4:3: "末尾"' in text, text + notes)
    text, notes = model("hidden-anchor")
    check("workbook: a range whose first row is hidden shows its text", 'row 2 column 2 line 4:2 over 2 rows: "共用"' in text, text + notes)
    check("workbook: text under a range is told of", "t.xlsx[表]:5:2: note: the text of cell B5 lies hidden under the merged range B3:B5" in notes, notes)
    write("row-numbers", EDITION)
    plain_book("row-numbers", sheet1_xml=lambda t: t.replace("</row></sheetData>", '</row><row r="3" hidden="1"><c r="B3" t="inlineStr"><is><t>隐</t></is></c></row>'
               '<row r="4"><c r="A4"><v>3</v></c><c r="B4" t="inlineStr"><is><t>合计</t></is></c><c r="C4" t="inlineStr"><is><t>#REF!</t></is></c></row></sheetData>'))
    text, notes = model("row-numbers")
    check("workbook: a row is known by the workbook's own number alone", re.search(r"t\.xlsx\[表\]:4:3: [^r]", notes) and "row " not in notes.split("t.xlsx[表]:4:3: ")[1].split(";")[0], notes)


def locks():
    write("lock-text", EDITION.replace("t.xlsx", "t.csv"))
    open(path_of("lock-text", "t.csv"), "w").write('序号,项目名称,内容\n1,"甲,乙\n')
    refused("a text table alone says what is wrong", "lock-text", r"(?s)^(?!.*open in a spreadsheet).*never closed")
    open(path_of("lock-text", ".~lock.t.csv#"), "w").write("lock")
    refused("a lock beside a text table is mentioned", "lock-text", r"seems to be open in a spreadsheet program \('.*/\.~lock\.t\.csv#' lies beside it\)")
    write("lock-missing")
    open(path_of("lock-missing", "~$t.xlsx"), "w").write("lock")
    refused("a lock beside a table that is gone", "lock-missing", r"seems to be open in a spreadsheet program", 3)
    plain_book("lock-good")
    open(path_of("lock-good", "~$t.xlsx"), "w").write("lock")
    outcome = run("lock-good", "check")
    check("workbook: a lock does not matter where all can be read", outcome.returncode == 0 and "seems to be open" not in outcome.stderr, outcome.stderr)
    write("old-form")
    open(path_of("old-form"), "wb").write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    refused("an .xls, or a password, is named", "old-form", r"is a workbook of the old form \(\.xls\) or has a password")


def main():
    sample()
    shown()
    across()
    blocks()
    heads()
    committed()
    titles()
    texts()
    locks()
    return 1 if tests.failed else 0


sys.exit(main())
