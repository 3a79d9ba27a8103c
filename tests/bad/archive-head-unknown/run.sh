# A head that is none.
. tests/archive_case.sh
archive verify "$work/a" --head 0123
