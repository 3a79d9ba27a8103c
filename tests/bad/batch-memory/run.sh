# Its body is far larger than what it may take.
work=$(mktemp -d)
cp -r tests/small "$work/e"
truncate -s 4G "$work/e/body.txt"
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:allocator_may_return_null=1"
(cd "$work" && "$HONGTOU" --lang en batch e -o out --memory 256)
echo "exit code $?"
rm -rf "$work"
