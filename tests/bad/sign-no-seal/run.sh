#!/bin/sh
. tests/bad/signing.sh
cp tests/small/* "$work"
printf '[sign]\nlevel = b-t\n[sign.2]\nkey = key.pem\n' >>"$work/edition.ini"
"$HONGTOU" --lang en check "$work" 2>&1 | said
