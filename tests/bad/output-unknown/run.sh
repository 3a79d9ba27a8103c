# An output that there is not, where there are others.
. tests/bad/life.sh
printf '[output.print]\nhead.mark = preprinted\n' >>"$work/e/edition.ini"
run render "$edition" --for prin -o "$work/out.pdf"
ls "$work"
