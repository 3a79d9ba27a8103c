# The catalogue was made to say that a file claims more than it does.
. tests/archive_case.sh
add 1
unguarded "UPDATE entry SET pdfua='1' WHERE id=2"
archive verify "$work/a" | grep 'document 2'
