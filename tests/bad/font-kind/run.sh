#!/bin/sh
# From the repository root; HONGTOU names the program. The font is made from FandolFang, whose bytes are pinned by its sha256.
font=build/bad/font-kind.otf
mkdir -p build/bad
cp fonts/downloaded/FandolFang-Regular.otf "$font"
printf 2 | dd of="$font" bs=1 seek=31 conv=notrunc 2>/dev/null   # the table 'CFF ' becomes 'CFF2'
HOME=/nowhere XDG_CONFIG_HOME=/nowhere HONGTOU_FONTS=tests/bad/font-kind/fonts.ini "$HONGTOU" check tests/bad/font-kind/edition.ini 2>&1
status=$?
rm -f "$font"
exit $status
