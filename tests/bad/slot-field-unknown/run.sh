#!/bin/sh
. tests/bad/signing.sh
foreign large
sign "$work/large.pdf" --field Nobody
