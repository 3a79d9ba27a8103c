#!/bin/sh
# From the repository root; HONGTOU names the program.
HONGTOU_FONTS=tests/bad/font-missing/fonts.ini "$HONGTOU" check tests/bad/font-missing/edition.ini 2>&1
