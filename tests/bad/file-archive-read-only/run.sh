# An archive that may not be written to can be read. Root gives up its right to write everywhere.
. tests/archive_case.sh
add 1
chmod -R a-w "$work/a"
plain=
[ "$(id -u)" != 0 ] || plain="setpriv --bounding-set=-dac_override,-dac_read_search,-fowner"
$plain "$HONGTOU" --lang en archive add "$work/a" "$work/2.pdf" 2>&1 | sed "s,$work,FOLDER,"
$plain "$HONGTOU" --lang en archive supersede "$work/a" 2 --reason x 2>&1 | sed "s,$work,FOLDER,"
$plain "$HONGTOU" --lang en archive list "$work/a" 2>&1
$plain "$HONGTOU" --lang en archive search "$work/a" 通报 2>&1
$plain "$HONGTOU" --lang en archive verify "$work/a" 2>&1
$plain "$HONGTOU" --lang en archive export "$work/a" "$work/bag" --year 2018 2>&1 | sed "s,$work,FOLDER,"
