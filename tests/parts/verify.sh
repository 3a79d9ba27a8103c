# hongtou verify against good and forged files. The keys and the authorities are those of tests/pki.
. tests/parts/lib.sh
python3 tests/verify.py "$HONGTOU" "$BUILD/verify" || echo "not ok verify.py came to its end"
echo "ended verify"
