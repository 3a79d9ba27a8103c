# A file that somebody put into the archive.
. tests/archive_case.sh
add 1
cp "$work/2.pdf" "$work/a/files/$(basename "$(dirname "$(stored)")")/forged.pdf"
archive verify "$work/a"
