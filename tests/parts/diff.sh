# Two editions held against each other, and the marked edition (tests/diff.py).
. tests/parts/lib.sh
for language in en zh; do
	check "a comparison in $language" sh -c "\"\$HONGTOU\" --lang $language diff tests/diff/june tests/diff/july | diff tests/golden/diff.$language -"
	check "a comparison in $language under LC_ALL=C" sh -c "LC_ALL=C \"\$HONGTOU\" --lang $language diff tests/diff/june tests/diff/july | diff tests/golden/diff.$language -"
done
python3 tests/diff.py "$HONGTOU" "$BUILD/diff"
echo "ended diff"
