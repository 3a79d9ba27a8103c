#!/usr/bin/env python3
"""PDF files as other programs make them, for the tests of signing. foreign.py KIND OUT.pdf

KIND: plain (no form), text (a text field Name), small (a signature field Sig without an area), large (Sig, 60 mm wide), turned (the
same on a page turned by 90 degrees), seed (Sig wants another kind of signature), locking (A locks all fields, B), archive-1 (large,
claims PDF/A-1), stream, packed (large, cross-reference stream; objects in an object stream), hybrid (packed, and a classic table for
older readers), indirect (large, its arrays and dictionaries objects of their own)."""
import sys
import zlib

AREA, NONE = "[100 100 270 270]", "[0 0 0 0]"


def widget(name, rectangle=AREA, more=""):
    return "<</Type/Annot/Subtype/Widget/FT/Sig/F 4/T(%s)/Rect%s/P 3 0 R%s>>" % (name, rectangle, more)


def objects(kind):
    """{number: value or (dictionary, stream)}; 1 is the catalog, 3 the page, fields follow from 5 on."""
    found = {1: None, 2: "<</Type/Pages/Count 1/Kids[3 0 R]>>", 4: ("", b"0 0 1 rg 50 50 200 200 re f")}
    fields = []
    if kind == "text":
        fields = ["<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(Name)/Rect%s/P 3 0 R>>" % AREA]
    elif kind == "small":
        fields = [widget("Sig", NONE)]
    elif kind == "seed":
        fields = [widget("Sig", more="/SV<</Type/SV/Ff 2/SubFilter[/adbe.x509.rsa_sha1]>>")]
    elif kind == "locking":
        fields = [widget("A", more="/Lock<</Type/SigFieldLock/Action/All>>"), widget("B", "[300 100 470 270]")]
    elif kind != "plain":
        fields = [widget("Sig")]
    for number, field in enumerate(fields, 5):
        found[number] = field
    references = " ".join("%d 0 R" % number for number in range(5, 5 + len(fields)))
    form, annotations, more = "<</Fields[%s]>>" % references, "[%s]" % references, ""
    if kind == "indirect":
        found.update({20: "<</Fields 21 0 R/SigFlags 22 0 R>>", 21: "[%s]" % references, 22: "0", 23: annotations, 24: "<</ADBE<</BaseVersion/1.7/ExtensionLevel 3>>>>",
                      25: "<<>>"})
        form, annotations, more = "20 0 R", "23 0 R", "/Extensions 24 0 R/Perms 25 0 R"
    if kind == "archive-1":
        found[6] = ("/Type/Metadata/Subtype/XML", b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
                    b'<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="1" pdfaid:conformance="B"/></rdf:RDF></x:xmpmeta>')
        more = "/Metadata 6 0 R"
    if fields:
        more += "/AcroForm " + form
    found[3] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>%s%s>>" % (
        "/Annots " + annotations if fields else "", "/Rotate 90" if kind == "turned" else "")
    found[1] = "<</Type/Catalog/Pages 2 0 R%s>>" % more
    return found


def written(number, value):
    if isinstance(value, tuple):
        return b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (number, value[0].encode(), len(value[1]), value[1])
    return b"%d 0 obj\n%s\nendobj\n" % (number, value.encode())


def object_stream(values):
    """Of {number: text}: the stream's value, and {number: index}."""
    heads, body = [], b""
    for number, value in values.items():
        heads.append("%d %d" % (number, len(body)))
        body += value.encode() + b"\n"
    first = (" ".join(heads) + "\n").encode()
    data = zlib.compress(first + body)
    return ("/Type/ObjStm/N %d/First %d/Filter/FlateDecode" % (len(values), len(first)), data), {number: i for i, number in enumerate(values)}


def table(offsets, size, hidden=()):
    """A classic table; numbers without an object are free, in a list as 7.5.4 of ISO 32000-1 wants it. Hidden ones have no entry: only then
    readers must look for them in the cross-reference stream (7.5.8.4)."""
    holes = [n for n in range(1, size) if n not in offsets and n not in hidden]
    following = dict(zip([0] + holes, holes + [0]))
    sections = []
    for number in range(size):
        if number in hidden:
            continue
        if not sections or sections[-1][-1] != number - 1:
            sections.append([])
        sections[-1].append(number)
    out = b"xref\n"
    for numbers in sections:
        out += b"%d %d\n" % (numbers[0], len(numbers))
        for number in numbers:
            if number in following:
                out += b"%010d %05d f \n" % (following[number], 65535 if number == 0 else 0)
            else:
                out += b"%010d %05d n \n" % (offsets[number], 0)
    return out


def reference_stream(number, rows, more):
    """rows: {number: (type, second, third)}."""
    data = b"".join(bytes([a]) + b.to_bytes(4, "big") + c.to_bytes(2, "big") for _, (a, b, c) in sorted(rows.items()))
    index = " ".join("%d 1" % n for n in sorted(rows))
    return written(number, ("/Type/XRef/W[1 4 2]/Index[%s]%s/Filter/FlateDecode" % (index, more), zlib.compress(data)))


def build(kind):
    values = objects(kind)
    old = kind not in ("stream", "packed", "hybrid")
    out = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % (b"1.4" if old else b"1.5")
    offsets, packed = {}, {}
    if kind in ("packed", "hybrid"):
        stream, packed = object_stream({n: v for n, v in values.items() if isinstance(v, str) and (kind == "packed" or n == 5)})
        values = {n: v for n, v in values.items() if n not in packed}
        values[30] = stream
    for number, value in sorted(values.items()):
        offsets[number] = len(out)
        out += written(number, value)
    size = max(list(offsets) + list(packed)) + 1
    trailer = "/Root 1 0 R/ID[<00112233445566778899AABBCCDDEEFF><00112233445566778899AABBCCDDEEFF>]"
    rows = {n: (1, at, 0) for n, at in offsets.items()}
    rows.update({n: (2, 30, i) for n, i in packed.items()})
    start = len(out)
    if kind in ("stream", "packed"):
        rows[size] = (1, start, 0)
        out += reference_stream(size, rows, "%s/Size %d" % (trailer, size + 1))
    elif kind == "hybrid":
        hidden = {n: row for n, row in rows.items() if row[0] == 2 or n == 30}
        out += reference_stream(size, hidden, "/Size %d" % (size + 1))
        offsets[size] = start
        start, section = len(out), start
        out += table(offsets, size + 1, packed) + ("trailer\n<</Size %d%s/XRefStm %d>>\n" % (size + 1, trailer, section)).encode()
    else:
        out += table(offsets, size) + ("trailer\n<</Size %d%s>>\n" % (size, trailer)).encode()
    return out + b"startxref\n%d\n%%%%EOF\n" % start


if __name__ == "__main__":
    open(sys.argv[2], "wb").write(build(sys.argv[1]))
