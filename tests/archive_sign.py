#!/usr/bin/env python3
"""A file of archive_pdf.py with a signature field whose signature is none. archive_sign.py IN.pdf OUT.pdf"""
import re
import sys

data = open(sys.argv[1], "rb").read()
form = b"/Type/Catalog/AcroForm<</Fields[<</T(Seal)/FT/Sig/V<</Type/Sig/Contents<00>>>>>]>>"
start, grown = data.index(b"xref\n0 "), len(form) - len(b"/Type/Catalog")
body = data[:start].replace(b"/Type/Catalog", form, 1)
table = re.sub(rb"(?m)^(\d{10}) 00000 n ", lambda m: b"%010d 00000 n " % (int(m[1]) + (grown if int(m[1]) > 20 else 0)), data[start:])
open(sys.argv[2], "wb").write(body + re.sub(rb"startxref\n\d+", b"startxref\n%d" % len(body), table))
