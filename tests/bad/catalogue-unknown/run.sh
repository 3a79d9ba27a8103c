#!/bin/sh
# From the repository root; HONGTOU names the program.
HONGTOU_FONTS=tests/bad/catalogue-unknown/fonts.ini "$HONGTOU" check tests/bad/catalogue-unknown/edition.ini 2>&1
