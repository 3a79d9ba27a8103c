#!/bin/sh
# Something is drawn elsewhere on each page.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/old.pdf" 2>/dev/null
qpdf --qdf --object-streams=disable "$work/old.pdf" "$work/plain.pdf"
LC_ALL=C sed 's/ Td(/ TD(/' "$work/plain.pdf" >"$work/new.pdf"
"$HONGTOU" --lang en reprint "$work/old.pdf" "$work/new.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
