. tests/parts/lib.sh
# Debian's python, which has Debian's XlsxWriter
for file in workbook workbook_ods workbook_hostile; do
	/usr/bin/python3 "tests/$file.py" "$HONGTOU" "$BUILD/workbook"
done
echo "ended workbook"
