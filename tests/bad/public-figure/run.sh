# Text of a public copy that says something else than the whole document: figures with conditions, and all of them where no total stays.
. tests/bad/public.sh
printf '%s\n' '共完成${合计(金额)}，医院和学校${合计(金额, 金额<25)}，最多${最大(金额)}，最少${最小(金额)}。' '有${列举(项目)}。' >"$work/e/body.txt"
run check "$edition" --set document.public=yes --set table.t.public_totals=keep
run check "$edition" --set document.public=yes --set table.t.public_totals=drop
