#!/bin/sh
# A file that is there already, and a link where a folder must be.
work=$(mktemp -d)
"$HONGTOU" render tests/bad/embed-draft -o "$work/in.pdf" 2>/dev/null
mkdir "$work/out" "$work/elsewhere"
echo mine >"$work/out/body.txt"
ln -s "$work/elsewhere" "$work/out/templates"
"$HONGTOU" --lang en extract "$work/in.pdf" "$work/out" 2>&1 | sed "s,$work,FOLDER,"
cat "$work/out/body.txt"
ls "$work/elsewhere"
rm -rf "$work"
