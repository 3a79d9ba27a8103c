#!/bin/sh
# The whole suite. Every part prints lines "ok NAME" and "not ok NAME"; they are counted, and the last line is the sum.
# tests/run.sh PART … runs only those parts.
set -u
cd "$(dirname "$0")/.." || exit 1
BUILD=${BUILD:-build}
HONGTOU=$PWD/$BUILD/hongtou
export BUILD HONGTOU
log=$(mktemp)
trap 'rm -f "$log"' EXIT INT TERM

all="units structure pki install bad golden diff examples awkward sweep readback conform aloud workbook property preview press compact sign verify archive allocations failures embed locales sanitize fuzz"
for part in ${*:-$all}; do
	echo "== $part"
	sh "tests/parts/$part.sh" 2>&1 | tee -a "$log"
	tail -n 1 "$log" | grep -q "^ended $part\$" || echo "not ok $part came to its end" | tee -a "$log"
done

# A part goes on behind a script that broke off.
! grep -q '^Traceback ' "$log" || echo "not ok every script came to its end" | tee -a "$log"

passed=$(grep -c '^ok ' "$log")
failed=$(grep -c '^not ok ' "$log")
[ "$failed" = 0 ] || { echo "== failed"; grep '^not ok ' "$log"; }
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
