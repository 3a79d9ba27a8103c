work=$(mktemp -d)
cp -r tests/small "$work/a=b"
(cd "$work" && "$HONGTOU" --lang en render "a=b" -o c.pdf -MD)
echo "exit code $?"
rm -rf "$work"
