#!/usr/bin/env python3
"""Damaged and hostile workbooks: an answer with exit code 0 or 1 within bounded memory, never a crash. Each run of the
program here is limited to MEMORY. workbook_hostile.py PROGRAM FOLDER"""
import os
import random
import re
import sys
import zipfile

sys.path.insert(0, os.path.dirname(__file__))
from book import EDITION, ODS, check, ods_book, ods_cell, ods_row, ods_table, path_of, plain_book, refused, run, tests, write  # noqa: E402

SAMPLE = "input/jining-2018h1-workbook/progress.xlsx"
LARGE = r"unpacks to more than can be read"


def refusals():
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
    plain_book("index", sheet1_xml=lambda t: t.replace("<v>4</v>", "<v>99</v>", 1))
    refused("a shared string that is not there", "index", r"t\.xlsx\[表\]:2:3: error: cell C2 asks for text 99 of the workbook")
    plain_book("index-negative", sheet1_xml=lambda t: t.replace("<v>4</v>", "<v>-1</v>", 1))
    refused("a shared string of a negative number", "index-negative", r"cell C2 asks for text -1 of the workbook")
    for name, ref in (("backwards", "C3:B2"), ("beyond", "A2:XFE3"), ("nonsense", "甲乙"), ("far-below", "A2:A1048577")):
        plain_book("merge-" + name, sheet1_xml=lambda t: t.replace("</sheetData>", '</sheetData><mergeCells><mergeCell ref="%s"/></mergeCells>' % ref))
        refused("a range that goes " + name, "merge-" + name, r"the merged range '%s' does not lie in the sheet" % ref)
    for name, row in (("zero", '<row r="0"/>'), ("below", '<row r="1048577"/>'), ("reference", '<row r="3"><c r="3A"><v>1</v></c></row>')):
        plain_book("place-" + name, sheet1_xml=lambda t: t.replace("</sheetData>", row + "</sheetData>"))
        refused("a place that is none, " + name, "place-" + name, r"'xl/worksheets/sheet1.xml' is damaged")


def sheet_with(name, data, after=""):
    plain_book(name, sheet1_xml=lambda t: t.replace("</sheetData>", data + "</sheetData>" + after))


def xlsx_bounds():
    noise = random.Random(1)
    sheet_with("deep", "".join(noise.choice(("<a>", "<bc>", "<d1>")) for _ in range(200000)))
    refused("nesting without end", "deep", r"sheet1.xml' is damaged")
    sheet_with("names", "".join("<n%x/>" % noise.getrandbits(60) for _ in range(100000)))
    refused("names without end", "names", LARGE)
    sheet_with("prefixes", "".join('<a xmlns:p%x="u"/>' % noise.getrandbits(60) for _ in range(100000)))
    refused("prefixes without end", "prefixes", LARGE)
    sheet_with("token", '<a b="%s"/>' % "".join("%x" % noise.getrandbits(1000) for _ in range(30000)))
    refused("a token of megabytes", "token", LARGE)
    plain_book("long-string", sharedStrings_xml=lambda t: t.replace("</sst>", "<si><t>%s</t></si></sst>" % ("".join("%x" % noise.getrandbits(400) for _ in range(20000)))),
               sheet1_xml=lambda t: t.replace("</sheetData>", "".join('<row><c t="s"><v>5</v></c></row>' for _ in range(3000)) + "</sheetData>"))
    refused("a huge string used again and again", "long-string", LARGE)
    sheet_with("merges", "", "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100000 + "</mergeCells>")
    refused("a hundred thousand ranges over everything", "merges", r"merged ranges A1:XFD1048576 and A1:XFD1048576 overlap")
    sheet_with("formulas", "".join('<row r="%d"><c r="A%d"><f>1</f></c></row>' % (r, r) for r in range(3, 60000)))
    refused("formulas without values end after a hundred", "formulas", r"cell A3 holds")
    check("workbook: and only a hundred are told of", run("formulas", "check").stderr.count("holds a formula") == 100)
    plain_book("hidden-all", sheet1_xml=lambda t: t.replace("<sheetData>", '<cols><col min="1" max="16384" hidden="1"/></cols><sheetData>'))
    refused("all columns hidden", "hidden-all", r"error:")
    sheet_with("hidden-far", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    plain_book("hidden-far", sheet1_xml=lambda t: t.replace("<sheetData>", '<cols><col min="4" max="16384" hidden="1"/></cols><sheetData>')
               .replace("</sheetData>", '<row r="900000"><c r="XFD900000"><v>1</v></c></row></sheetData>'))
    refused("a far cell in a hidden column", "hidden-far", r"16381 hidden columns", 0)
    bomb = b"<x>" + b" " * (100 << 20)
    write("rels-bomb")
    with zipfile.ZipFile(path_of("rels-bomb"), "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", bomb)
    refused("a bomb in the first part", "rels-bomb", LARGE)


def ods_bounds():
    head = ods_row("序号", "项目名称", "内容")
    billion = "1000000000"
    for name, rows in (
            ("cells", [head, ods_row(ods_cell("1", 'table:number-columns-repeated="%s"' % billion))]),
            ("rows", [head, ods_row("1", "2", "3", attributes='table:number-rows-repeated="%s"' % billion)]),
            ("both", [head, ods_row(ods_cell("1", 'table:number-columns-repeated="16384"'), attributes='table:number-rows-repeated="1000000"')]),
            ("blanks", [head, ods_row("1", '<table:table-cell><text:p><text:s text:c="%s"/></text:p></table:table-cell>' % billion)]),
            ("blanks-again", [head, ods_row(*('<table:table-cell><text:p>%s</text:p></table:table-cell>' % ('<text:s text:c="60000"/>' * 15) for _ in range(300)))]),
            ("behind", [head] + [ods_row("1", attributes='table:number-rows-repeated="1048576"')] * 2)):
        ods_book("ods-" + name, ods_table(*rows))
        refused("an ODS with too much, " + name, "ods-" + name, LARGE)
    ods_book("ods-empty", ods_table(head, ods_row("1", "2", "3"), ods_row('<table:table-cell table:number-columns-repeated="%s"/>' % billion,
             attributes='table:number-rows-repeated="%s"' % billion), '<table:table-column table:number-columns-repeated="%s" table:visibility="collapse"/>' % "0"))
    refused("a billion empty rows of an ODS are none", "ods-empty", r"note|^$", 0)
    ods_book("ods-entities", content=ODS.replace("?>", '?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>', 1) % ods_table(head, ods_row("&b;", "2", "3")))
    refused("entity tricks in an ODS", "ods-entities", r"'content.xml' is damaged")
    ods_book("ods-deep", ods_table(head, ods_row("<text:span>" * 5000 + "1" + "</text:span>" * 5000)))
    refused("nesting without end in an ODS", "ods-deep", r"'content.xml' is damaged")
    ods_book("ods-nothing", content="<x/>")
    refused("an ODS without a sheet", "ods-nothing", r"has no sheet")
    ods_book("ods-wrong", ods_table(head), edition=EDITION.replace("t.xlsx", "t.ods"))
    with zipfile.ZipFile(path_of("ods-wrong", "t.ods"), "w") as book:
        book.writestr("nothing", "")
    refused("an ODS without content", "ods-wrong", r"'content.xml' is damaged")


def damage(name, data, file):
    """Cut at every 512 bytes; hundreds of bytes changed here and there."""
    write(name, EDITION.replace("t.xlsx", file))
    wrong, noise = [], random.Random(20180719)

    def judge(about, content, codes):
        open(path_of(name, file), "wb").write(content)
        outcome = run(name, "check", bounded=True)
        if outcome.returncode not in codes or (outcome.returncode and ": error: " not in outcome.stderr):
            wrong.append((about, outcome.returncode, outcome.stderr[-300:]))
    for end in range(0, len(data), 512):
        judge("cut at %d" % end, data[:end], (1,))
    check("workbook: %s cut anywhere is refused" % name, not wrong, wrong)
    wrong.clear()
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(noise.choice((1, 1, 1, 4, 16))):
            damaged[noise.randrange(len(damaged))] = noise.randrange(256)
        judge("flipped", bytes(damaged), (0, 1))
    check("workbook: %s with changed bytes never crashes" % name, not wrong, wrong)


def main():
    refusals()
    xlsx_bounds()
    ods_bounds()
    damage("damaged-xlsx", open(SAMPLE, "rb").read(), "t.xlsx")
    stored = ods_row("1", "项目", "内容") * 50    # not deflated, so that the XML itself is hit
    ods_book("damaged-source", ods_table(ods_row("序号", "项目名称", "内容"), stored))
    with zipfile.ZipFile(path_of("damaged-source", "t.ods")) as old, zipfile.ZipFile(path_of("damaged-source", "s.ods"), "w") as new:
        for item in old.namelist():
            new.writestr(zipfile.ZipInfo(item), old.read(item))
    damage("damaged-ods", open(path_of("damaged-source", "s.ods"), "rb").read(), "t.ods")
    return 1 if tests.failed else 0


sys.exit(main())
