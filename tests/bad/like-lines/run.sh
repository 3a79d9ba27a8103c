#!/bin/sh
# A line more on the second of four pages.
work=$(mktemp -d)
cp tests/small/* "$work"
for i in $(seq 80); do echo "第$i段只有一行。"; done >"$work/body.txt"
"$HONGTOU" render "$work" -o "$work/old.pdf" 2>/dev/null
sed -i '30s/。$/，现在又多出这半句话来，于是比一行长，成了两行。/' "$work/body.txt"
"$HONGTOU" --lang en render "$work" -o "$work/new.pdf" --like "$work/old.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
