#!/bin/sh
# A PDF without embedded files.
work=$(mktemp -d)
for case in none; do
	python3 tests/attached.py "$case" "$work/$case.pdf"
	"$HONGTOU" --lang en extract "$work/$case.pdf" "$work/out" 2>&1 | sed "s,$work,FOLDER,"
	[ ! -e "$work/out" ] || echo "something was written"
done
rm -rf "$work"
