#!/usr/bin/env python3
"""Makes PDF files with embedded files as no honest program writes them. attached.py CASE OUT.pdf; attached.py --list"""
import hashlib
import sys
import zlib

from pdf import plain_file


def text(value):
    return b"<FEFF" + value.encode("utf-16-be").hex().upper().encode() + b">"


class File:
    """One embedded file; entries says more of its stream's dictionary, data replaces what the stream holds."""

    def __init__(self, name, content=b"content\n", size=None, checksum=None, entries=b"/Filter/FlateDecode", data=None):
        self.name, self.entries = name, entries
        self.size = len(content) if size is None else size
        self.checksum = checksum or hashlib.md5(content).digest()
        self.data = zlib.compress(content) if data is None else data


def build(files, names=None, catalog=b"", more=()):
    """A page, the files, and their name tree; names: written in place of the tree; more: objects behind all others."""
    objects = [b"", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"]
    tree = []
    for file in files:
        objects.append(b"<</Type/EmbeddedFile%s/Params<</Size %d/CheckSum<%s>>>/Length %d>>stream\n%s\nendstream" % (
            file.entries, file.size, file.checksum.hex().encode(), len(file.data), file.data))
        stream = len(objects)
        objects.append(b"<</Type/Filespec/F %s/UF %s/EF<</F %d 0 R>>>>" % (text(file.name), text(file.name), stream))
        tree.append(b"%s %d 0 R" % (text(file.name), len(objects)))
    objects += more
    objects[0] = b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles %s>>%s>>" % (names or b"<</Names[%s]>>" % b" ".join(tree), catalog)
    return plain_file(objects)


def zeros(count):
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(bytes(1 << 20)) for _ in range(count >> 20)]) + packer.flush()


GOOD = File("good.txt")
CASES = {
    "name-up": lambda: build([GOOD, File("../up.txt")]),
    "name-up-inside": lambda: build([GOOD, File("a/../../up.txt")]),
    "name-absolute": lambda: build([GOOD, File("/tmp/absolute.txt")]),
    "name-zero": lambda: build([GOOD, File("zero\0.txt")]),
    "name-line": lambda: build([GOOD, File("line\n.txt")]),
    "name-backslash": lambda: build([GOOD, File("..\\up.txt")]),
    "name-long": lambda: build([GOOD, File("x" * 300)]),
    "name-very-long": lambda: build([GOOD, File("x/" * 600 + "x")]),
    "name-empty": lambda: build([GOOD, File("")]),
    "name-dot": lambda: build([GOOD, File("./.")]),
    "twice": lambda: build([GOOD, File("good.txt", b"other\n")]),
    "twice-otherwise": lambda: build([GOOD, File(".//good.txt", b"other\n")]),
    "file-and-folder": lambda: build([File("a"), File("a-b"), File("a/b")]),
    "checksum": lambda: build([GOOD, File("bad.txt", checksum=bytes(16))]),
    "size": lambda: build([GOOD, File("bad.txt", size=9)]),
    "cut": lambda: build([GOOD, File("bad.txt", data=zlib.compress(b"content\n" * 99)[:-9])]),
    "bomb": lambda: build([GOOD, File("bomb.txt", size=1 << 30, data=zeros(1 << 30))]),
    "bomb-denied": lambda: build([GOOD, File("bomb.txt", size=10, data=zeros(1 << 30))]),
    "bombs": lambda: build([File("bomb-%d.txt" % i, bytes(100 << 20)) for i in range(3)]),
    "filter": lambda: build([GOOD, File("lzw.txt", entries=b"/Filter/LZWDecode")]),
    "filters": lambda: build([GOOD, File("two.txt", entries=b"/Filter[/FlateDecode/FlateDecode]", data=zlib.compress(zlib.compress(b"content\n")))]),
    "tree-circle": lambda: build([GOOD], names=b"6 0 R", more=[b"<</Kids[6 0 R 6 0 R]>>"]),
    "none": lambda: build([]),
}
# good files that are made otherwise than ours
SOUND = {
    "plain": (lambda: build([File("plain.txt", entries=b"", data=b"content\n")]), {"plain.txt": b"content\n"}),
    "empty": (lambda: build([File("empty.txt", b"", entries=b"", data=b"")]), {"empty.txt": b""}),
    "no-parameters": (lambda: build([GOOD]).replace(b"/Params", b"/Paramz"), {"good.txt": b"content\n"}),
    "associated": (lambda: build([GOOD], names=b"<<>>", catalog=b"/AF[5 0 R]"), {"good.txt": b"content\n"}),
    "both": (lambda: build([GOOD], catalog=b"/AF[5 0 R]"), {"good.txt": b"content\n"}),
    "filter-array": (lambda: build([File("a.txt", entries=b"/Filter[/FlateDecode]/DecodeParms[null]")]), {"a.txt": b"content\n"}),
    "folders": (lambda: build([File("a/b/c.txt"), File("a/d.txt"), File("乡镇/进展.txt")]),
                {"a/b/c.txt": b"content\n", "a/d.txt": b"content\n", "乡镇/进展.txt": b"content\n"}),
}


def main():
    if sys.argv[1] == "--list":
        print("\n".join(CASES))
        return
    open(sys.argv[2], "wb").write(CASES[sys.argv[1]]())


if __name__ == "__main__":
    main()
