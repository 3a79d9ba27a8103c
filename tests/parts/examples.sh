# Each kind of document has a template that its Chinese name finds, and an example without a warning.
. tests/parts/lib.sh
for kind in jueyi:决议 jueding:决定 mingling:命令 gongbao:公报 gonggao:公告 tonggao:通告 yijian:意见 tongzhi:通知 tongbao:通报 \
	baogao:报告 qingshi:请示 pifu:批复 yian:议案 han:函 jiyao:纪要 jianbao:简报; do
	name=${kind%%:*}
	check "example-$name" sh -c '"$HONGTOU" --lang en -W error check "input/example-'"$name"'"'
	check "template = ${kind#*:}" sh -c '"$HONGTOU" config "input/example-'"$name"'" | grep -qx "template.name='"$name"'"'
done
echo "ended examples"
