# A trigger of the catalogue was dropped.
. tests/archive_case.sh
add 1
tamper "DROP TRIGGER entry_update"
archive verify "$work/a"
