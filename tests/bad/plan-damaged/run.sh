#!/bin/sh
# It does not begin as a plan does.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/old.pdf" 2>/dev/null
qpdf --qdf --object-streams=disable "$work/old.pdf" "$work/plain.pdf"
LC_ALL=C sed 's/HTPLAN/HTPLAX/' "$work/plain.pdf" >"$work/new.pdf"
"$HONGTOU" --lang en reprint "$work/old.pdf" "$work/new.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
