#!/bin/sh
"$HONGTOU" --lang en render tests/bad/picture-bad/edition.ini -o build/picture-bad.pdf 2>&1
echo "exit code $?"
test -e build/picture-bad.pdf && echo "a file was written"
true
