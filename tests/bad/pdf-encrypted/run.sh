#!/bin/sh
# Encrypted for a reader's password, and openly.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/whole.pdf" 2>/dev/null
qpdf --encrypt secret secret 256 -- "$work/whole.pdf" "$work/locked.pdf"
qpdf --encrypt "" owner 256 -- "$work/whole.pdf" "$work/open.pdf"
for file in "$work/locked.pdf" "$work/open.pdf"; do
	"$HONGTOU" --lang en compact "$file" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
done
rm -rf "$work"
