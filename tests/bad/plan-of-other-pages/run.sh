#!/bin/sh
# A page was taken out.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/old.pdf" 2>/dev/null
qpdf "$work/old.pdf" --pages . 1-2 -- "$work/new.pdf"
"$HONGTOU" --lang en reprint "$work/old.pdf" "$work/new.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
