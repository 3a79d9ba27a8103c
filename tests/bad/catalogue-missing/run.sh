#!/bin/sh
# From the repository root; HONGTOU names the program.
HONGTOU_FONTS=tests/bad/catalogue-missing/fonts.ini "$HONGTOU" check tests/bad/catalogue-missing/edition.ini 2>&1
