#!/bin/sh
# changed.sh TABLE-SCRIPT EDITION-SCRIPT: sets tests/small, then like that once more, with table and edition changed by sed.
work=$(mktemp -d)
cp tests/small/* "$work"
"$HONGTOU" render "$work" -o "$work/old.pdf" 2>/dev/null
sed -i "$1" "$work/t.csv"
sed -i "$2" "$work/edition.ini"
"$HONGTOU" --lang en render "$work" -o "$work/new.pdf" --like "$work/old.pdf" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
