#!/bin/sh
# A list that knows a font which is not used here.
work=$(mktemp -d)
sed 's/^status = draft$//' tests/bad/embed-draft/edition.ini >"$work/edition.ini"
cp tests/bad/embed-draft/body.txt "$work"
"$HONGTOU" render "$work" -o "$work/first.pdf" 2>/dev/null
"$HONGTOU" extract "$work/first.pdf" "$work/out" >/dev/null
printf '\n[font.99]\nname = "FZXBSJW--GB1-0"\nversion = "Version 5.30"\nsha256 = "00"\n' >>"$work/out/hongtou-sources.ini"
"$HONGTOU" --lang en render --extracted "$work/out" -o "$work/second.pdf" 2>&1 | sed "s,$work,FOLDER,"
[ -s "$work/second.pdf" ] || echo "no file was written"
rm -rf "$work"
