#!/bin/sh
# Wrong sums and sizes, streams cut short, filters that are not unpacked, bombs.
work=$(mktemp -d)
for case in checksum size cut filter filters bomb bomb-denied; do
	python3 tests/attached.py "$case" "$work/$case.pdf"
	"$HONGTOU" --lang en extract "$work/$case.pdf" "$work/out" 2>&1 | sed "s,$work,FOLDER,"
	[ ! -e "$work/out" ] || echo "something was written"
done
rm -rf "$work"
