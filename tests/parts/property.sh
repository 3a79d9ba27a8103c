. tests/parts/lib.sh
python3 tests/property.py "$HONGTOU" "$BUILD/property" "${PROPERTY_ROUNDS:-150}"
python3 tests/property_hostile.py "$HONGTOU" "$BUILD/property-hostile"
/usr/bin/python3 tests/property_book.py "$HONGTOU" "$BUILD/property-book" "${PROPERTY_ROUNDS:-150}"
echo "ended property"
