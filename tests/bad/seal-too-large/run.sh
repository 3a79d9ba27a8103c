#!/bin/sh
. tests/bad/signing.sh
foreign large
sign "$work/large.pdf" --field Sig --seal "$work/seal.png" --diameter 60.5
