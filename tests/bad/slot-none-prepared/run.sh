#!/bin/sh
# Files of other programs: with a field, and without any.
. tests/bad/signing.sh
foreign large
foreign plain
sign "$work/large.pdf"
sign "$work/plain.pdf"
