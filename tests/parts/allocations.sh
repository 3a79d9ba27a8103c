# Every allocation of a whole run fails once, in a forked child: each must end with exit code 4 (publisher/base/memory.c).
. tests/parts/lib.sh
check "the failing build builds" make --no-print-directory -j"$(nproc)" BUILD=build/failing CPPFLAGS=-DHONGTOU_FAIL_ALLOCATIONS build/failing/hongtou build/failing/hongtou-compact build/failing/hongtou-sign build/failing/hongtou-archive build/failing/hongtou-merge build/failing/hongtou-reprint
allocations() {
	work=$(mktemp -d)
	HONGTOU_FAIL_ALLOCATIONS=1 "$@" -o "$work/out.pdf" 2>"$work/log"
	cat "$work/log"
	wrong=$(grep -c '^allocations failed: .*wrong endings: [1-9]' "$work/log")
	count=$(sed -n 's/^allocations failed: \([0-9]*\), wrong endings: 0$/\1/p' "$work/log" | sort -n | head -n 1)    # of each program that ran
	left=$(ls -A "$work" | tr '\n' ' ')
	rm -rf "$work"
	[ "$wrong" = 0 ] && [ -n "$count" ] && [ "$count" -gt 1000 ] && [ "$left" = "log out.pdf " ]
}
check "each allocation fails once" allocations build/failing/hongtou render tests/small
expanding build/failing/expanding
check "each allocation fails once, with templates" allocations build/failing/hongtou render build/failing/expanding
expanding build/failing/public
printf '[rule.x]\ncolumn = 项目内容\ncontains = 洸\npublic = no\n[output.web]\ndocument.public = yes\n' >>build/failing/public/edition.ini
check "each allocation of a public copy fails once" allocations build/failing/hongtou render build/failing/public --for web
check "each allocation of a marked edition fails once" allocations build/failing/hongtou diff tests/diff/june tests/diff/july --changes-page
check "a file to pack is there" "$HONGTOU" render tests/small -o build/failing/small.pdf
check "each allocation of hongtou-compact fails once" allocations build/failing/hongtou-compact build/failing/small.pdf
check "a key to sign with is there" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Seal -keyout build/failing/key.pem -out build/failing/seal.pem
check "each allocation of hongtou-sign fails once" allocations build/failing/hongtou-sign build/failing/small.pdf --key build/failing/key.pem --certificate build/failing/seal.pem --seal input/example-pictures/seal-zhengfu.png
archive_allocations() {
	work=$(mktemp -d)
	build/failing/hongtou-archive init "$work/a" && HONGTOU_FAIL_ALLOCATIONS=1 build/failing/hongtou-archive "$@" "$work/a" build/failing/small.pdf 2>"$work/log"
	cat "$work/log"
	count=$(sed -n 's/^allocations failed: \([0-9]*\), wrong endings: 0$/\1/p' "$work/log")
	build/failing/hongtou-archive verify "$work/a"
	sound=$?
	rm -rf "$work"
	[ -n "$count" ] && [ "$count" -gt 1000 ] && [ $sound = 0 ]
}
check "each allocation of hongtou-archive fails once" archive_allocations add
embedding build/failing/embedding
check "each allocation fails once, with embedded sources" allocations build/failing/hongtou render build/failing/embedding
batch_allocations() {
	work=$(mktemp -d)
	HONGTOU_FAIL_ALLOCATIONS=1 build/failing/hongtou batch tests/small -o "$work/out" -j 1 2>"$work/log"
	code=$?
	cat "$work/log"
	count=$(sed -n 's/^allocations failed: \([0-9]*\), wrong endings: 0$/\1/p' "$work/log")
	left=$(ls "$work/out" | wc -l)
	rm -rf "$work"
	[ $code = 0 ] && [ -n "$count" ] && [ "$count" -gt 300 ] && [ "$left" = 2 ]
}
check "each allocation of a run of many editions fails once" batch_allocations
# Commands without -o, or whose folder must not be there yet.
other_allocations() {
	HONGTOU_FAIL_ALLOCATIONS=1 "$@" >build/failing/printed 2>build/failing/log
	code=$?
	cat build/failing/log
	count=$(sed -n 's/^allocations failed: \([0-9]*\), wrong endings: 0$/\1/p' build/failing/log)
	[ $code = 0 ] && [ -n "$count" ] && [ "$count" -gt 300 ]
}
rm -rf build/failing/begun build/failing/later build/failing/2018-07 build/failing/parts
check "each allocation of hongtou init fails once" other_allocations build/failing/hongtou init build/failing/begun
cp -r tests/small build/failing/2018-07
check "each allocation of hongtou new-month fails once" other_allocations build/failing/hongtou new-month build/failing/2018-07 build/failing/later
sed -i 's/54号/55号/' build/failing/2018-07/edition.ini
check "a second version is there" "$HONGTOU" render build/failing/2018-07 -o build/failing/second.pdf
check "each allocation of hongtou-reprint fails once" other_allocations build/failing/hongtou-reprint build/failing/small.pdf build/failing/second.pdf
check "each allocation fails once, as an earlier version was set" allocations build/failing/hongtou render build/failing/2018-07 --like build/failing/small.pdf
check "parts to merge are there" sh -c 'for part in 1/2 2/2; do "$HONGTOU" batch tests/small build/failing/2018-07 -o build/failing/parts --shard $part || exit; done'
check "each allocation of hongtou-merge fails once" other_allocations build/failing/hongtou-merge build/failing/parts/batch.1-of-2.json build/failing/parts/batch.2-of-2.json
memory_limit() {
	work=$(mktemp -d)
	(ulimit -v 30000; "$HONGTOU" render input/jining-2018h1 -o "$work/out.pdf" 2>"$work/log")
	code=$?
	cat "$work/log"
	left=$(ls -A "$work" | tr '\n' ' ')
	rm -rf "$work"
	[ $code = 4 ] && [ "$left" = "log " ]
}
check "a real shortage of memory ends with 4 and no file" memory_limit
echo "ended allocations"
