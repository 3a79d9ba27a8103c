# A signature that was judged with --trust and is checked without it; a broken one is no matter of trust.
. tests/archive_case.sh
python3 tests/archive_sign.py "$work/1.pdf" "$work/signed.pdf"
beside verify 'echo "{\"verdict\":\"valid\",\"signatures\":[]}"'
archive add "$work/a" "$work/signed.pdf"
beside verify 'echo "{\"verdict\":\"indeterminate\",\"signatures\":[]}"; exit 5'
archive verify "$work/a"
archive verify "$work/a" --trust "$work"
