#!/bin/sh
# The program that packs the file is killed; the earlier file stays.
work=$(mktemp -d)
cp "$HONGTOU" "$work/hongtou"
printf '#!/bin/sh\nkill -TERM $$\n' >"$work/hongtou-compact"
chmod +x "$work/hongtou-compact"
cp tests/small/* "$work"
printf '\n[pdf]\ncompact = yes\n' >>"$work/edition.ini"
printf 'old\n' >"$work/out.pdf"
"$work/hongtou" --lang en render "$work" -o "$work/out.pdf" 2>&1 | grep error: | sed "s,$work,FOLDER,"
cat "$work/out.pdf"
rm -rf "$work"
