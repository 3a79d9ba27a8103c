# A total that would give away what is left out: nothing is decided; kept; dropped.
. tests/bad/public.sh
run check "$edition"
run check "$edition" --set document.public=yes
run check "$edition" --set document.public=yes --set table.t.public_totals=keep
run check "$edition" --set document.public=yes --set 表格.公开合计=删去
run check "$edition" --set table.public_totals=no
