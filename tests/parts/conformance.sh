. tests/parts/lib.sh
check "veraPDF is there" test -s "$BUILD/conformance/verapdf.jar"
python3 tests/conformance.py "$HONGTOU" "$BUILD/conformance/verapdf.jar" "$BUILD/conformance" && echo "ended conformance"
