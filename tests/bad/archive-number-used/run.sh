# A number that this issuer has used in this year, in whatever way it is written. Another issuer may have it.
. tests/archive_case.sh
archive add "$work/a" "$work/1.pdf"
make_pdf other.pdf number="济高督字[2018] 01号" issuer=督查局 date=2018-08-01 title=另一份
archive add "$work/a" "$work/other.pdf"
make_pdf elsewhere.pdf number="济高督字〔2018〕1号" issuer=水务局 date=2018-08-01 title=另一机关
archive add "$work/a" "$work/elsewhere.pdf"
make_pdf right.pdf number="济高督字〔2018〕1号" issuer=督查局 date=2018-08-02 title=更正
archive supersede "$work/a" 2 "$work/right.pdf" --reason 更正
make_pdf third.pdf number="济高督字〔2018〕1号" issuer=督查局 date=2018-08-03 title=再次
archive add "$work/a" "$work/third.pdf"
