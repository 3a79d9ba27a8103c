# A signature that was valid when the file came, and is no longer (programs of our own judge here).
. tests/archive_case.sh
python3 tests/archive_sign.py "$work/1.pdf" "$work/signed.pdf"
beside verify 'echo "{\"verdict\":\"valid\",\"signatures\":[]}"'
archive add "$work/a" "$work/signed.pdf"
archive verify "$work/a"
beside verify 'echo "{\"verdict\":\"invalid\",\"signatures\":[]}"; exit 1'
archive verify "$work/a"
archive verify "$work/a" --without-signatures
