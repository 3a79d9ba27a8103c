# The archive (tests/archive.py).
. tests/parts/lib.sh
mkdir -p "$BUILD"
check "the failing library builds for the archive" cc -shared -fPIC -O1 -o "$BUILD/fail_io.so" tests/fail_io.c -ldl
python3 tests/archive.py "$HONGTOU" "$BUILD/archive" "$BUILD/fail_io.so" || echo "not ok archive.py came to its end"
echo "ended archive"
