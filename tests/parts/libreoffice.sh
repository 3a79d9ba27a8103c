# Workbooks of a second writer; not among the parts of `make test`, for the program is large.
. tests/parts/lib.sh
rm -rf "$BUILD/libreoffice"
/usr/bin/python3 tests/workbook.py "$HONGTOU" "$BUILD/libreoffice"
/usr/bin/python3 tests/libreoffice.py "$HONGTOU" "$BUILD/libreoffice"
echo "ended libreoffice"
