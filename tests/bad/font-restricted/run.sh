#!/bin/sh
# From the repository root; HONGTOU names the program. The font is made from FandolFang, whose bytes are pinned by its sha256.
font=build/bad/font-restricted.otf
mkdir -p build/bad
cp fonts/downloaded/FandolFang-Regular.otf "$font"
printf '\002' | dd of="$font" bs=1 seek=345 conv=notrunc 2>/dev/null   # OS/2 fsType: restricted
HOME=/nowhere XDG_CONFIG_HOME=/nowhere HONGTOU_FONTS=tests/bad/font-restricted/fonts.ini "$HONGTOU" check tests/bad/font-restricted/edition.ini 2>&1
status=$?
rm -f "$font"
exit $status
