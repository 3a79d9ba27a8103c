# The same results under LC_ALL=C and under a locale with a decimal comma.
. tests/parts/lib.sh
mkdir -p "$BUILD/locales"
[ -d "$BUILD/locales/de_DE.UTF-8" ] || localedef -i de_DE -f UTF-8 "$PWD/$BUILD/locales/de_DE.UTF-8" 2>/dev/null
check "the comma locale is there" sh -c "LOCPATH=$PWD/$BUILD/locales LC_ALL=de_DE.UTF-8 locale decimal_point | grep -q ,"
under() {
	locale=$1 unit_run=.$1
	export LOCPATH="$PWD/$BUILD/locales" LC_ALL=$locale
	bad_cases "$locale "
	golden_cases "$locale "
	check "$locale same bytes" sh -c '"$HONGTOU" render input/jining-2018h1 -o "$BUILD/locale.$LC_ALL.pdf" 2>/dev/null && LC_ALL=C.UTF-8 "$HONGTOU" render input/jining-2018h1 -o "$BUILD/plain.$LC_ALL.pdf" 2>/dev/null && cmp "$BUILD/locale.$LC_ALL.pdf" "$BUILD/plain.$LC_ALL.pdf"'
	for program in "$BUILD"/unit/test_*; do
		case $program in *.log|*.tap|*.d) continue ;; esac
		unit "$program" | sed "s/^\(ok\|not ok\) /\1 $locale /"
	done
}
under C >"$BUILD/locales/C.said" 2>&1 &
under de_DE.UTF-8 >"$BUILD/locales/de_DE.said" 2>&1
wait
cat "$BUILD/locales/C.said" "$BUILD/locales/de_DE.said"
unset LOCPATH LC_ALL
check "errors of the system are told in the language of the messages" sh -c '"$HONGTOU" --lang zh check /nowhere.ini 2>&1 | grep -q 没有这个文件或文件夹 && "$HONGTOU" --lang en check /nowhere.ini 2>&1 | grep -q "No such file or directory"'
echo "ended locales"
