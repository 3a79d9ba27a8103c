#!/bin/sh
# A joint document whose seals are all there.
. tests/bad/signing.sh
"$HONGTOU" render tests/joint -o "$work/0.pdf" 2>/dev/null
signed "$work/0.pdf" "$work/1.pdf"
signed "$work/1.pdf" "$work/2.pdf"
sign "$work/2.pdf"
