#!/bin/sh
# A final document in the place of its draft.
work=$(mktemp -d)
cp tests/small/* "$work"
sed 's/^number .*/status = draft/' tests/small/edition.ini >"$work/draft.ini"
"$HONGTOU" render "$work/draft.ini" -o "$work/out.pdf" 2>/dev/null
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
