#!/bin/sh
# Text, a file cut short, and a cross-reference table that points beside the objects.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/whole.pdf" 2>/dev/null
head -c 5000 "$work/whole.pdf" >"$work/short.pdf"
sed 's/^startxref$/startxxxx/' "$work/whole.pdf" >"$work/lost.pdf"
for file in tests/small/edition.ini "$work/short.pdf" "$work/lost.pdf"; do
	"$HONGTOU" --lang en compact "$file" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
done
[ ! -e "$work/out.pdf" ] || echo "a file was written"
rm -rf "$work"
