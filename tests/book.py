"""Workbooks for the tests: editions around them, small ones made with XlsxWriter or by hand, what hongtou says of them."""
import os
import re
import resource
import shutil
import subprocess
import sys
import zipfile

sys.path.insert(0, os.path.dirname(__file__))
import xlsxwriter  # noqa: E402
from pdf import Tests  # noqa: E402

program, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
tests = Tests()
check = tests.check
MEMORY = 512 << 20    # what any workbook, however hostile, may take
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
    shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    open(path_of(name, "edition.ini"), "w", encoding="utf-8").write(edition)
    open(path_of(name, "body.txt"), "w", encoding="utf-8").write("现将情况通报如下：\n")


def limit():
    if "ASAN_OPTIONS" not in os.environ:    # which takes terabytes of addresses
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def run(name, *arguments, bounded=False):
    return subprocess.run([program, "--lang", "en", *arguments, os.path.join(folder, name)], capture_output=True, text=True, timeout=60,
                          preexec_fn=limit if bounded else None)


def rendered(edition, name):
    """Bytes of the PDF of an edition."""
    out = os.path.join(folder, name + ".pdf")
    subprocess.run([program, "render", edition, "-o", out], stderr=subprocess.DEVNULL)
    return open(out, "rb").read() if os.path.exists(out) else None


def model(name):
    outcome = run(name, "render", "--dump=model")
    return outcome.stdout, outcome.stderr


def refused(label, name, words, code=1):
    outcome = run(name, "check", bounded=True)
    check("workbook: " + label, outcome.returncode == code and re.search(words, outcome.stderr), (outcome.returncode, outcome.stderr))


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


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.3"><office:automatic-styles><style:style style:name="gone"
 style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>%s
</office:spreadsheet></office:body></office:document-content>"""


def ods_cell(text, attributes=""):
    paragraphs = "".join("<text:p>%s</text:p>" % line for line in str(text).split("\n")) if text != "" else ""
    return "<table:table-cell %s>%s</table:table-cell>" % (attributes, paragraphs)


def ods_row(*cells, attributes=""):
    return "<table:table-row %s>%s</table:table-row>" % (attributes, "".join(c if str(c).startswith("<table:") else ods_cell(c) for c in cells))


def ods_table(*rows, name="表", attributes=""):
    return '<table:table table:name="%s" %s>%s</table:table>' % (name, attributes, "".join(rows))


def ods_book(name, *tables, content=None, manifest="<manifest/>", edition=EDITION):
    write(name, edition.replace("t.xlsx", "t.ods"))
    with zipfile.ZipFile(path_of(name, "t.ods"), "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        book.writestr("content.xml", content if content is not None else ODS % "".join(tables))
        book.writestr("META-INF/manifest.xml", manifest)
