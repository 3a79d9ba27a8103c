# What `make install` puts down works by itself, wherever it lies and whatever PREFIX the programs were built with: data beside the
# programs come before those of the sources, and none is missing.
. tests/parts/lib.sh
place=$PWD/$BUILD/installed
rm -rf "$place"
check "make install" sh -c "make -s install DESTDIR='$place/first' PREFIX=/opt >'$BUILD/install.log' 2>&1"
mkdir -p "$place/later on" "$place/home"
mv "$place/first/opt" "$place/later on/local"
here="$place/later on/local"
sed 's/^msgstr "缺少命令"/msgstr "没写命令"/' publisher/po/zh_CN.po >"$place/other.po"
msgfmt -o "$here/share/locale/zh_CN/LC_MESSAGES/hongtou.mo" "$place/other.po"
check "messages are the installed ones" sh -c "'$here/bin/hongtou' --lang zh 2>&1 | grep -q 没写命令"
printf '[template]\nextends = tongbao\n' >"$here/share/hongtou/templates/of-this-place.ini"
cp -r tests/small "$place/edition"
sed -i 's/^template *=.*/template = of-this-place/' "$place/edition/edition.ini"
printf '[archive]\nembed = yes\n' >>"$place/edition/edition.ini"
export HOME="$place/home"
unset XDG_CONFIG_HOME HONGTOU_FONTS
check "templates are the installed ones" "$here/bin/hongtou" render "$place/edition" -o "$place/out.pdf"
check "fonts are the installed ones" sh -c "'$here/bin/hongtou' fonts | grep -q '$here/share/hongtou/fonts/downloaded/FandolFang'"
for program in compact extract rebuild reprint sign verify archive watch; do
	check "hongtou $program is started from where it lies" sh -c "'$here/bin/hongtou' --lang en $program --help | grep -q 'usage: hongtou $program'"
done
echo '<main id=elsewhere>' >"$here/share/hongtou/watch.html"
served() {
	"$here/bin/hongtou" --lang en watch "$place/edition" -o "$place/watched.pdf" --serve=0 >"$place/served" 2>"$place/served.log" &
	while ! grep -q http "$place/served" && kill -0 $!; do sleep 0.1; done
	python3 -c 'import sys, urllib.request as u; sys.exit(b"elsewhere" not in u.urlopen(sys.argv[1]).read())' "$(sed -n 's/.*\(http[^ ]*\).*/\1/p' "$place/served")"
	code=$?
	kill $!
	wait $!
	return $code
}
check "the watch page is the installed one" served
check "rebuild starts its renderer there" sh -c "'$here/bin/hongtou' --lang en rebuild '$place/out.pdf' --verify | grep -q 'the same byte for byte'"
check "every template and manual page is there" sh -c "ls templates | while read -r one; do [ -e '$here/share/hongtou/templates/'\$one ] || exit 1; done && ls '$here/share/man/man5/hongtou-edition.5' '$here/share/man/man7/hongtou-expand.7'"
rm -rf "$place"
echo "ended install"
