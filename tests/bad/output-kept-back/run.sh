#!/bin/sh
# One output of an edition with [archive], made alone; all of them; and all of them once more.
. tests/archive_case.sh
cp tests/small/* "$work"
printf '\n[archive]\nfolder = a\n[output.web]\nfile = web.pdf\n' >>"$work/edition.ini"
for which in web all all; do
	"$HONGTOU" --lang en render "$work" --for $which -o "$work/$which/" 2>&1 | sed "s,$work,FOLDER,"
	archive list "$work/a" | sed 's/\t.*//'
done
