# A file from elsewhere that does not say what it is.
. tests/archive_case.sh
make_pdf foreign.pdf
archive add "$work/a" "$work/foreign.pdf"
archive add "$work/a" "$work/foreign.pdf" --title 来函 --issuer 水务局 --date 2018-03-01 --number 无
archive list "$work/a"
