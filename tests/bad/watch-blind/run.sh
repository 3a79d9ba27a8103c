#!/bin/sh
# A system that lets no more folders be watched.
. tests/bad/watch-round.sh
work=$(mktemp -d)
cp -r tests/small "$work/edition"
cc -shared -fPIC -O1 -o "$work/blind.so" tests/blind.c
LD_PRELOAD=$work/blind.so
export LD_PRELOAD
watch_round "$work/edition" -o "$work/a.pdf" | sed "s,$work,FOLDER,"
unset LD_PRELOAD
rm -rf "$work"
