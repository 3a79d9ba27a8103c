# Templates in values and texts (hongtou-expand(7)).
. tests/parts/lib.sh
python3 tests/expand.py "$HONGTOU" "$BUILD/expanded"
echo "ended expand"
