#!/bin/sh
# An edition that goes into an archive.
. tests/bad/watch-round.sh
work=$(mktemp -d)
cp -r tests/small "$work/edition"
printf '[archive]\nfolder = nowhere\n' >>"$work/edition/edition.ini"
watch_round "$work/edition" -o "$work/a.pdf" | sed "s,$work,FOLDER,"
rm -rf "$work"
