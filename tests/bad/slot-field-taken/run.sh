#!/bin/sh
. tests/bad/signing.sh
"$HONGTOU" render tests/joint -o "$work/0.pdf" 2>/dev/null
signed "$work/0.pdf" "$work/1.pdf"
sign "$work/1.pdf" --field Seal.1
