# A number that two issuers have used.
. tests/archive_case.sh
add 1
make_pdf other.pdf number="济高督字〔2018〕1号" issuer=水务局 date=2018-08-01 title=另一机关
archive add "$work/a" "$work/other.pdf"
archive show "$work/a" "济高督字〔2018〕1号"
