#!/bin/sh
# The other body signs later; until then its seal is not shown.
. tests/bad/signing.sh
sed 's,\.\./small/,,; s,\.\./\.\./input/example-pictures/seal-[a-z]*,seal,' tests/joint/edition.ini >"$work/edition.ini"
cp tests/small/body.txt "$work"
printf '[sign]\nkey = key.pem\n' >>"$work/edition.ini"
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | said
qpdf --qdf "$work/out.pdf" - | grep -a -c -E "^  /V |/Subtype /Image"
