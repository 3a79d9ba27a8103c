# An output that there is not, where there is none at all.
. tests/bad/life.sh
run render "$edition" --for print -o "$work/out.pdf"
ls "$work"
