#!/bin/sh
# From the repository root; HONGTOU names the program.
HONGTOU_FONTS=tests/bad/catalogue-full/fonts.ini "$HONGTOU" check tests/bad/catalogue-full/edition.ini 2>&1
