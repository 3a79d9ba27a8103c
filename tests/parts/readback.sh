. tests/parts/lib.sh
python3 tests/readback.py "$HONGTOU" "$BUILD/readback"
echo "ended readback"
