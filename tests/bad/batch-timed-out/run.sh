# The body is a pipe that nobody writes to.
work=$(mktemp -d)
cp -r tests/small "$work/e"
rm "$work/e/body.txt"
mkfifo "$work/e/body.txt"
(cd "$work" && "$HONGTOU" --lang en batch e -o out --timeout 1)
echo "exit code $?"
rm -rf "$work"
