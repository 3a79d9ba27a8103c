. tests/parts/lib.sh
python3 tests/conform.py "$HONGTOU" "$BUILD/conform" || echo "not ok conform.py came to its end"
check "conform without an edition is wrong usage" sh -c '"$HONGTOU" conform 2>/dev/null; [ $? = 2 ]'
check "conform of an edition with errors ends with 1 and prints no report" sh -c '"$HONGTOU" conform tests/bad/number-form >"$BUILD/conform/none" 2>/dev/null; [ $? = 1 ] && [ ! -s "$BUILD/conform/none" ]'
echo "ended conform"
