#!/usr/bin/env python3
"""ODS in: the sample gives the same PDF; what is shown, repeated, merged, hidden and titled. Written by hand.
workbook_ods.py PROGRAM FOLDER"""
import os
import shutil
import sys
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.dirname(__file__))
import sample_workbook  # noqa: E402
from book import EDITION, check, folder, model, ods_book, ods_cell, ods_row, ods_table, path_of, refused, rendered, tests  # noqa: E402

HEAD = ods_row("序号", "项目名称", "内容")
COVERED = "<table:covered-table-cell/>"


def sample():
    head, *rows = sample_workbook.tsv_rows()
    lines = [ods_row(ods_cell(sample_workbook.TITLE, 'table:number-columns-spanned="7"'), '<table:covered-table-cell table:number-columns-repeated="6"/>'), ods_row(*head)]
    for first, last in sample_workbook.groups(rows):
        for number in range(first, last + 1):
            span = 'table:number-rows-spanned="%d"' % (last - first + 1)
            labels = [ods_cell(text, span) if number == first else COVERED for text in rows[first][:2]]
            lines.append(ods_row(*labels, *(ods_cell(escape(text)) for text in rows[number][2:])))
    lines.append(ods_row('<table:table-cell table:number-columns-repeated="1024"/>', attributes='table:number-rows-repeated="1048500"'))
    ods_book("ods-sample", ods_table(*lines, name="进展"))
    for file in ("edition.ini", "body.txt"):
        shutil.copy("input/jining-2018h1-workbook/" + file, path_of("ods-sample", file))
    text = open(path_of("ods-sample", "edition.ini"), encoding="utf-8").read().replace("progress.xlsx", "t.ods")
    open(path_of("ods-sample", "edition.ini"), "w", encoding="utf-8").write(text)
    flat = rendered("input/jining-2018h1", "ods-flat")
    check("ods: the sample gives the same bytes", flat and rendered(os.path.join(folder, "ods-sample"), "ods-sample") == flat)


def shown():
    rows = [
        HEAD,
        ods_row(ods_cell("64.37%", 'office:value-type="percentage" office:value="0.6437"'), ods_cell("2018年7月19日", 'office:value-type="date" office:date-value="2018-07-19"'),
                '<table:table-cell office:value-type="string"><text:p>一<text:s text:c="2"/>二<text:span>三</text:span>  四<text:tab/>五<text:line-break/>六</text:p>'
                '<text:p>七<text:ruby><text:ruby-base>八</text:ruby-base><text:ruby-text>ba</text:ruby-text></text:ruby></text:p></table:table-cell>'),
        ods_row("2", '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>  正文\n文</text:p></table:table-cell>',
                '<table:table-cell office:value-type="float" office:value="12.5"/>'),
        ods_row("3", "隐藏", "隐藏", attributes='table:visibility="filter"'),
        ods_row("4", '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2.00</text:p></table:table-cell>',
                '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>'),
        ods_row(ods_cell("同", 'table:number-columns-repeated="3"'), attributes='table:number-rows-repeated="2"'),
        ods_row(ods_cell("合计", 'table:number-columns-spanned="2"'), "<table:covered-table-cell><text:p>盖住</text:p></table:covered-table-cell>", "9"),
    ]
    ods_book("ods-shown", ods_table(ods_row("不是这张"), name="封面", attributes='table:style-name="gone"'), ods_table(*rows), ods_table(ods_row("不要"), name="后面"))
    text, notes = model("ods-shown")
    for part in ('row 1 column 1 line 2:1: "64.37%"', 'row 1 column 2 line 2:2: "2018年7月19日"', 'row 1 column 3 line 2:3: "一  二三 四\t五\\n六\\n七八"',
                 'row 2 column 2 line 3:2: "正文 文"', 'row 2 column 3 line 3:3: "12.5"', 'row 3 column 2 line 5:2: "2.00"', 'row 4 column 3 line 6:3: "同"',
                 'row 5 column 3 line 7:3: "同"', 'row 6 column 1 line 8:1 over 2 columns: "合计"', "3 columns, 6 rows"):
        check("ods: shows " + part.split(": ")[-1], part in text, text + notes)
    check("ods: hidden rows are noted", "1 hidden rows and 0 hidden columns were left out" in notes, notes)
    check("ods: text under a range is told of", ":8:2: note: the text of cell B8 lies hidden under the merged range A8:B8" in notes, notes)
    columns = '<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/><table:table-column table:number-columns-repeated="1021"/>'
    ods_book("ods-columns", ods_table(columns, ods_row("序号", "甲", "乙", "项目名称"), ods_row("1", "甲", "乙", "丙")), edition=EDITION + "sheet = 表\n")
    text, notes = model("ods-columns")
    check("ods: hidden columns are left out", "2 columns, 1 rows" in text and "0 hidden rows and 2 hidden columns" in notes, text + notes)


def titles():
    head = ods_row("县区", ods_cell("完成", 'table:number-columns-spanned="2"'), COVERED, "备注") + ods_row("", "计划", "实际", "")
    ods_book("ods-titles", ods_table("<table:table-header-rows>", head, "</table:table-header-rows>", ods_row("甲县", "1", "2", "无")))
    text, notes = model("ods-titles")
    check("ods: header rows are the head", 'head row 2 column 2 over 1 x 1: "计划"' in text and "4 columns, 1 rows" in text, text + notes)


def refusals():
    ods_book("ods-formula", ods_table(HEAD, ods_row("1", '<table:table-cell table:formula="of:=1+1"/>', "丙")))
    refused("a formula of an ODS without value", "ods-formula", r"t\.ods\[表\]:2:2: error: cell B2 holds a formula without its value")
    ods_book("ods-no-sheet", ods_table(HEAD), ods_table(HEAD, name="乙"), edition=EDITION + "sheet = 没有\n")
    refused("an unknown sheet of an ODS lists the known", "ods-no-sheet", r"has no sheet '没有'; its sheets are: 表, 乙")
    ods_book("ods-locked", ods_table(HEAD), manifest='<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>')
    refused("a password of an ODS", "ods-locked", r"protected by a password")
    ods_book("ods-overlap", ods_table(HEAD, ods_row(ods_cell("甲", 'table:number-rows-spanned="2"'), "乙", "丙"), ods_row(ods_cell("丁", 'table:number-columns-spanned="2"'), "", "戊")))
    refused("overlapping ranges of an ODS", "ods-overlap", r"t\.ods\[表\]:3:1: error: the merged ranges A2:A3 and A3:B3 overlap")
    ods_book("ods-outside", ods_table(HEAD, ods_row(ods_cell("甲", 'table:number-rows-spanned="1048576"'), "乙", "丙")))
    refused("a range beyond the sheet", "ods-outside", r":2:1: error: the merged range 'A2 1048576 x 1' does not lie in the sheet")


def main():
    sample()
    shown()
    titles()
    refusals()
    return 1 if tests.failed else 0


sys.exit(main())
