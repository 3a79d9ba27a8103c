# A file whose signature is none.
. tests/archive_case.sh
python3 tests/archive_sign.py "$work/1.pdf" "$work/signed.pdf"
archive add "$work/a" "$work/signed.pdf"
"$HONGTOU" --json archive show "$work/a" 2 | python3 -c 'import json, sys; d = json.load(sys.stdin); print(d["signatures"], d["verdict"], d["evidence"]["verdict"])'
