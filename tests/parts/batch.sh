# Many editions in one run.
. tests/parts/lib.sh
mkdir -p "$BUILD"
python3 tests/batch/batch.py "$HONGTOU" "$BUILD/batch"
check "the failing library builds" cc -shared -fPIC -O1 -o "$BUILD/fail_io.so" tests/fail_io.c -ldl
python3 tests/batch/failures.py "$HONGTOU" "$BUILD/fail_io.so"
echo "ended batch"
