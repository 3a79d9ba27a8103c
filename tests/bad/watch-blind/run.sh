#!/bin/sh
# A system that lets no more folders be watched.
. tests/bad/watch-round.sh
work=$(mktemp -d)
cp -r tests/small "$work/edition"
cc -shared -fPIC -O1 -o "$work/blind.so" tests/blind.c
LD_PRELOAD=$work/blind.so
ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0
export LD_PRELOAD ASAN_OPTIONS
watch_round "$work/edition" -o "$work/a.pdf" | sed "s,$work,FOLDER,"
unset LD_PRELOAD
rm -rf "$work"
