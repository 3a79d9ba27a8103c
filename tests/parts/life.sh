# An edition from its start to its outputs: init, new-month, drafts, --set, [output.NAME] (tests/life.py).
. tests/parts/lib.sh
python3 tests/life.py "$HONGTOU" && echo "ended life"
