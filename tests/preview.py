#!/usr/bin/env python3
"""The preview's pictures against poppler's of the PDF: the same page, drawn by two programs. preview.py PROGRAM FOLDER"""
import os
import re
import struct
import subprocess
import sys
import zlib

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests  # noqa: E402

program, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
tests = Tests()
DPI = 100


def png_gray(path):
    data = open(path, "rb").read()
    at, packed, width, height = 8, b"", 0, 0
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height = struct.unpack(">II", data[at + 8:at + 16])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    raw, stride, rows, before = zlib.decompress(packed), 3 * width, [], bytearray(3 * width)
    for y in range(height):
        kind, line = raw[y * (stride + 1)], bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for i in range(stride):
            left, up = line[i - 3] if i >= 3 else 0, before[i]
            corner = before[i - 3] if i >= 3 else 0
            if kind == 1:
                line[i] = (line[i] + left) & 255
            elif kind == 2:
                line[i] = (line[i] + up) & 255
            elif kind == 3:
                line[i] = (line[i] + (left + up) // 2) & 255
            elif kind == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                line[i] = (line[i] + near[2]) & 255
        rows.append([(line[3 * x] * 30 + line[3 * x + 1] * 59 + line[3 * x + 2] * 11) // 100 for x in range(width)])
        before = line
    return rows


def pgm(path):
    data = open(path, "rb").read()
    head = re.match(rb"P5\s(\d+) (\d+)\s255\s", data)
    width, height, body = int(head[1]), int(head[2]), data[head.end():]
    return [list(body[y * width:(y + 1) * width]) for y in range(height)]


def blocks(rows, size=8):
    """Mean darkness of blocks: forgives what two rasterisers do differently at an edge."""
    out = []
    for y in range(0, len(rows) - size, size):
        out.append([sum(255 - rows[y + dy][x + dx] for dy in range(size) for dx in range(size)) / (size * size)
                    for x in range(0, len(rows[0]) - size, size)])
    return out


def main():
    edition = "input/jining-2018h1-printed"
    subprocess.run([program, "preview", edition, "-o", folder, "--dpi", str(DPI)], check=True, stderr=subprocess.DEVNULL)
    pdf = os.path.join(folder, "p.pdf")
    subprocess.run([program, "render", edition, "-o", pdf], check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", pdf, os.path.join(folder, "poppler")], check=True)
    theirs = sorted(f for f in os.listdir(folder) if f.startswith("poppler"))
    ours = sorted(f for f in os.listdir(folder) if f.startswith("page-"))
    tests.check("preview: a picture for every page", len(ours) == len(theirs) > 5, (ours, theirs))
    for number in (1, 2, len(ours)):
        a = blocks(png_gray(os.path.join(folder, ours[number - 1])))
        b = blocks(pgm(os.path.join(folder, theirs[number - 1])))
        pairs = [(a[y][x], b[y][x]) for y in range(min(len(a), len(b))) for x in range(min(len(a[0]), len(b[0])))]
        mean = sum(abs(p - q) for p, q in pairs) / len(pairs)
        worst = max(abs(p - q) for p, q in pairs)
        dark = sum(p for p, q in pairs) / len(pairs)
        tests.check("preview: page %d is poppler's page" % number, mean < 1.0 and worst < 80 and dark > 0.5, (mean, worst, dark))
    return 1 if tests.failed else 0


sys.exit(main())
