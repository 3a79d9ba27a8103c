#!/bin/sh
# A body that comes through a pipe can be read once and not again.
printf '现将有关情况通报如下。\n' | "$HONGTOU" --lang en render tests/bad/source-changed/edition.ini -o build/source-changed.pdf 2>&1
[ ! -e build/source-changed.pdf ] || echo "a file was written"
