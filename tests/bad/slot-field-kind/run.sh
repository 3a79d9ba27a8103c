#!/bin/sh
# A text field.
. tests/bad/signing.sh
foreign text
sign "$work/text.pdf" --field Name
