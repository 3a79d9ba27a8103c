work=$(mktemp -d)
cp -r tests/small "$work/e"
truncate -s 4G "$work/e/body.txt"
(cd "$work" && "$HONGTOU" --lang en batch e -o out --memory 256)
echo "exit code $?"
rm -rf "$work"
