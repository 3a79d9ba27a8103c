. tests/parts/lib.sh
# Debian's python, which has Debian's XlsxWriter
/usr/bin/python3 tests/workbook.py "$HONGTOU" "$BUILD/workbook"
echo "ended workbook"
