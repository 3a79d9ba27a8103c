# An option against what the file says.
. tests/archive_case.sh
archive add "$work/a" "$work/1.pdf" --issuer 水务局
archive add "$work/a" "$work/1.pdf" --issuer 督查局
