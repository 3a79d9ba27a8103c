#!/bin/sh
# From the repository root; HONGTOU names the program.
mkdir -p build/bad/config
XDG_CONFIG_HOME=$PWD/build/bad/config "$HONGTOU" fonts --use tests/bad/fonts-none-found 2>&1
