#!/bin/sh
# The edition names a body that was not taken out of the PDF with it.
work=$(mktemp -d)
cp tests/bad/embed-draft/* templates/tongbao.ini templates/gbt9704.ini "$work"
cat >"$work/hongtou-sources.ini" <<'END'
[sources]
form = 1
edition = edition.ini
[source.1]
kind = edition
name = edition.ini
file = edition.ini
[source.2]
kind = template
name = tongbao.ini
file = tongbao.ini
[source.3]
kind = template
name = gbt9704.ini
file = gbt9704.ini
END
"$HONGTOU" --lang en render --extracted "$work" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
[ ! -e "$work/out.pdf" ] || echo "a file was written"
rm -rf "$work"
