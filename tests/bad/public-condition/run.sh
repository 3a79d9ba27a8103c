# A paragraph that the public copy drops.
. tests/bad/public.sh
printf '%s\n' '情况。' '{% if 计数(金额=20) > 0 %}' '另有一项。' '{% endif %}' >"$work/e/body.txt"
run check "$edition"
run check "$edition" --set document.public=yes --set table.t.public_totals=keep
