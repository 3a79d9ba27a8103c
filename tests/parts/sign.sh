# Signing, judged by others' tools.
. tests/parts/lib.sh
python3 tests/sign.py "$HONGTOU" "$BUILD/sign"
echo "ended sign"
