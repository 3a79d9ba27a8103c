# What the archive exports, before the bagit package (PyPI), which `make conformance` fetches with the other judges.
. tests/parts/lib.sh
python=$BUILD/judges/python/bin/python
work=$(mktemp -d)
bag=$work/移交
check "bagit is there" "$python" -c "import bagit"
check "an archive is filled" sh -c '
	"$HONGTOU" render input/jining-2018h1-printed -o "$1/通报.pdf" 2>/dev/null
	"$HONGTOU" archive init "$1/a" --name 济宁高新区 && "$HONGTOU" archive add "$1/a" "$1/通报.pdf" --with README.md --item-number 1 --retention 永久' - "$work"
check "a year of it is exported" "$HONGTOU" archive export "$work/a" "$bag" --year 2018
check "bagit finds the bag valid" "$python" -m bagit --validate "$bag"
check "of the size that it says" "$python" -m bagit --validate --fast "$bag"
printf x >>"$bag/data/归档文件目录.csv"
check "bagit finds a changed bag not valid" sh -c '! "$1" -m bagit --validate "$2"' - "$python" "$bag"
rm -rf "$work"
echo "ended bags"
