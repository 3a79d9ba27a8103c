#!/bin/sh
# A draft of an edition with [archive]: written, and not archived.
. tests/archive_case.sh
cp tests/small/* "$work"
sed 's/^number .*/status = draft/' tests/small/edition.ini >"$work/edition.ini"
printf '\n[archive]\nfolder = a\n' >>"$work/edition.ini"
"$HONGTOU" --lang en render "$work" -o "$work/out.pdf" 2>&1 | sed "s,$work,FOLDER,"
archive list "$work/a"
