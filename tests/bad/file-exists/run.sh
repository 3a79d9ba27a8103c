# A new edition, and next month's, where something is already.
. tests/bad/life.sh
run init "$work/e"
mkdir "$work/other"
run new-month "$work/e" "$work/other"
ls "$work/e"; ls "$work/other"
