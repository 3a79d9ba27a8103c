#!/bin/sh
. tests/bad/signing.sh
foreign archive-1
sign "$work/archive-1.pdf" --field Sig --seal "$work/seal.png"
