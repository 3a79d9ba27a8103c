#!/bin/sh
# Renders a list of editions on several hosts by GNU parallel over ssh and merges the reports.
#   parallel.sh LIST OUT SHARDS HOSTS [OPTION OF hongtou batch …]
# HOSTS is what parallel's --sshlogin takes: "alpha,beta,4/gamma"; ":" is this machine, ".." the hosts of ~/.parallel/sshloginfile.
# LIST, the editions it names and OUT are absolute paths on a file system that all hosts share; hongtou is in their PATH, or HONGTOU
# names it. Take a few times as many shards as there are processors: a host that is done takes the next. A shard whose host went away
# is run again elsewhere, three times at most. PARALLEL_OPTIONS goes to parallel as it is. The exit code is that of the merged report:
# 0, or 1 if an edition failed.
set -eu
[ $# -ge 4 ] || { echo "usage: parallel.sh LIST OUT SHARDS HOSTS [OPTION …]" >&2; exit 2; }
list=$1 out=$2 shards=$3 hosts=$4
shift 4
HONGTOU=${HONGTOU:-hongtou}
mkdir -p "$out"
# A report of an earlier run with as many shards must not stand for a shard that was lost.
rm -f "$out"/report.*-of-"$shards".json

quoted=
for word in "$HONGTOU" batch "$list" -o "$out" -j 1 "$@"; do
	quoted="$quoted $(printf '%s' "$word" | sed "s/'/'\\\\''/g; s/^/'/; s/\$/'/")"
done
report="$(printf '%s' "$out" | sed "s/'/'\\\\''/g; s/^/'/; s/\$/'/")/report.{}-of-$shards.json"
# That an edition failed (1) stands in the report, and running the shard again would not help it.
# shellcheck disable=SC2086
seq "$shards" | parallel --will-cite --sshlogin "$hosts" --retries 3 --joblog "$out/parallel.log" ${PARALLEL_OPTIONS:-} \
	"$quoted --shard {}/$shards --report $report; test \$? -le 1" || true
exec "$HONGTOU" batch --merge "$out"/report.*-of-"$shards".json -o "$out/report.json"
