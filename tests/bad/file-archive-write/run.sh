# A full disk: the file has room, the catalogue has none; then neither. Nothing is left of it.
. tests/archive_case.sh
(ulimit -f 40; trap '' XFSZ; archive add "$work/a" "$work/1.pdf") | sed 's,: [A-Za-z ]*; nothing,: WHY; nothing,'
make_pdf large.pdf number=督字〔2018〕9号 issuer=督查局 date=2018-07-19 title=长 --text "$(python3 -c 'print("".join(map(chr, range(0x4e00, 0x6e00))))')"
(ulimit -f 100; trap '' XFSZ; archive add "$work/a" "$work/large.pdf")
find "$work/a/files" "$work/a/incoming" -type f
archive add "$work/a" "$work/1.pdf"
archive verify "$work/a"
