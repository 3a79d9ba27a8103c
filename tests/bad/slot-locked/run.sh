#!/bin/sh
# A's Lock names all fields.
. tests/bad/signing.sh
foreign locking
signed "$work/locking.pdf" "$work/1.pdf" --field A
sign "$work/1.pdf" --field B
sign "$work/1.pdf" --invisible
