#!/bin/sh
# Lists of sources that this program did not write: a path out of the folder, another form, an unknown section, no head.
work=$(mktemp -d)
head='[sources]
form = 1
edition = edition.ini
'
one() {
	printf '%s' "$1" >"$work/hongtou-sources.ini"
	"$HONGTOU" --lang en render --extracted "$work" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
}
one "$head[source.1]
kind = body
name = body.txt
file = ../body.txt
"
one "$head[source.1]
kind = sound
name = body.txt
file = body.txt
"
one "$head[nonsense]
"
one "[sources]
form = 2
edition = edition.ini
"
one ""
[ ! -e "$work/out.pdf" ] || echo "a file was written"
rm -rf "$work"
