#!/bin/sh
# A file that another program wrote: the pages are set freely, which is no error.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/out.pdf" 2>/dev/null
qpdf --qdf --object-streams=disable "$work/out.pdf" "$work/plain.pdf"
LC_ALL=C sed 's/HTPLAN/HTPLAX/' "$work/plain.pdf" >"$work/old.pdf"
"$HONGTOU" --lang en render tests/small -o "$work/out.pdf" --like "$work/old.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
