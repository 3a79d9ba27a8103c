. tests/parts/lib.sh
python3 tests/awkward.py "$HONGTOU" "$BUILD/awkward"
echo "ended awkward"
