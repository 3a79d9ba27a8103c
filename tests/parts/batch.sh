# Many editions in one run.
. tests/parts/lib.sh
python3 tests/batch/batch.py "$HONGTOU" "$BUILD/batch"
echo "ended batch"
