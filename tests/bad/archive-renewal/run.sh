# The program that renews fails, or gives something that is not the old file with more behind it.
. tests/archive_case.sh
python3 tests/archive_sign.py "$work/1.pdf" "$work/signed.pdf"
beside verify 'echo "{\"verdict\":\"valid\",\"signatures\":[{\"kind\":\"time-stamp\",\"time_stamp\":{\"authority\":{\"not_after\":\"2020-01-01T00:00:00Z\"}}}]}"'
archive add "$work/a" "$work/signed.pdf"
archive renew "$work/a"
beside sign 'echo "no server" >&2; exit 3'
archive renew "$work/a" --timestamp http://127.0.0.1:1/
beside sign 'head -c 3000 /dev/zero'
archive renew "$work/a" --timestamp http://127.0.0.1:1/
find "$work/a/files" "$work/a/incoming" -type f | wc -l
