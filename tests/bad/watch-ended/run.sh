#!/bin/sh
# A crash while an edition is set.
. tests/bad/watch-round.sh
work=$(mktemp -d)
cp -r tests/small "$work/edition"
rm "$work/edition/body.txt"
mkfifo "$work/edition/body.txt"
disturb() {
	worker=
	while [ -z "$worker" ] && kill -0 "$1" 2>/dev/null; do
		sleep 0.05
		worker=$(cat "/proc/$1/task/$1/children" 2>/dev/null)
	done
	# shellcheck disable=SC2086
	kill -KILL $worker
}
watch_round "$work/edition" -o "$work/a.pdf" | sed "s,$work,FOLDER,"
rm -rf "$work"
