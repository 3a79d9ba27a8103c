#!/bin/sh
# A port that somebody listens on.
work=$(mktemp -d)
cp -r tests/small "$work/edition"
"$HONGTOU" --lang en watch "$work/edition" -o "$work/a.pdf" --serve=0 >"$work/out" 2>/dev/null &
first=$!
port=
while [ -z "$port" ] && kill -0 "$first" 2>/dev/null; do
	sleep 0.05
	port=$(sed -n 's,.*127\.0\.0\.1:\([0-9]*\)/.*,\1,p' "$work/out")
done
"$HONGTOU" --lang en watch "$work/edition" -o "$work/b.pdf" --serve="$port" 2>&1 | sed "s, $port:, PORT:,"
kill "$first"
wait "$first"
rm -rf "$work"
