# A stored file was deleted.
. tests/archive_case.sh
add 1
rm -f "$(stored)"
archive verify "$work/a"
