# An edition as a Chinese desktop saves it: GB18030.
. tests/bad/life.sh
iconv -f UTF-8 -t GB18030 tests/small/edition.ini >"$work/e/edition.ini"
run new-month "$work/e" "$work/new"
run check "$work/new"
