# Words from which no next month follows surely: a day, a quarter, a span that ends in December, one that does not begin in January.
. tests/bad/life.sh
for title in 2018年7月19日情况通报 二季度情况通报 2018年1-12月份情况通报 4-6月份情况通报 上半年情况通报 情况通报; do
	sed "s/^title = .*/title = $title/" tests/small/edition.ini >"$work/e/edition.ini"
	run new-month "$work/e" "$work/new" | grep 'title\|exit'
	rm -rf "$work/new"
done
