# A pattern of which nothing is left: a document without issue number, and dots and blanks alone.
. tests/bad/life.sh
run render "$edition" -o "$work/out/" --set 'document.file={issue}.pdf'
run render "$edition" -o "$work/out/" --set 'document.file= . .pdf'
ls "$work/out"
