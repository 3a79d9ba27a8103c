#!/usr/bin/env python3
"""Awkward tables, each a folder in tests/awkward: the plan is as it was accepted by eye, every cell's text is on the pages, the
PDF is sound. awkward.py PROGRAM FOLDER [accept]: with accept the plans are written anew (look at the pages first)."""
import csv
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests, plain  # noqa: E402

program, folder = sys.argv[1:3]
accept = sys.argv[3:] == ["accept"]
os.makedirs(folder, exist_ok=True)
tests = Tests()


def dump(edition, stage):
    return subprocess.run([program, "--lang", "en", "render", edition, "--dump=" + stage], capture_output=True, text=True)


def cells(pages, file):
    """Text of each cell by row and column, repetitions left out."""
    found = {}
    for line in pages.splitlines():
        item = re.match(r'glyphs .* count \d+ "(.*)" node \d+ role \d+ from (\S+):\d+ row (\d+) column (\d+)$', line)
        if item and item[2] == file:
            place = int(item[3]), int(item[4])
            found[place] = found.get(place, "") + item[1].replace("\\n", "")
    return found


def missing(edition, pages, name):
    file = os.path.join(edition, name)
    rows, found, wrong = list(csv.reader(open(file, encoding="utf-8", newline="")))[1:], cells(pages, file), []
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row, 1):
            above = next((found[k, c] for k in range(r, 0, -1) if (k, c) in found), "")    # a merged label stands in its first row
            if plain(text) and plain(found.get((r, c), above)) != plain(text):
                wrong.append((r, c, text, found.get((r, c))))
    return wrong


for name in sorted(os.listdir("tests/awkward")):
    edition = os.path.join("tests/awkward", name)
    pages, plan = dump(edition, "pages"), dump(edition, "table")
    path = os.path.join(edition, "plan")
    if accept:
        open(path, "w", encoding="utf-8").write(plan.stdout)
    wanted = open(path, encoding="utf-8").read()
    tests.check("awkward: the plan of " + name, plan.returncode == 0 and plan.stdout == wanted, plan.stderr + plan.stdout)
    for file in sorted(os.listdir(edition)):
        if file.endswith(".csv"):
            wrong = missing(edition, pages.stdout, file)
            tests.check("awkward: all text of %s/%s" % (name, file), pages.returncode == 0 and not wrong, wrong[:3])
    pdf = os.path.join(folder, name + ".pdf")
    subprocess.run([program, "render", edition, "-o", pdf], capture_output=True)
    outcome = subprocess.run(["qpdf", "--check", pdf], capture_output=True, text=True)
    tests.check("awkward: qpdf finds nothing in " + name, outcome.returncode == 0 and "WARNING" not in outcome.stderr, outcome.stderr)
sys.exit(0)
