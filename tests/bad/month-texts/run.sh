# Months in the body stay.
. tests/bad/life.sh
printf '截至6月底，工作进展如下：\n各项工作有序推进。\n上半年完成较好。\n' >"$work/e/body.txt"
run new-month "$work/e" "$work/new"
