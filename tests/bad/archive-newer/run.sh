# An archive of a later format.
. tests/archive_case.sh
tamper "PRAGMA user_version=2"
archive list "$work/a"
