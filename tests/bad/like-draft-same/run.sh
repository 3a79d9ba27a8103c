#!/bin/sh
# A final document in the place of a draft that lacked nothing.
work=$(mktemp -d)
cp tests/small/* "$work"
"$HONGTOU" render "$work" -o "$work/out.pdf" --set document.status=draft 2>/dev/null
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
