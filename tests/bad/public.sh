# Sourced by cases: a table with rows and a column that are not public, totals below.
. tests/bad/life.sh
printf '项目,金额,公开\n医院,10,是\n学校,20,否\n道路,30,是\n合计,60,\n' >"$work/e/t.csv"
printf '[column.公开]\npublic = no\n[rule.内部]\ncolumn = 公开\nequals = 否\npublic = no\n' >>"$work/e/edition.ini"
