# Keys of an output that do not say of which section, and such as there are not; also of an output that is not chosen.
. tests/bad/life.sh
printf '[output.a]\nmark = none\nhead.marc = none\nheat.mark = none\ntemplate.format = letter\n' >>"$work/e/edition.ini"
run check "$edition"
