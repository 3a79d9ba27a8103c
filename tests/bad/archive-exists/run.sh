# A folder with something in it becomes no archive, an archive not another one; no bag is written over.
. tests/archive_case.sh
mkdir "$work/full"
: >"$work/full/notes.txt"
archive init "$work/full"
archive init "$work/a"
archive add "$work/a" "$work/1.pdf"
archive export "$work/a" "$work/full" --year 2018
