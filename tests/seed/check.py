#!/usr/bin/env python3
"""The sample's body and table against the real document, character by character: only the blank lines at a cell's edges
and the breaks inside the stacked project names may differ."""
import csv
import io
import sys

seed = open("tests/seed/jining-2018h1.txt", encoding="utf-8").read()
lines = seed.split("\n")
start = next(i for i, line in enumerate(lines) if line.startswith("\t序号"))
cells = []
for line in lines[start:]:
    if line.startswith("\t"):
        cells.append([line[1:]])
    else:
        cells[-1].append(line)


def trimmed(cell):
    while cell and not cell[-1].strip():
        cell = cell[:-1]
    while cell and not cell[0].strip():
        cell = cell[1:]
    return cell


rows = [[trimmed(cell) for cell in cells[i:i + 7]] for i in range(0, len(cells), 7)]
sample = list(csv.reader(io.StringIO(open("input/jining-2018h1/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))
wrong = []
if len(rows) != 21 or len(sample) != 21:
    wrong.append("rows: %d in the document, %d in the sample" % (len(rows), len(sample)))
for r, (row, given) in enumerate(zip(rows, sample)):
    for c, (cell, text) in enumerate(zip(row, given)):
        expected = "".join(part.strip() for part in cell) if c == 1 else "\n".join(cell)
        if expected != text:
            wrong.append("row %d column %d: %r is not %r" % (r, c + 1, text, expected))
body = open("input/jining-2018h1/body.txt", encoding="utf-8").read().strip()
if body not in seed:
    wrong.append("the body is not the document's")
edition = open("input/jining-2018h1/edition.ini", encoding="utf-8").read()
for text in ("济高督字〔2018〕54号", "济宁高新区2018年1-6月份为民办实事", "项目进展情况通报", "2018年1-6月份济宁高新区为民办实事进展情况统计表"):
    if text not in edition or text not in seed:
        wrong.append("missing: " + text)
print("\n".join(wrong))
sys.exit(1 if wrong else 0)
