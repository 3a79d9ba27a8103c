#!/bin/sh
# Damaged, encrypted and missing files, a seal that is no picture; each before a passphrase is asked for.
. tests/bad/signing.sh
"$HONGTOU" render tests/small -o "$work/0.pdf" 2>/dev/null
head -c 9000 "$work/0.pdf" >"$work/short.pdf"
{ echo junk; cat "$work/0.pdf"; } >"$work/behind.pdf"
qpdf --encrypt u o 256 -- "$work/0.pdf" "$work/locked.pdf"
qpdf --encrypt "" o 256 -- "$work/0.pdf" "$work/owner.pdf"
echo "no picture" >"$work/text.png"
for file in short behind locked owner; do
	sign "$work/$file.pdf"
done
sign "$work/0.pdf" --seal "$work/text.png"
sign "$work/0.pdf" --seal "$work/nothing.png"
sign "$work/nothing.pdf"
