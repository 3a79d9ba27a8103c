# Sourced by cases of tests/bad about the archive: a folder $work with an archive $work/a, and ways to put documents into it.
work=$(mktemp -d)
archive() { "${PROGRAM:-$HONGTOU}" --lang en archive "$@" 2>&1 | sed "s,$work,FOLDER,g; s,[0-9a-f]\{62\}\.pdf,HASH.pdf,g"; }
# make NAME FIELD=VALUE …: a small PDF of that name
make_pdf() {
	name=$1
	shift
	python3 tests/archive_pdf.py "$work/$name" "$@"
}
circular() { make_pdf "$1.pdf" number="济高督字〔2018〕$1号" issuer=督查局 date=2018-07-19 title="第$1期通报" kind=通报; }
add() { "$HONGTOU" archive add "$work/a" "$work/$1.pdf" >/dev/null; }
# what somebody does who has the file of the catalogue and another program for it
tamper() { python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript(sys.argv[2])' "$work/a/catalogue.db" "$1"; }
unguarded() { tamper "DROP TRIGGER entry_insert; DROP TRIGGER entry_update; DROP TRIGGER entry_delete; $1"; }
stored() { find "$work/a/files" -name '*.pdf' | sort | head -n 1; }
# The archive program beside programs of our own: they are scripts. beside NAME BODY
beside() {
	mkdir -p "$work/bin"
	cp "$HONGTOU" "$(dirname "$HONGTOU")/hongtou-archive" "$work/bin"
	printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/hongtou-$1"
	chmod +x "$work/bin/hongtou-$1"
	PROGRAM=$work/bin/hongtou
}
"$HONGTOU" archive init "$work/a" >/dev/null || echo "no archive was made"
circular 1
circular 2
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
