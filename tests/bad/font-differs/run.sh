#!/bin/sh
# A list that knows another SHA-256 of a font.
work=$(mktemp -d)
sed 's/^status = draft$//' tests/bad/embed-draft/edition.ini >"$work/edition.ini"
cp tests/bad/embed-draft/body.txt "$work"
"$HONGTOU" render "$work" -o "$work/first.pdf" 2>/dev/null
"$HONGTOU" extract "$work/first.pdf" "$work/out" >/dev/null
sed -i '/^name = "FandolFang-Regular"$/,/^sha256/s/^sha256 = .*/sha256 = "00"/; /^name = "FandolFang-Regular"$/,/^sha256/s/^version = .*/version = "Version 0.1"/' "$work/out/hongtou-sources.ini"
"$HONGTOU" --lang en render --extracted "$work/out" -o "$work/second.pdf" 2>&1 | sed "s,$work,FOLDER,"
[ -s "$work/second.pdf" ] || echo "no file was written"
rm -rf "$work"
