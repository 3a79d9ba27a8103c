# Sourced by cases: a copy of the small edition in $work/e, and run COMMAND …, whose words and exit code are printed, with the folder's name
# made plain.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/e"
cp tests/small/* "$work/e"
edition="$work/e"
run() {
	"$HONGTOU" --lang en "$@" >"$work/said" 2>&1
	code=$?
	sed "s,$work/,,g" "$work/said"
	echo "exit code $code"
}
