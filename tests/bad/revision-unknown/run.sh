#!/bin/sh
# A file as it was rendered is its own first and only revision.
work=$(mktemp -d)
"$HONGTOU" render tests/small -o "$work/whole.pdf" 2>/dev/null
"$HONGTOU" --lang en verify "$work/whole.pdf" --extract-revision 2 -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
[ ! -e "$work/out.pdf" ] || echo "a file was written"
rm -rf "$work"
