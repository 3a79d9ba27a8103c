#!/bin/sh
# Each source under its own name, by another path and through a link.
work=$(mktemp -d)
cp -r tests/small "$work/e"
ln -s "e/edition.ini" "$work/link.pdf"
for file in edition.ini t.csv ../e/body.txt ../link.pdf; do
	[ -e "$work/e/$file" ] || echo "no such source: $file"
	"$HONGTOU" --lang en render "$work/e" -o "$work/e/$file" 2>&1 | sed "s,$work,FOLDER,"
done
diff -r tests/small "$work/e"
rm -rf "$work"
