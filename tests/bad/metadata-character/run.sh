#!/bin/sh
# From the repository root; HONGTOU names the program. Metadata are written by render only.
"$HONGTOU" --lang en render tests/bad/metadata-character/edition.ini -o build/bad-metadata.pdf 2>&1
echo "exit code $?"
[ ! -e build/bad-metadata.pdf ] || echo "a file was written"
