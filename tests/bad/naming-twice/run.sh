# Two outputs of one name: the first is written, the second is not.
. tests/bad/life.sh
printf '[output.web]\npdf.compact = no\nfile = {title}.pdf\n[output.WEB]\nfile = {title}.pdf\n' >>"$work/e/edition.ini"
run render "$edition" --for all -o "$work/out/"
LC_ALL=C ls "$work/out"
