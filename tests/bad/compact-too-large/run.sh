#!/bin/sh
# 25,000 rows have more objects than are packed of themselves; the file is written as it is. With no, nothing is said.
work=$(mktemp -d)
awk 'BEGIN { print "a,b,c,d,e,f,g"; for (i = 0; i < 25000; i++) print "1,2,3,4,5,6,7" }' >"$work/t.csv"
cp tests/small/edition.ini tests/small/body.txt "$work"
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | sed -n "s,$work,FOLDER,;s/its [0-9]* objects that might take [0-9]* MiB/its N objects that might take N MiB/;/packed/p"
grep -a -q "/ObjStm" "$work/out.pdf" && echo "the file is packed"
printf '\n[文件]\n压缩 = 否\n' >>"$work/edition.ini"
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | grep packed
rm -rf "$work"
