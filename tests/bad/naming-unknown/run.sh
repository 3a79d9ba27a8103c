# A pattern with a name that nothing has, and one without its closing brace.
. tests/bad/life.sh
run render "$edition" -o "$work/out/" --set 'document.file={nummer} {title}.pdf'
run render "$edition" -o "$work/out/" --set '公文.文件名={标题'
ls "$work/out"
