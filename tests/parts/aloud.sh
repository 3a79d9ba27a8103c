. tests/parts/lib.sh
python3 tests/aloud.py "$HONGTOU" "$BUILD/aloud"
echo "ended aloud"
