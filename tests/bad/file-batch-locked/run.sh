# The lock of a folder is held by somebody else.
work=$(mktemp -d)
ln -s "$PWD/tests/small" "$work/e"
mkdir "$work/out"
(cd "$work" && flock out/.hongtou-batch.lock "$HONGTOU" --lang en batch e -o out)
echo "exit code $?"
rm -rf "$work"
