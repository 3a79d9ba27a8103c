#!/usr/bin/env python3
"""CPU time and peak memory, medians of several cold processes. bench.py PROGRAM FOLDER"""
import csv
import io
import os
import random
import re
import statistics
import subprocess
import sys

program, folder = sys.argv[1:]
RUNS = int(os.environ.get("BENCH_RUNS", "7"))
os.makedirs(folder, exist_ok=True)
launch = os.path.join(folder, "launch")
subprocess.run(["cc", "-O1", "-o", launch, "tests/bench/launch.c"], check=True)


TAGGED = "\n[pdf]\ncompact = no\n"    # the pass that packs is measured by itself
DRAFT = "\n[pdf]\ntagged = no\n"


def edition(name, rows, more=TAGGED):
    path = os.path.join(folder, name)
    os.makedirs(path, exist_ok=True)
    text = open("input/jining-2018h1/edition.ini", encoding="utf-8").read()
    for file in ("body.txt",):
        text = text.replace(file, os.path.abspath("input/jining-2018h1/" + file))
    open(os.path.join(path, "edition.ini"), "w", encoding="utf-8").write(text + more)
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    open(os.path.join(path, "progress.tsv"), "w", encoding="utf-8").write(out.getvalue())
    return path


def fonts_in(path):
    """Bytes of the streams that belong to fonts: outlines, ToUnicode, CIDToGIDMap."""
    data, total = open(path, "rb").read(), 0
    for number in set(re.findall(rb"/(?:FontFile[23]?|ToUnicode|CIDToGIDMap) (\d+) 0 R", data)):
        dictionary = re.search(rb"\n" + number + rb" 0 obj(.*?)stream", data, re.S)[1]
        length = re.search(rb"/Length (\d+)( 0 R)?", dictionary)
        total += int(re.search(rb"\n" + length[1] + rb" 0 obj\s+(\d+)", data)[1] if length[2] else length[1])
    return total


def measure(name, path, limits, runs=RUNS):
    figures, out = [], os.path.join(folder, "out.pdf")
    for _ in range(runs + 1):
        line = subprocess.run([launch, program, "render", path, "-o", out], check=True, capture_output=True).stdout
        figures.append([float(part) for part in line.split()])
    figures = figures[1:]    # the first warms the page cache
    cpu = statistics.median(f[0] + f[1] for f in figures)
    peak = statistics.median(f[2] for f in figures) / 1024
    pages = int(re.search(r"Pages: +(\d+)", subprocess.run(["pdfinfo", out], capture_output=True, text=True).stdout)[1])
    size = os.path.getsize(out)
    print("%-30s %6d pages  CPU %8.1f ms (limit %d)  peak %6.1f MiB (limit %d)  %8d bytes, %d a page without fonts  %6.0f pages/s"
          % (name, pages, cpu, limits[0], peak, limits[1], size, (size - fonts_in(out)) / pages, pages / cpu * 1000))


def measure_packing(name, limits, runs=RUNS):
    """Of the file that was measured last. limits: milliseconds, MiB, bytes besides fonts; None: the issue names none."""
    source, out = os.path.join(folder, "out.pdf"), os.path.join(folder, "packed.pdf")
    figures = []
    for _ in range(runs):
        line = subprocess.run([launch, program + "-compact", source, "-o", out], check=True, capture_output=True).stdout
        figures.append([float(part) for part in line.split()])
    cpu = statistics.median(f[0] + f[1] for f in figures)
    peak = statistics.median(f[2] for f in figures) / 1024
    fonts = fonts_in(source)
    print("%-30s              CPU %8.1f ms (limit %s)  peak %6.1f MiB (limit %s)  %8d bytes, %d besides fonts (limit %s), were %d"
          % (name, cpu, limits[0], peak, limits[1], os.path.getsize(out), os.path.getsize(out) - fonts, limits[2], os.path.getsize(source) - fonts))


rows = list(csv.reader(io.StringIO(open("input/jining-2018h1/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))
head, rows = rows[0], rows[1:]
print("medians of %d runs" % RUNS)
sample = os.path.join(folder, "sample.pdf")
subprocess.run([program, "render", "input/jining-2018h1", "-o", sample], check=True, stderr=subprocess.DEVNULL)
print("the sample besides embedded fonts: %d bytes (limit 90000)" % (os.path.getsize(sample) - fonts_in(sample)))
measure("one circular (the sample)", "input/jining-2018h1", (60, 96))


def repeated(count, vary):
    """The sample's rows again and again, numbered on; with vary, two Han characters in three replaced at random."""
    source, out, number, last = random.Random(1), [], 0, None
    han = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) < (0xD7, 0xFA)]    # the 3,755 common ones
    while len(out) < count:
        for row in rows:
            if row[0] and (row[0] != last):
                number, last = number + 1, row[0]
            row = [str(number) if row[0] else ""] + row[1:]
            if vary:
                row = row[:2] + ["".join(source.choice(han) if "\u4e00" <= c <= "\u9fa5" and source.random() < 0.66 else c for c in text) for text in row[2:]]
            out.append(row)
        last = None
    return [head] + out[:count]


measure("its rows repeated to 10,000", edition("repeated", repeated(10000, False)), (2000, 256))
measure_packing("packed", (4000, 400, 8000000))
varied, huge = repeated(10000, True), repeated(100000, True)
measure("10,000 rows of varied text", edition("varied", varied), (1500, 256))
measure_packing("packed", (4000, 400, 8000000))
measure("the same, not tagged", edition("varied-draft", varied, DRAFT), (800, 96))
measure("100,000 rows of varied text", edition("huge", huge), (15000, 700), min(RUNS, 3))
measure_packing("packed, which auto does not", (None, None, None), 1)
measure("the same, not tagged", edition("huge-draft", huge, DRAFT), (8000, 400), min(RUNS, 3))
