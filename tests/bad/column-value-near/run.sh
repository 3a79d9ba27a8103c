# A condition that seems to be mistyped. What is merely not there this month is nothing to be told, nor what a rule asks, nor what differs by
# 已, 未 or a numeral.
. tests/bad/life.sh
printf '项目,状态,类别\n医院,滞后,一类\n学校,正常,一类\n道路,已完成,三类\n合计,,\n' >"$work/e/t.csv"
printf '%s\n' '情况。' '{% if 计数(状态=落后) > 0 %}' '落后。' '{% endif %}' '{% for 行 in t if 状态!=正常的 %}' '{% if 行.项目="医 院" or 行.项目=医院楼 %}' '医院。' '{% endif %}' \
	'{% endfor %}' '有${计数(状态=未完成)}、${计数(状态=暂停)}、${计数(状态="")}、${计数(类别=二类)}、${计数(状态=滞后, 类别=一类)}。' >"$work/e/body.txt"
run check "$edition"
run --lang zh check "$edition"
printf '[rule.慢]\ncolumn = 状态\nequals = 落后\nlight = red\n[column.状态]\n取值 = 滞后、正常、已完成、未完成、暂停、正常的\n' >>"$edition/edition.ini"
run check "$edition"
