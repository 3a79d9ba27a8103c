#!/bin/sh
# A form whose field below another has a signature for its value.
work=$(mktemp -d)
cat >"$work/form.qdf" <<'END'
%PDF-1.7
1 0 obj
<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [ 4 0 R ] >> >>
endobj
2 0 obj
<< /Type /Pages /Count 1 /Kids [ 3 0 R ] >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] >>
endobj
4 0 obj
<< /T (Seal) /FT /Sig /Kids [ 5 0 R ] >>
endobj
5 0 obj
<< /T (1) /Parent 4 0 R /V << /Type /Sig /ByteRange [ 0 1 2 3 ] /Contents <00> >> >>
endobj
xref
trailer << /Root 1 0 R /Size 6 >>
startxref
0
%%EOF
END
python3 - "$work/form.qdf" "$work/signed.pdf" <<'END'
import re, sys
data = open(sys.argv[1], "rb").read()
at = [data.index(b"%d 0 obj" % number) for number in range(1, 6)]
table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in at)
start = data.index(b"xref\ntrailer")
open(sys.argv[2], "wb").write(re.sub(rb"startxref\n0", b"startxref\n%d" % start, data.replace(b"xref\n", table, 1)))
END
"$HONGTOU" --lang en compact "$work/signed.pdf" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
[ ! -e "$work/out.pdf" ] || echo "a file was written"
rm -rf "$work"
