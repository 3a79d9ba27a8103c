#!/bin/sh
# A program of the chain that somebody kills, and one that is not there.
. tests/bad/signing.sh
mkdir "$work/bin"
cp "$HONGTOU" "$work/bin/hongtou"
cp tests/small/* "$work"
printf '[sign]\nkey = key.pem\n' >>"$work/edition.ini"
"$work/bin/hongtou" --lang en render "$work" -o "$work/out.pdf" 2>&1 | said
printf '#!/bin/sh\nkill -9 $$\n' >"$work/bin/hongtou-sign"
chmod +x "$work/bin/hongtou-sign"
"$work/bin/hongtou" --lang en render "$work" -o "$work/out.pdf" 2>&1 | said
[ ! -e "$work/out.pdf" ] || echo "a file was written"
