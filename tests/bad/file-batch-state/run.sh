# Where a run notes what it has made there is a link to somebody's file; another part of the list has a pipe there.
work=$(mktemp -d)
ln -s "$PWD/tests/small" "$work/e"
mkdir "$work/out"
echo precious >"$work/file"
ln -s ../file "$work/out/.hongtou-batch"
mkfifo "$work/out/.hongtou-batch.1-of-2"
(cd "$work" && timeout 60 "$HONGTOU" --lang en batch e -o out)
echo "exit code $?"
cat "$work/file"
rm -rf "$work"
