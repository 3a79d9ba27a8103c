# Values that are declared: cells and conditions with others. A list has a name a line.
. tests/bad/life.sh
printf '项目,状态,单位\n医院,滞後,"甲局\n乙局"\n学校,正常,甲居\n道路,,乙局\n合计,共,\n' >"$work/e/t.csv"
printf '有${计数(状态=落后)}、${计数(状态=滞后)}、${计数(状态=别的)}。\n' >"$work/e/body.txt"
printf '[column.状态]\nvalues = 滞后、正常\n[column.单位]\nbreaks = list\nvalues = 甲局 乙局\n' >>"$edition/edition.ini"
run check "$edition"
