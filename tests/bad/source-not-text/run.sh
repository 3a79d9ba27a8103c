#!/bin/sh
# A PDF as the edition, a word processor's files as the text.
work=$(mktemp -d)
cp -r tests/small "$work/e"
"$HONGTOU" render tests/small -o "$work/whole.pdf" 2>/dev/null
"$HONGTOU" --lang en conform "$work/whole.pdf" 2>&1 | sed "s,$work,FOLDER,"
body=$(sed -n 's/^body *= *//p' tests/small/edition.ini)
printf 'PK\003\004\024\000' >"$work/e/$body"
"$HONGTOU" --lang en check "$work/e" 2>&1 | sed "s,$work,FOLDER,"
printf '\320\317\021\340\241\261' >"$work/e/$body"
"$HONGTOU" --lang en check "$work/e" 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
