# The very same file again.
. tests/archive_case.sh
archive add "$work/a" "$work/1.pdf"
cp "$work/1.pdf" "$work/copy.pdf"
archive add "$work/a" "$work/copy.pdf"
archive supersede "$work/a" 2 2 --reason x
