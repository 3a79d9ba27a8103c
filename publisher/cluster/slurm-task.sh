#!/bin/sh
# One task of the array that slurm.sh submits: its shard of the list.
set -eu
list=$1 out=$2
shift 2
shard=$SLURM_ARRAY_TASK_ID
exec "$HONGTOU" batch "$list" -o "$out" -j "${SLURM_CPUS_PER_TASK:-1}" --shard "$shard/$SLURM_ARRAY_TASK_COUNT" \
	--report "$out/report.$shard-of-$SLURM_ARRAY_TASK_COUNT.json" "$@"
