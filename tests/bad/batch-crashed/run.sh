# A worker that hangs over its edition, whose body is a pipe that nobody writes to, is ended from outside.
work=$(mktemp -d)
cp -r tests/small "$work/e"
rm "$work/e/body.txt"
mkfifo "$work/e/body.txt"
cd "$work"
"$HONGTOU" --lang en batch e -o out --timeout 20 &
parent=$!
worker=
for try in 1 2 3 4 5 6 7 8 9 10; do
	[ -n "$worker" ] || sleep 0.1
	[ -n "$worker" ] || worker=$(tr -d ' ' <"/proc/$parent/task/$parent/children")
done
kill -KILL "$worker"
wait $parent
echo "exit code $?"
cd /
rm -rf "$work"
