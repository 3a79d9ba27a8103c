#!/bin/sh
# A body that never comes.
. tests/bad/watch-round.sh
work=$(mktemp -d)
cp -r tests/small "$work/edition"
rm "$work/edition/body.txt"
mkfifo "$work/edition/body.txt"
watch_round "$work/edition" -o "$work/a.pdf" --time-limit 1 | sed "s,$work,FOLDER,"
rm -rf "$work"
