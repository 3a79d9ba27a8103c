#!/bin/sh
. tests/bad/signing.sh
foreign seed
sign "$work/seed.pdf" --field Sig
