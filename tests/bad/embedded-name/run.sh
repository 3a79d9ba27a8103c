#!/bin/sh
# Names that lead out of the folder, or that no file can have.
work=$(mktemp -d)
for case in name-up name-up-inside name-absolute name-zero name-line name-backslash name-empty name-dot; do
	python3 tests/attached.py "$case" "$work/$case.pdf"
	"$HONGTOU" --lang en extract "$work/$case.pdf" "$work/out" 2>&1 | sed "s,$work,FOLDER,"
	[ ! -e "$work/out" ] || echo "something was written"
done
rm -rf "$work"
