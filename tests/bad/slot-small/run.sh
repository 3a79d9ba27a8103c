#!/bin/sh
. tests/bad/signing.sh
"$HONGTOU" render tests/small -o "$work/0.pdf" 2>/dev/null
sign "$work/0.pdf" --room 100 | sed 's/takes [0-9]* bytes/takes N bytes/'
