# Sourced by the cases about hongtou watch. watch_round ARGUMENT …: one round, then what was said on standard error. `disturb`, if it is a
# function, gets the process of the program before the round is over.
watch_round() {
	out=$(mktemp)
	err=$(mktemp)
	"$HONGTOU" --lang en watch "$@" >"$out" 2>"$err" &
	watching=$!
	! command -v disturb >/dev/null || disturb "$watching"
	tries=0
	while ! grep -q '^[0-9:]*  ' "$out" && [ "$tries" -lt 300 ] && kill -0 "$watching" 2>/dev/null; do
		sleep 0.1
		tries=$((tries + 1))
	done
	kill "$watching" 2>/dev/null
	wait "$watching"
	code=$?
	[ "$code" = 0 ] || echo "exit code $code"
	grep -v 'note: set page' "$err"
	rm -f "$out" "$err"
}
