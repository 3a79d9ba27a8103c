. tests/parts/lib.sh
python3 tests/property.py "$HONGTOU" "$BUILD/property" "${PROPERTY_ROUNDS:-150}"
echo "ended property"
