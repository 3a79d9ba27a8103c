#!/bin/sh
# A document that was made without them.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/in.pdf" 2>/dev/null
"$HONGTOU" --lang en rebuild "$work/in.pdf" --verify 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
