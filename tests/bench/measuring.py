"""What the measurements share: cold processes measured by a small parent, editions with more rows than the sample, sizes without fonts."""
import csv
import io
import os
import random
import re
import statistics
import subprocess

SAMPLE = "input/jining-2018h1"
RUNS = int(os.environ.get("BENCH_RUNS", "7"))


def tool(folder, name):
    """A C program of this folder, built."""
    os.makedirs(folder, exist_ok=True)
    out = os.path.join(folder, name)
    subprocess.run(["cc", "-O1", "-o", out, "tests/bench/%s.c" % name], check=True)
    return out


class Figures:
    """Of one run or, by median, of several: CPU (user and system) and wall in milliseconds, peak memory in MiB."""
    def __init__(self, cpu, wall, peak):
        self.cpu, self.wall, self.peak = cpu, wall, peak


def run(launch, command, **more):
    user, system, peak, wall = (float(part) for part in subprocess.run([launch, *command], check=True, stdout=subprocess.PIPE, **more).stdout.split())
    return Figures(user + system, wall, peak / 1024)


def median(figures):
    return Figures(*(statistics.median(getattr(one, name) for one in figures) for name in ("cpu", "wall", "peak")))


def edition(folder, name, rows, more="\n[pdf]\ncompact = no\n"):    # the pass that packs is measured by itself
    path = os.path.join(folder, name)
    os.makedirs(path, exist_ok=True)
    text = open(SAMPLE + "/edition.ini", encoding="utf-8").read().replace("body.txt", os.path.abspath(SAMPLE + "/body.txt"))
    open(os.path.join(path, "edition.ini"), "w", encoding="utf-8").write(text + more)
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows)
    open(os.path.join(path, "progress.tsv"), "w", encoding="utf-8").write(out.getvalue())
    return path


def sample_rows():
    return list(csv.reader(io.StringIO(open(SAMPLE + "/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))


def repeated(count, vary):
    """The sample's rows again and again, numbered on; with vary, two Han characters in three replaced at random."""
    head, *rows = sample_rows()
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


def page_count(path):
    return int(re.search(r"Pages: +(\d+)", subprocess.run(["pdfinfo", path], capture_output=True, text=True).stdout)[1])


def fonts_in(path):
    """Bytes of the streams that belong to fonts: outlines, ToUnicode, CIDToGIDMap. Of a file that is not packed."""
    data, total = open(path, "rb").read(), 0
    for number in set(re.findall(rb"/(?:FontFile[23]?|ToUnicode|CIDToGIDMap) (\d+) 0 R", data)):
        dictionary = re.search(rb"\n" + number + rb" 0 obj(.*?)stream", data, re.S)[1]
        length = re.search(rb"/Length (\d+)( 0 R)?", dictionary)
        total += int(re.search(rb"\n" + length[1] + rb" 0 obj\s+(\d+)", data)[1] if length[2] else length[1])
    return total
