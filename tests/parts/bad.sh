. tests/parts/lib.sh
bad_cases ""
echo "ended bad"
