#!/usr/bin/env python3
"""Seeds for fuzz_cff: small CFF tables keyed by names and by CID, with subroutines, hints, masks, flex and fractions; and for fuzz_glyf:
a small font with simple and composite glyphs. seeds_font.py FOLDER"""
import os
import struct
import sys

GLYPHS = ["0e", "908c8d128c8d17138c8c8d158e060e", "8c8d158e06200a0e", "8c168e9eae8e9eae9ff7101b201d0e", "8c168c8c8c8c8c8c8c0c220e",
          "ff000180001c7fff15fb00070e", "8c8d018c8d138cf7008c15f710f720050e"]
LOCAL = ["8e06201d0b", "8c8d8e8f9091080b", "210a0b"]
GLOBAL = ["8f070b", "8c8d8e8f05200a0b"]


def index(objects):
    out, end = struct.pack(">H", len(objects)), 1
    if objects:
        out += b"\2" + struct.pack(">H", end)
        for one in objects:
            end += len(one)
            out += struct.pack(">H", end)
    return out + b"".join(objects)


def entry(operator, *numbers):
    return b"".join(b"\x1d" + struct.pack(">i", n) for n in numbers) + bytes.fromhex(operator)


def rest(start, by_cid, ranges):
    """Everything behind the Top DICT, and the Top DICT's entries that point to it."""
    at, out = {}, b""
    glyphs = [bytes.fromhex(g) for g in GLYPHS]

    def put(name, data):
        nonlocal out
        at[name] = start + len(out)
        out += data
    put("charset", b"\2\0\1" + struct.pack(">H", len(glyphs) - 2) if ranges else b"\0" + b"".join(struct.pack(">H", 3 * i) for i in range(1, len(glyphs))))
    put("charstrings", index(glyphs))
    put("private", b"\xef\x15\x8f\x13" + index([bytes.fromhex(s) for s in LOCAL]))
    put("plain", b"\xf7\x5c\x14")
    put("select", b"\3\0\2\0\0\0\0\3\1" + struct.pack(">H", len(glyphs)) if ranges else b"\0" + bytes(i % 2 for i in range(len(glyphs))))
    put("array", index([entry("12", 3, at["plain"]) + b"\x8b\x0c\x07", entry("12", 4, at["private"])]))
    top = entry("0f", at["charset"]) + entry("11", at["charstrings"])
    return (top + entry("0c25", at["select"]) + entry("0c24", at["array"]) if by_cid else top + entry("12", 4, at["private"])), out


def table(by_cid, ranges):
    head = (entry("0c1e", 391, 392, 0) if by_cid else b"") + entry("05", 0, -200, 1000, 900) + entry("01", 393)
    tail = index([b"Adobe", b"Identity", b"(c)"]) + index([bytes.fromhex(s) for s in GLOBAL])
    before = b"\1\0\4\2" + index([b"Seed"])
    top, _ = rest(0, by_cid, ranges)
    start = len(before + index([head + top]) + tail)
    top, out = rest(start, by_cid, ranges)
    return before + index([head + top]) + tail + out


def truetype(wide):
    simple = struct.pack(">hhhhh", 1, 0, 0, 500, 500) + struct.pack(">HH", 2, 3) + b"\1\2\3" + bytes([1, 1, 1]) + struct.pack(">hhhhhh", 0, 500, 0, 0, 0, 500) + b"\0"
    composite = struct.pack(">hhhhh", -1, 0, 0, 500, 500) + struct.pack(">HHhh", 0x23, 1, 10, 20) + struct.pack(">HHbbh", 0x2A, 4, 1, 2, 0x4000)
    composite += struct.pack(">HHbbhh", 0x62, 1, 1, 2, 0x4000, 0x4000) + struct.pack(">HHbbhhhhH", 0x182, 1, 1, 2, 1, 2, 3, 4, 1) + b"\5\0"
    glyphs = [simple, simple, b"", composite, simple, struct.pack(">hhhhh", -1, 0, 0, 1, 1) + struct.pack(">HHhh", 3, 3, 0, 0), b"", b""]
    glyf, loca = b"".join(glyphs), [0]
    for glyph in glyphs:
        loca.append(loca[-1] + len(glyph))
    loca = b"".join(struct.pack(">I", o) if wide else struct.pack(">H", o // 2) for o in loca)
    tables = [glyf, bytes(50) + struct.pack(">HH", wide, 0), bytes(34) + struct.pack(">H", 2), struct.pack(">14H", *range(500, 514)), loca,
              struct.pack(">IH", 0x10000, len(glyphs)) + bytes(26)]
    return b"".join(struct.pack(">H", len(t)) for t in tables) + b"".join(tables)


for wide in (False, True):
    with open(os.path.join(sys.argv[1], "glyf-%d" % wide), "wb") as file:
        file.write(truetype(wide))
for number, choice in enumerate([(False, False), (True, False), (True, True)]):
    with open(os.path.join(sys.argv[1], "cff-%d" % number), "wb") as file:
        file.write(table(*choice))
