. tests/parts/lib.sh
golden_cases ""
echo "ended golden"
