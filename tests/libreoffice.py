#!/usr/bin/env python3
"""A second writer of workbooks: LibreOffice reads what XlsxWriter wrote and writes it as XLSX and as ODS; hongtou must make
the same of all three. It works on what workbook.py left. libreoffice.py PROGRAM FOLDER"""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from book import EDITION, check, folder, path_of, rendered, run, tests, write  # noqa: E402

# what workbook.py made: dates, percentages, hidden rows and columns, rich text, formulas; merged heads; cells over columns; print
# titles; inline strings, escapes and an error value
BOOKS = ["shown", "merged-head", "total", "titles", "titles-columns", "titles-quoted", "titles-hidden", "texts", "formats"]


def convert(paths, kind, out, *options):
    os.makedirs(out, exist_ok=True)
    profile = "-env:UserInstallation=file://" + os.path.abspath(os.path.join(folder, "profile"))
    outcome = subprocess.run(["soffice", profile, "--headless", *options, "--convert-to", kind, "--outdir", out, *paths], capture_output=True, text=True, timeout=600)
    missing = [path for path in paths if not os.path.exists(os.path.join(out, os.path.splitext(os.path.basename(path))[0] + "." + kind))]
    check("libreoffice: converts to " + kind, not missing, (missing, outcome.stdout, outcome.stderr))


def edition_like(name, like, data):
    """An edition beside another's workbook converted."""
    target = os.path.join(folder, name)
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(os.path.join(folder, like), target)
    text = open(os.path.join(target, "edition.ini"), encoding="utf-8").read()
    text = re.sub(r"(?m)^(data *= *).*$", lambda m: m[1] + os.path.basename(data), text)
    open(os.path.join(target, "edition.ini"), "w", encoding="utf-8").write(text)
    shutil.copy(data, target)


def said(name, places=True):
    """The model without the names of files; without places where rows and columns are counted otherwise."""
    outcome = run(name, "render", "--dump=model")
    text = outcome.stdout.replace("%s/%s/" % (folder, name), "")
    text = re.sub(r"\bt\.(xlsx|ods|csv)\b", "t", text)
    text = re.sub(r"(?m)^(  title: .*|table t: )t(\[.*?\])?", r"\1t", text)
    return text if places else re.sub(r"( line)? ?(t(\[.*?\])?:)?\d+:\d+", "", re.sub(r"\bt\[.*?\]", "t", text)), outcome.stderr


def same(label, name, original, places=True):
    new, notes = said(name, places)
    old, _ = said(original, places)
    lines = [pair for pair in zip(old.splitlines(), new.splitlines()) if pair[0] != pair[1]]
    check("libreoffice: " + label, new and new == old, (lines[:6], notes))


def formats():
    """Number formats such as offices use; each program shows them, or we say that we cannot."""
    import xlsxwriter
    write("formats")
    book = xlsxwriter.Workbook(path_of("formats"))
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["序号", "项目名称", "内容"])
    codes = [("0.00%", 0.64375), ("#,##0.00", -1234567.891), ("yyyy/m/d", 43300), ('yyyy"年"m"月"', 43300), ("yyyy-mm-dd hh:mm", 43300.75), ("[h]:mm", 1.5),
             ("0.0", 2.25), ("000", 7), ('0"万元"', 12), ("#,##0_);(#,##0)", -15), ('[$¥-804]#,##0.00', 1234.5), ("General", 0.1 + 0.2), ("General", 1234567.125),
             ("h:mm AM/PM", 0.75), ("mm:ss", 0.0208333333333333), ('0;-0;"无"', 0), ("@", 5), ("0.##", 3.5), ("d-mmm-yy", 43300),
             ('[DBNum1][$-804]yyyy"年"m"月"d"日"', 43300), ('[$-804]yyyy"年"m"月"d"日" aaaa', 43300), ("General", 0.00001), ("General", -12.5), ("0.0,", 1500),
             ("#,##0.00_ ;[Red]-#,##0.00 ", -9.5), ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0), ('_-￥* #,##0_-', 1234)]
    for row, (code, value) in enumerate(codes, 1):
        sheet.write_number(row, 0, row)
        sheet.write_string(row, 1, code)
        sheet.write_number(row, 2, value, book.add_format({"num_format": code}))
    book.close()


def csv_books():
    text = '序号,项目名称,自然村/奖励数,自然村/户数,备注\n1,王因街道,12,95.5,"两行\n文字，""引"""\n2,接庄街道,8,约100户,无\n'
    write("csv", EDITION.replace("t.xlsx", "t.csv"))
    open(path_of("csv", "t.csv"), "w", encoding="utf-8").write(text)
    for kind in ("xlsx", "ods"):
        convert([path_of("csv", "t.csv")], kind, os.path.join(folder, "csv-" + kind + "-out"), "--infilter=CSV:44,34,76,1")
        edition_like("csv-" + kind, "csv", os.path.join(folder, "csv-%s-out/t.%s" % (kind, kind)))
        same("a CSV made a workbook says the same, " + kind, "csv-" + kind, "csv", places=False)


def main():
    formats()
    flat = rendered("input/jining-2018h1", "flat")
    shutil.copytree("input/jining-2018h1-workbook", os.path.join(folder, "jining"), dirs_exist_ok=True)
    for kind in ("xlsx", "ods"):
        out = os.path.join(folder, kind + "-out")
        os.makedirs(out, exist_ok=True)
        sources = []
        for name in BOOKS:
            sources.append(os.path.join(out, name + "-source.xlsx"))
            shutil.copy(path_of(name), sources[-1])
        convert(["input/jining-2018h1-workbook/progress.xlsx"] + sources, kind, os.path.join(out, "converted"))
        edition_like("jining-" + kind, "jining", os.path.join(out, "converted", "progress." + kind))
        check("libreoffice: the sample gives the same bytes, " + kind, flat and rendered(os.path.join(folder, "jining-" + kind), "jining-" + kind) == flat)
        for name in BOOKS:
            book = os.path.join(out, "converted", "t." + kind)
            shutil.copy(os.path.join(out, "converted", "%s-source.%s" % (name, kind)), book)
            edition_like(name + "-" + kind, name, book)
            same("%s says the same, %s" % (name, kind), name + "-" + kind, name)
    csv_books()
    return 1 if tests.failed else 0


sys.exit(main())
