# Outputs that change outputs.
. tests/bad/life.sh
printf '[output.a]\noutput.b.file = x.pdf\n[output.b]\npdf.tagged = no\n' >>"$work/e/edition.ini"
run check "$edition" --set 输出.b.文件名=x.pdf
