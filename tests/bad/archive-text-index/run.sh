# The index of texts was emptied: nothing would be found.
. tests/archive_case.sh
add 1
tamper "INSERT INTO words(words) VALUES('delete-all')"
archive verify "$work/a"
