# The edition has another number, and so its file another name, than in the run before.
work=$(mktemp -d)
cp -r tests/small "$work/e"
(cd "$work" && "$HONGTOU" --lang en batch e -o out && sed -i 's/54号/55号/' e/edition.ini && "$HONGTOU" --lang en batch e -o out)
echo "exit code $?"
rm -rf "$work"
