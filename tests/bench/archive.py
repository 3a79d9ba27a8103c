#!/usr/bin/env python3
"""CPU times of an archive as it grows: adds, searches, size. archive.py PROGRAM FOLDER [DOCUMENTS]

Each document has about 5,000 characters in 98 cells, from the sample's cells with some characters changed at random. Adds are whole
programs, one after another, 100 at each size; between these the catalogue is filled past the program, many documents to a transaction."""
import csv
import hashlib
import io
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import archive_chain  # noqa: E402
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


def about(number):
    return dict(number="督字〔%d〕%d号" % (1990 + number // 500, number % 500 + 1), issuer="督查局", date="%d-03-%02d" % (1990 + number // 500, number % 28 + 1),
                title="第%d期通报" % number, kind="通报")


def texts():
    return ["|" + "|".join(source.choice(varied) for _ in range(7)) for _ in range(14)]


def document(number):
    path = os.path.join(folder, "new.pdf")
    open(path, "wb").write(archive_pdf.make(texts(), archive_pdf.packet(about(number))))
    return path


def pairs(body):
    word = [c if c == "\n" or ord(c) >= 128 or c.isalnum() else chr(0xE000 + ord(c)) for c in body]
    return " ".join({c for c in word if c != "\n"} | {a + b for a, b in zip(word, word[1:]) if "\n" not in (a, b)})


def fill(first, last):
    """What `add` writes into the catalogue for these documents; no files."""
    db = sqlite3.connect(os.path.join(store, "catalogue.db"), isolation_level=None)
    db.row_factory = sqlite3.Row
    row = dict(db.execute("SELECT * FROM entry ORDER BY id DESC LIMIT 1").fetchone())
    db.execute("BEGIN")
    for number in range(first, last):
        fields = about(number)
        body = "\n".join(fields.values()) + "\n" + "\n".join("\n".join(text[1:].split("|")) for text in texts()) + "\n"
        row.update(fields, id=row["id"] + 1, action="add", previous=row["hash"], document=row["id"] + 1, version=1, lead_issuer=fields["issuer"],
                   number_key=fields["number"], number_code="督字", number_year=1990 + number // 500, number_serial=number % 500 + 1, year=1990 + number // 500,
                   sha256=hashlib.sha256(b"%d" % number).hexdigest(), path="files/00/%d" % number, bytes=1, text_sha256=hashlib.sha256(body.encode()).hexdigest())
        row["hash"] = hashlib.sha256(archive_chain.record(row)).hexdigest()
        db.execute("INSERT INTO entry VALUES(%s)" % ",".join("?" * len(row)), list(row.values()))
        db.execute("INSERT INTO text VALUES(?,?)", (row["id"], body))
        db.execute("INSERT INTO words(rowid,body) VALUES(?,?)", (row["id"], body))
        db.execute("INSERT INTO pairs(rowid,pair) VALUES(?,?)", (row["id"], pairs(body)))
        if number % 100 == 99:
            db.execute("COMMIT")
            db.execute("BEGIN")
    db.execute("COMMIT")
    db.close()


def timed(*words):
    """Milliseconds of CPU of the whole program, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([program, *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, out.decode()


number = 0
for size in (0, count // 10, count - 100):
    fill(number, size)
    number = size + 100
    times = [timed("add", store, document(one))[0] for one in range(size, number)]
    print("adds behind %6d documents: median CPU %.1f ms, 95 of 100 under %.1f ms, longest %.1f ms" % (
        size, statistics.median(times), sorted(times)[94], max(times)), flush=True)
size = os.path.getsize(os.path.join(store, "catalogue.db"))
print("catalogue: %.1f MiB, %.1f KiB a document" % (size / 2**20, size / 1024 / count))
for words in (["工作"], ["卫生"], ["的"], ["龘靐"], ["卫生室"], ["标准化卫生室建设"], ["工作", "卫生室", "1990"], ["督字〔1995〕7号"], ["5%"], ["@#"], ["--number", "〔1995〕"],
              ["完成", "--from", "1995-03-01", "--to", "1995-03-31"], ["项", "目", "建设", "情况"]):
    figures = [timed("search", store, *words) for _ in range(7)]
    print("search %-36s median CPU %.1f ms (limit 50), %d lines" % (" ".join(words), statistics.median(f[0] for f in figures), figures[0][1].count("\n")), flush=True)
print("list: %.1f ms; show: %.1f ms" % (timed("list", store)[0], timed("show", store, "督字〔1995〕7号")[0]))
