# A file beside the old folder that is not beside the new one.
. tests/bad/life.sh
mv "$work/e/t.csv" "$work/t.csv"
sed -i 's,^data = .*,data = ../t.csv,' "$work/e/edition.ini"
mkdir "$work/far"
run new-month "$work/e" "$work/far/new"
ls "$work/far"
run new-month "$work/e" "$work/new"
