# Signed files before independent judges (tests/judges), which `make conformance` fetches.
. tests/parts/lib.sh
check "the judges are there" test -s "$BUILD/judges/python.done" -a -s "$BUILD/judges/classes/Judge.class"
/usr/bin/python3 tests/judges/judges.py "$HONGTOU" "$BUILD/judges" || echo "not ok judges.py came to its end"
echo "ended judges"
