# What hongtou init leaves to be filled in, in a draft: body, elements, a cell.
. tests/bad/life.sh
printf '现将【请填写事由】情况通报如下：\n' >"$work/e/body.txt"
sed -i 's/^医,.*/医,【请填写】/' "$work/e/t.csv"
sed -n 2p "$work/e/t.csv" >/dev/null
printf '项目,内容\n医院,【请填写内容】\n' >"$work/e/t.csv"
run check "$edition" --set document.status=draft --set 'document.title=【请填写标题】' --set 'document.number='
