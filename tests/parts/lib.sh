# Sourced by the parts. check NAME COMMAND …: one test; its output is shown when it fails.
set -u
check() {
	test_name=$1
	shift
	out=$(mktemp)
	if "$@" >"$out" 2>&1; then
		echo "ok $test_name"
	else
		sed 's/^/  /' "$out" | head -n 60
		echo "not ok $test_name"
	fi
	rm -f "$out"
}

# cmocka's TAP lines as ours, named after the program.
unit_run=    # so that two runs of one program may write at once
unit() {
	CMOCKA_MESSAGE_OUTPUT=TAP "$1" 2>"$1$unit_run.log" | sed -n "s/^\(ok\|not ok\) [0-9]* - /\1 $(basename "$1"): /p; s/^ok [0-9]* # SKIP /  skipped: $(basename "$1"): /p" >"$1$unit_run.tap"
	cat "$1$unit_run.tap"
	[ -s "$1$unit_run.tap" ] || { sed 's/^/  /' "$1$unit_run.log" | head -n 40; echo "not ok $(basename "$1") ran"; }
	! grep -q '^not ok' "$1$unit_run.tap" || sed 's/^/  /' "$1$unit_run.log" | head -n 40
	! grep -q 'ERROR: AddressSanitizer\|runtime error:\|LeakSanitizer' "$1$unit_run.log" || { sed 's/^/  /' "$1$unit_run.log" | head -n 40; echo "not ok $(basename "$1") is clean"; }
}

# A case of tests/bad: the exact words on stderr, and an exit code that fits them.
bad_case() {
	folder=$1
	seen=$(mktemp)
	if [ -e "$folder/run.sh" ]; then
		sh "$folder/run.sh" >"$seen" 2>&1
	else
		"$HONGTOU" --lang en check "$folder/edition.ini" 2>"$seen"
		code=$?
		if grep -q ': error: cannot' "$folder/expected"; then want=3
		elif grep -q ': error: ' "$folder/expected"; then want=1
		else want=0; fi
		[ "$code" = "$want" ] || echo "exit code $code, not $want" >>"$seen"
	fi
	diff "$folder/expected" "$seen"
	same=$?
	rm -f "$seen"
	return $same
}
bad_cases() {
	for folder in tests/bad/*/; do
		folder=${folder%/}
		check "$1$(basename "$folder")" bad_case "$folder"
	done
}

golden_case() {
	"$HONGTOU" --lang en render "input/$1" "--dump=$2" 2>/dev/null | diff "tests/golden/$1.$2" -
}
golden_cases() {
	for sample in jining-2018h1 jining-2018h1-printed; do
		for stage in model lines table pages; do
			check "$1$sample $stage" golden_case "$sample" "$stage"
		done
	done
}

# tests/small once more in FOLDER, with its sources embedded.
embedding() {
	rm -rf "$1"
	cp -r tests/small "$1"
	printf '[archive]\nembed = yes\n' >>"$1/edition.ini"
}

# The same with templates in its values and its text.
expanding() {
	rm -rf "$1"
	cp -r tests/small "$1"
	sed -i 's/〔2018〕54号/〔${period.year}〕${项数}号/' "$1/edition.ini"
	printf '[period]\nyear = 2018\nmonth = 6\n[vars]\n项数 = ${count()}\n' >>"$1/edition.ini"
	printf '截至${period.month}月底共${项数}项，占${share(序号=1)}：{%% for row in t if 序号>0 join "，" %%}${row.项目名称}{%% endfor %%}。\n' >>"$1/body.txt"
}
