# A name that lists could not hold.
. tests/archive_case.sh
mv "$work/1.pdf" "$work/a	b.pdf"
archive add "$work/a" "$work/a	b.pdf"
archive add "$work/a" "$work/2.pdf" --with "$work/a	b.pdf"
archive list "$work/a"
