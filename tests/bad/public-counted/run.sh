# How many rows there are agrees with the total that stays.
. tests/bad/public.sh
printf '%s\n' '共${计数()}项，平均${fixed(平均(金额), 1)}。' >"$work/e/body.txt"
run check "$edition" --set document.public=yes --set table.t.public_totals=keep
