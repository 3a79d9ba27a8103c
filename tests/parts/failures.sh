# Each call that opens, reads, writes, syncs or renames fails once (tests/fail_io.c).
. tests/parts/lib.sh
mkdir -p "$BUILD"
check "the failing library builds" cc -shared -fPIC -O1 -o "$BUILD/fail_io.so" tests/fail_io.c -ldl
python3 tests/failures.py "$HONGTOU" "$BUILD/fail_io.so" render compact packed sign sealed embedded extract rebuild init new-month like reprint diff merge
full_disk() {
	work=$(mktemp -d)
	printf old >"$work/out.pdf"
	(ulimit -f 64; trap '' XFSZ; "$HONGTOU" --lang en render input/jining-2018h1 -o "$work/out.pdf" 2>"$work/log")
	code=$?
	cat "$work/log"
	same=$(cat "$work/out.pdf" | head -c 10)
	left=$(ls -A "$work" | tr '\n' ' ')
	rm -rf "$work"
	[ $code = 3 ] && [ "$same" = old ] && [ "$left" = "log out.pdf " ]
}
check "a full disk leaves the old file" full_disk
check "standard output that is full" sh -c '"$HONGTOU" render input/jining-2018h1 -o - >/dev/full 2>/dev/null; [ $? = 3 ]'
check "standard output takes the PDF" sh -c '"$HONGTOU" render input/jining-2018h1 -o - 2>/dev/null | head -c 8 | grep -q "%PDF-1.7"'
echo "ended failures"
