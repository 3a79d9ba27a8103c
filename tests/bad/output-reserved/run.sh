# The name that means all of them.
. tests/bad/life.sh
printf '[输出.全部]\nhead.mark = preprinted\n' >>"$work/e/edition.ini"
run render "$edition" --for all -o "$work/out/"
ls "$work/out"
