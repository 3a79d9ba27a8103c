# Colours for a press (tests/press.py).
. tests/parts/lib.sh
python3 tests/press.py "$HONGTOU" && echo "ended press"
