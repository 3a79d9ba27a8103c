# The program that judges signatures cannot (its folder of certificates is none).
. tests/archive_case.sh
python3 tests/archive_sign.py "$work/1.pdf" "$work/signed.pdf"
archive add "$work/a" "$work/signed.pdf" --trust "$work/nowhere" | sed "s,'[^']*hongtou-verify','hongtou-verify',"
archive list "$work/a"
