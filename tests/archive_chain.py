#!/usr/bin/env python3
"""The hash chain of an archive, by its description in publisher/archive/catalogue.md alone.

  archive_chain.py ARCHIVE              prints each entry's hash as it should be; ends with 1 if one differs or an order is wrong
  archive_chain.py ARCHIVE append COLUMN=VALUE …   appends an entry past the program"""
import hashlib
import sqlite3
import sys

ZERO = "0" * 64


def record(row):
    text = "hongtou-archive 1\n"
    for name, value in row.items():
        if name == "hash":
            continue
        text += "%s:-\n" % name if value is None else "%s:%d:%s\n" % (name, len(str(value).encode()), value)
    return text.encode()


def entries(path):
    db = sqlite3.connect("file:%s/catalogue.db?mode=ro" % path, uri=True)
    db.row_factory = sqlite3.Row
    return [dict(row) for row in db.execute("SELECT * FROM entry ORDER BY id")]


def check(path):
    previous, wrong, hashes = ZERO, [], []
    for number, row in enumerate(entries(path), 1):
        want = hashlib.sha256(record(row)).hexdigest()
        hashes.append(want)
        if row["id"] != number or row["previous"] != previous or row["hash"] != want:
            wrong.append(row["id"])
        previous = row["hash"]
    return hashes, wrong


def append(path, words):
    db = sqlite3.connect(path + "/catalogue.db")
    last = entries(path)[-1]
    row = dict.fromkeys(last)
    row.update(id=last["id"] + 1, recorded="2018-01-01T00:00:00Z", previous=last["hash"])
    row.update(word.split("=", 1) for word in words)
    row["hash"] = hashlib.sha256(record(row)).hexdigest()
    db.execute("INSERT INTO entry VALUES(%s)" % ",".join("?" * len(row)), list(row.values()))
    db.commit()


if __name__ == "__main__":
    if sys.argv[2:3] == ["append"]:
        append(sys.argv[1], sys.argv[3:])
    else:
        found, bad = check(sys.argv[1])
        print("\n".join(found))
        sys.exit(1 if bad else 0)
