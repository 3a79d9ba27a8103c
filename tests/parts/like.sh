. tests/parts/lib.sh
python3 tests/like.py "$HONGTOU" "$BUILD/like"
echo "ended like"
