#!/bin/sh
# The front without the programs beside it.
work=$(mktemp -d)
cp "$HONGTOU" "$work/hongtou"
"$work/hongtou" --lang en compact a.pdf 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
