#!/usr/bin/env python3
"""The sample's table as a workbook such as an office keeps it: title above the head, labels merged over their rows, borders,
wrapped text, column widths, print titles. sample_workbook.py OUT makes it from the sample's TSV; without an argument the
committed workbook is read by Python's own means and held against the TSV, cell by cell."""
import csv
import datetime
import io
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

TSV = "input/jining-2018h1/progress.tsv"
WORKBOOK = "input/jining-2018h1-workbook/progress.xlsx"
TITLE = "2018年1-6月份济宁高新区为民办实事进展情况统计表"
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tsv_rows():
    return list(csv.reader(io.StringIO(open(TSV, encoding="utf-8", newline="").read()), delimiter="\t"))


def groups(rows):
    """[[first row, last row]] of each project: rows with the same number and name."""
    found = []
    for number, row in enumerate(rows):
        same = found and (not row[0] or row[:2] == rows[found[-1][0]][:2])
        if same:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def make(path):
    import xlsxwriter
    head, *rows = tsv_rows()
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime.datetime(2018, 7, 19), "title": TITLE})
    sheet = book.add_worksheet("进展情况")
    title = book.add_format({"bold": True, "font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"})
    heads = book.add_format({"bold": True, "font_name": "黑体", "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True})
    label = book.add_format({"font_name": "仿宋", "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True})
    text = book.add_format({"font_name": "仿宋", "valign": "vcenter", "border": 1, "text_wrap": True})
    for column, width in enumerate((5, 9, 36, 12, 44, 12, 32)):
        sheet.set_column(column, column, width)
    sheet.merge_range(0, 0, 0, len(head) - 1, TITLE, title)
    sheet.set_row(0, 36)
    sheet.write_row(1, 0, head, heads)
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    for first, last in groups(rows):
        for column, value in ((0, int(rows[first][0])), (1, rows[first][1])):
            if last > first:
                sheet.merge_range(first + 2, column, last + 2, column, value, label)
            else:
                sheet.write(first + 2, column, value, label)
    for number, row in enumerate(rows, 2):
        for column in range(2, len(head)):
            sheet.write_string(number, column, row[column], label if column == 3 else text)
    for number in range(len(rows) + 2, 300):      # formatted and empty, as real sheets have them
        for column in range(len(head)):
            sheet.write_blank(number, column, None, text)
    book.close()


def position(reference):
    letters, number = re.fullmatch(r"([A-Z])(\d+)", reference).groups()
    return int(number) - 1, ord(letters) - ord("A")


def workbook_rows():
    archive = zipfile.ZipFile(WORKBOOK)
    strings = ["".join(t.text or "" for t in item.iter(SPACE + "t")) for item in tree.fromstring(archive.read("xl/sharedStrings.xml"))]
    sheet = tree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    cells = {}
    for cell in sheet.iter(SPACE + "c"):
        value = cell.find(SPACE + "v")
        if value is not None:
            cells[position(cell.get("r"))] = strings[int(value.text)] if cell.get("t") == "s" else value.text
    for merged in sheet.iter(SPACE + "mergeCell"):
        first, last = map(position, merged.get("ref").split(":"))
        for row in range(first[0], last[0] + 1):
            for column in range(first[1], last[1] + 1):
                cells.setdefault((row, column), cells[first])
    return [[cells.get((row, column), "") for column in range(7)] for row in range(max(row for row, _ in cells) + 1)]


def main():
    if len(sys.argv) > 1:
        make(sys.argv[1])
        return 0
    head, *rows = tsv_rows()
    for first, last in groups(rows):
        for row in rows[first:last + 1]:
            row[:2] = rows[first][:2]
    same = workbook_rows() == [[TITLE] * 7, head] + rows
    print("" if same else "the workbook's cells are not those of the TSV")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
