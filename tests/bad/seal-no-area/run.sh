#!/bin/sh
. tests/bad/signing.sh
foreign small
sign "$work/small.pdf" --field Sig --seal "$work/seal.png"
