#!/bin/sh
# The same name twice, also written otherwise; a file where another name needs a folder.
work=$(mktemp -d)
for case in twice twice-otherwise file-and-folder; do
	python3 tests/attached.py "$case" "$work/$case.pdf"
	"$HONGTOU" --lang en extract "$work/$case.pdf" "$work/out" 2>&1 | sed "s,$work,FOLDER,"
	[ ! -e "$work/out" ] || echo "something was written"
done
rm -rf "$work"
