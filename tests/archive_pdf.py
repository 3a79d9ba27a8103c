#!/usr/bin/env python3
"""Small tagged PDF files for the tests of the archive. archive_pdf.py OUT.pdf [FIELD=VALUE …] [--xmp FILE] [--text LINE]… [--untagged]

FIELD: number, issuer, date, title, kind, secrecy … as in NAMES. Each text is a paragraph; a text that begins with | is cells of a table.
Without fields the file has no XMP."""
import sys

from pdf import plain_file

NAMES = {"number": "documentNumber", "issuer": "responsibleBody", "date": "documentDate", "kind": "documentKind", "secrecy": "secrecy",
         "addressee": "addressee"}


def packet(fields):
    own = "".join("<gw:%s>%s</gw:%s>" % (NAMES[key], value, NAMES[key]) for key, value in fields.items() if key != "title")
    title = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>%s</rdf:li></rdf:Alt></dc:title>" % fields["title"] if "title" in fields else ""
    return ("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
            "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:gw='urn:hongtou:official-document:1:' "
            "xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'><pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
            "%s%s</rdf:Description></rdf:RDF></x:xmpmeta>" % (title, own)).encode()


def to_unicode(codes):
    return ("begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange %d beginbfchar %s endbfchar endcmap"
            % (len(codes), " ".join("<%04X> <%s>" % (code, char.encode("utf-16-be").hex()) for char, code in codes.items()))).encode()


def make(texts, xmp=None, tagged=True):
    """Bytes of a file with one page that shows the texts (bottom up it would be illegible: nobody looks)."""
    codes = {char: number for number, char in enumerate(sorted(set("".join(texts))), 1)}
    content, elements, marks = [], [], 0

    def mark(kind, text):
        nonlocal marks
        content.append("/%s<</MCID %d>>BDC BT /F0 10 Tf 50 %d Td<%s>Tj ET EMC" % (
            kind, marks, 800 - 12 * marks, "".join("%04X" % codes[char] for char in text)))
        marks += 1
        return marks - 1

    for text in texts:
        if text.startswith("|"):
            cells = " ".join("<</S/TD/P 1 0 R/K %d/Pg 3 0 R>>" % mark("TD", cell) for cell in text[1:].split("|"))
            elements.append("<</S/Table/P 1 0 R/K<</S/TR/P 1 0 R/K[%s]>>>>" % cells)
        else:
            elements.append("<</S/P/P 1 0 R/K %d/Pg 3 0 R>>" % mark("P", text))
    stream = "\n".join(content).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true>>%s%s>>" % (b"/StructTreeRoot 4 0 R" if tagged else b"", b"/Metadata 8 0 R" if xmp else b""),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F0 6 0 R>>>>>>",
        b"<</Type/StructTreeRoot/K<</S/Document/P 4 0 R/K[%s]>>>>" % "\n".join(elements).encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/None"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode(codes)), to_unicode(codes)),
    ]
    if xmp:
        objects.append(b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(xmp), xmp))
    return plain_file(objects)


def main():
    out, fields, texts, xmp, tagged = sys.argv[1], {}, [], None, True
    rest = iter(sys.argv[2:])
    for word in rest:
        if word == "--xmp":
            xmp = open(next(rest), "rb").read()
        elif word == "--text":
            texts.append(next(rest))
        elif word == "--untagged":
            tagged = False
        else:
            key, value = word.split("=", 1)
            fields[key] = value
    open(out, "wb").write(make(texts or ["正文"], xmp if xmp is not None else packet(fields) if fields else None, tagged))


if __name__ == "__main__":
    main()
