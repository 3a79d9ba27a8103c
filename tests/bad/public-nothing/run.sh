# A public copy in which nothing of a table is left.
. tests/bad/public.sh
run check "$edition" --set document.public=yes --set column.项目.public=no --set column.金额.public=no
run check "$edition" --set document.public=yes --set rule.内部.column= --set rule.内部.equals= --set rule.内部.above=0 --set rule.b.rows=total --set rule.b.public=no
