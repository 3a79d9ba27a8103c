#!/bin/sh
# What was changed after it was signed gets no new proof.
. tests/bad/signing.sh
"$HONGTOU" render tests/small -o "$work/0.pdf" 2>/dev/null
signed "$work/0.pdf" "$work/1.pdf"
sed 's/PrintScaling \/None/PrintScaling \/nOne/' "$work/1.pdf" >"$work/2.pdf"
cmp -s "$work/1.pdf" "$work/2.pdf" && echo "nothing was changed"
"$HONGTOU" --lang en sign --renew "$work/2.pdf" -o "$work/out.pdf" --timestamp http://127.0.0.1:9/ 2>&1 | said
[ ! -e "$work/out.pdf" ] || echo "a file was written"
