#!/bin/sh
# From the repository root; HONGTOU names the program. The font is made from FandolFang, whose bytes are pinned by its sha256.
font=build/bad/font-unusable.otf
mkdir -p build/bad
head -c 3000000 fonts/downloaded/FandolFang-Regular.otf >"$font"
HOME=/nowhere XDG_CONFIG_HOME=/nowhere HONGTOU_FONTS=tests/bad/font-unusable/fonts.ini "$HONGTOU" check tests/bad/font-unusable/edition.ini 2>&1
status=$?
rm -f "$font"
exit $status
