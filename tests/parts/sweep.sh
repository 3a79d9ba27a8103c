. tests/parts/lib.sh
python3 tests/sweep.py "$HONGTOU" "$BUILD/sweep"
echo "ended sweep"
