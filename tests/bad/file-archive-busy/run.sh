# Another program holds the write lock.
. tests/archive_case.sh
mkfifo "$work/in" "$work/out"
python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
open(sys.argv[2], "w").close()
open(sys.argv[3]).close()' "$work/a/catalogue.db" "$work/in" "$work/out" &
cat "$work/in"
archive add "$work/a" "$work/1.pdf" --wait 0
: >"$work/out"
wait
archive add "$work/a" "$work/1.pdf"
