#!/bin/sh
# From the repository root; HONGTOU names the program. The font is made from FandolFang, whose bytes are pinned by its sha256.
font=build/bad/font-other-name.otf
mkdir -p build/bad
cp fonts/downloaded/FandolHei-Regular.otf "$font"
HOME=/nowhere XDG_CONFIG_HOME=/nowhere HONGTOU_FONTS=tests/bad/font-other-name/fonts.ini "$HONGTOU" check tests/bad/font-other-name/edition.ini 2>&1
status=$?
rm -f "$font"
exit $status
