#!/bin/sh
# A file that keeps none, as other programs write it.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/new.pdf" 2>/dev/null
qpdf --qdf --object-streams=disable "$work/new.pdf" "$work/plain.pdf"
LC_ALL=C sed 's,/PieceInfo,/PieceInfx,' "$work/plain.pdf" >"$work/old.pdf"
"$HONGTOU" --lang en reprint "$work/old.pdf" "$work/new.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
