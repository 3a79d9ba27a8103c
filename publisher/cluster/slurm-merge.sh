#!/bin/sh
# The last job of slurm.sh: one report of all shards. A shard that left none is an error.
set -eu
out=$1 tasks=$2
exec "$HONGTOU" batch --merge "$out"/report.*-of-"$tasks".json -o "$out/report.json"
