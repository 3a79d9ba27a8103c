# A row was removed in the middle; the last one, with its file, is missed by the head that somebody kept.
. tests/archive_case.sh
add 1
add 2
head=$("$HONGTOU" archive head "$work/a" | cut -f 2)
cp -r "$work/a" "$work/b"
unguarded "DELETE FROM entry WHERE id=2"
archive verify "$work/a" | grep 'missing'
rm -rf "$work/a"
mv "$work/b" "$work/a"
archive verify "$work/a" --head "$head"
unguarded "DELETE FROM entry WHERE id=3"
archive verify "$work/a" --head "$head" | grep -c 'no entry has the hash\|no entry speaks of it'
