. tests/parts/lib.sh
python3 tests/embed.py "$HONGTOU" "$BUILD/embed"
echo "ended embed"
