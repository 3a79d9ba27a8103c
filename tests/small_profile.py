#!/usr/bin/env python3
"""Writes a small ICC output profile for CMYK (ICC.1:2004-10): the plainest inks, two grid points each.
small_profile.py FILE [OFFSET BYTES]: with these bytes at this offset, escapes as in C."""
import struct
import sys


def fixed(number):
    return struct.pack(">i", round(number * 65536))


def words(text):
    data = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"zhCN" + struct.pack(">II", len(data), 28) + data


def lut8(inputs, outputs, points, table):
    """lut8Type (10.9) whose curves do nothing."""
    straight = bytes(range(256))
    return (b"mft1\0\0\0\0" + bytes((inputs, outputs, points, 0)) + b"".join(fixed(n) for n in (1, 0, 0, 0, 1, 0, 0, 0, 1))
            + straight * inputs + bytes(table) + straight * outputs)


def to_colours():
    """Lab of each of the 16 overprints: lightness by what the inks leave, a and b by their difference."""
    table = []
    for c in (0, 1):
        for m in (0, 1):
            for y in (0, 1):
                for k in (0, 1):
                    light = (1 - .3 * c) * (1 - .35 * m) * (1 - .1 * y) * (1 - .9 * k)
                    table += [round(255 * light), round(128 + (1 - k) * (70 * m - 50 * c)), round(128 + (1 - k) * (80 * y - 40 * c))]
    return table


def to_inks():
    """Of each corner of Lab: black by lightness, yellow and magenta by a and b."""
    table = []
    for light in (0, 1):
        for a in (0, 1):
            for b in (0, 1):
                table += [255 * (not a) * light, 255 * a * light, 255 * b * light, 255 * (not light)]
    return table


def profile(name="试验四色"):
    tags = [(b"A2B0", lut8(4, 3, 2, to_colours())), (b"desc", words(name)), (b"B2A0", lut8(3, 4, 2, to_inks())), (b"cprt", words("CC0")),
            (b"wtpt", b"XYZ \0\0\0\0" + fixed(.9642) + fixed(1) + fixed(.8249)), (b"gamt", lut8(3, 1, 2, [0] * 8))]
    directory, data = b"", b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags:
        directory += tag + struct.pack(">II", start + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    body = struct.pack(">I", len(tags)) + directory + data
    return (struct.pack(">I4sI4s4s4s", 128 + len(body), bytes(4), 0x04200000, b"prtr", b"CMYK", b"Lab ") + struct.pack(">6H", 2018, 1, 1, 0, 0, 0)
            + b"acsp" + bytes(28) + fixed(.9642) + fixed(1) + fixed(.8249) + bytes(48) + body)


if __name__ == "__main__":
    out = bytearray(profile())
    if len(sys.argv) > 2:
        at, new = int(sys.argv[2]), sys.argv[3].encode().decode("unicode_escape").encode("latin-1")
        out[at:at + len(new)] = new
    with open(sys.argv[1], "wb") as file:
        file.write(out)
