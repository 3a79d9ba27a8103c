# Messages in Chinese name sections and keys by their Chinese names.
. tests/bad/life.sh
ini=$edition/edition.ini
with() {
	cp tests/small/edition.ini "$ini"
	printf "$@" >>"$ini"
	run --lang zh check "$edition"
}
with '[期间]\n月 = 3\n'
with '[表格.w]\n文字最窄 = 1mm\n'
with '[签名]\n理由 = 发文\n'
with '[发文机关.1]\n签发人 = 甲\n[发文机关.2]\n名称 = 乙局\n[附件.2]\n表格 = t\n[表格.u]\n'
run --lang zh check "$edition" --set 公文.正文=
run --lang zh check "$edition" --set '页面.最多行数=${count(t)}'
run --lang zh check tests/bad/element-required
