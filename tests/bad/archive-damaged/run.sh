# A catalogue that is no database, and one with a hole.
. tests/archive_case.sh
add 1
cp "$work/a/catalogue.db" "$work/good"
echo "this was a catalogue once, and is a text now: nothing of it can be read" >"$work/a/catalogue.db"
archive list "$work/a"
python3 -c 'import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[4096:] = b"\xff" * (len(data) - 4096)
open(sys.argv[2], "wb").write(data)' "$work/good" "$work/a/catalogue.db"
archive add "$work/a" "$work/2.pdf"
find "$work/a/files" -type f | wc -l
