# A template's output cannot choose a template; the edition's can.
. tests/bad/life.sh
printf '[template]\nextends = tongbao\n[output.a]\n公文.模板 = han\n' >"$work/e/own.ini"
sed -i 's/^template = .*/template = own/' "$work/e/edition.ini"
run check "$edition"
