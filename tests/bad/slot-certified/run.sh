#!/bin/sh
# A document with one seal is certified: nobody can sign it again, in no way.
. tests/bad/signing.sh
"$HONGTOU" render tests/small -o "$work/0.pdf" 2>/dev/null
signed "$work/0.pdf" "$work/1.pdf"
sign "$work/1.pdf"
sign "$work/1.pdf" --invisible
sign "$work/1.pdf" --field Seal.1
