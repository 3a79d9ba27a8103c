work=$(mktemp -d)
cp -r tests/small "$work/e"
printf 'e\ne/edition.ini\n' >"$work/list.txt"
(cd "$work" && "$HONGTOU" --lang en batch list.txt -o out)
echo "exit code $?"
rm -rf "$work"
