# A year without documents.
. tests/archive_case.sh
add 1
archive export "$work/a" "$work/bag" --year 2017
ls -A "$work" | grep bag
