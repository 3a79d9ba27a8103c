#!/bin/sh
# From the repository root; HONGTOU names the program.
HONGTOU_FONTS=tests/bad/face-unknown/fonts.ini "$HONGTOU" check tests/bad/face-unknown/edition.ini 2>&1
