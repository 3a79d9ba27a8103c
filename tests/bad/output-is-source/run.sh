#!/bin/sh
# Each source under its own name, by another path and through a link; the key and all that is read to sign.
. tests/bad/signing.sh
mkdir "$work/e"
cp tests/small/* "$work/e"
ln -s "e/edition.ini" "$work/link.pdf"
printf '[sign]\nkey = ../key.pem\n' >>"$work/e/edition.ini"
cp -r "$work" "$work.before"
for file in edition.ini t.csv ../e/body.txt ../link.pdf ../key.pem; do
	[ -e "$work/e/$file" ] || echo "no such source: $file"
	"$HONGTOU" --lang en render "$work/e" -o "$work/e/$file" 2>&1 | said
done
for option in key certificate pass-file seal electronic-seal; do
	"$HONGTOU" --lang en sign tests/small/body.txt -o "$work/seal.png" --key "$work/key.pem" "--$option" "$work/seal.png" 2>&1 | said
done
diff -r "$work.before" "$work"
rm -rf "$work.before"
