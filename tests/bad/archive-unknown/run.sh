# A document that is not there.
. tests/archive_case.sh
archive show "$work/a" 济高督字〔2018〕1号
archive show "$work/a" 1
archive supersede "$work/a" 99 --reason x
