# No archive there, or another program's database.
. tests/archive_case.sh
archive list "$work"
archive add "$work/nowhere" "$work/1.pdf"
tamper "PRAGMA application_id=7"
archive list "$work/a"
