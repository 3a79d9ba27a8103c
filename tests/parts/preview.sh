. tests/parts/lib.sh
python3 tests/preview.py "$HONGTOU" "$BUILD/preview"
echo "ended preview"
