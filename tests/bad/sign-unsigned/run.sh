#!/bin/sh
. tests/bad/signing.sh
"$HONGTOU" render tests/small -o "$work/0.pdf" 2>/dev/null
"$HONGTOU" --lang en sign --renew "$work/0.pdf" -o "$work/out.pdf" --timestamp http://127.0.0.1:9/ 2>&1 | said
[ ! -e "$work/out.pdf" ] || echo "a file was written"
