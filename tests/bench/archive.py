#!/usr/bin/env python3
"""CPU times of an archive as it grows: adds, searches, size. archive.py PROGRAM FOLDER [DOCUMENTS]

Each document has about 5,000 characters in 130 cells, from the sample's cells with some characters changed at random. Adds are whole
programs, one after another."""
import csv
import io
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import archive_pdf  # noqa: E402

program, folder = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
program = os.path.join(os.path.dirname(program), "hongtou-archive")
store, source = os.path.join(folder, "archive"), random.Random(1)
shutil.rmtree(store, ignore_errors=True)
os.makedirs(folder, exist_ok=True)
subprocess.run([program, "init", store], check=True, stdout=subprocess.DEVNULL)
rows = list(csv.reader(io.StringIO(open("input/jining-2018h1/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))[1:]
cells = [cell for row in rows for cell in row if cell]
han = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) < (0xD7, 0xFA)]


varied = ["".join(source.choice(han) if "\u4e00" <= c <= "\u9fa5" and source.random() < .15 else c for c in source.choice(cells)).replace("|", "")
          for _ in range(20000)]


def document(number):
    texts = ["|" + "|".join(source.choice(varied) for _ in range(7)) for _ in range(14)]
    fields = dict(number="督字〔%d〕%d号" % (1990 + number // 500, number % 500 + 1), issuer="督查局", date="%d-03-%02d" % (1990 + number // 500, number % 28 + 1),
                  title="第%d期通报" % number, kind="通报")
    path = os.path.join(folder, "new.pdf")
    open(path, "wb").write(archive_pdf.make(texts, archive_pdf.packet(fields)))
    return path


def timed(*words):
    """Milliseconds of CPU of the whole program, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([program, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, out.decode()


times = []
for number in range(count):
    times.append(timed("add", store, document(number))[0])
    if (number + 1) % (count // 5) == 0:
        part = times[-(count // 5):]
        print("adds up to %6d: median %.1f ms, 99 of 100 under %.1f ms, longest %.1f ms" % (
            number + 1, statistics.median(part), sorted(part)[len(part) * 99 // 100], max(part)), flush=True)
size = os.path.getsize(os.path.join(store, "catalogue.db"))
print("catalogue: %.1f MiB, %.1f KiB a document" % (size / 2**20, size / 1024 / count))
for words in (["工作"], ["卫生"], ["的"], ["龘靐"], ["卫生室"], ["标准化卫生室建设"], ["工作", "卫生室", "1990"], ["督字〔1995〕7号"], ["5%"], ["--number", "〔1995〕"],
              ["完成", "--from", "1995-03-01", "--to", "1995-03-31"], ["项", "目", "建设", "情况"]):
    figures = [timed("search", store, *words) for _ in range(7)]
    print("search %-36s median CPU %.1f ms (limit 50), %d lines" % (" ".join(words), statistics.median(f[0] for f in figures), figures[0][1].count("\n")), flush=True)
print("list: %.1f ms; show: %.1f ms" % (timed("list", store)[0], timed("show", store, "督字〔1995〕7号")[0]))
verified = timed("verify", store)
print("verify: %.1f s: %s" % (verified[0] / 1000, verified[1].strip()))
