# A day that never was, in a file.
. tests/archive_case.sh
make_pdf bad.pdf number=督字〔2018〕1号 issuer=督查局 date=2018-02-29 title=通报
archive add "$work/a" "$work/bad.pdf"
