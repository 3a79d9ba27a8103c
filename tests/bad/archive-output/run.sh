#!/bin/sh
# The archive takes files, and only those that are written.
work=$(mktemp -d)
cp tests/small/* "$work"
printf '\n[archive]\nfolder = archive\n' >>"$work/edition.ini"
"$HONGTOU" --lang en render "$work" -o - 2>&1 | sed "s,$work,FOLDER,"
rm -rf "$work"
