# The same in a finished document.
. tests/bad/life.sh
run render "$edition" --set 'imprint.printer=【请填写印发机关】' -o "$work/out.pdf"
ls "$work"
