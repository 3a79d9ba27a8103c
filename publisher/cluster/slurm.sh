#!/bin/sh
# Renders a list of editions as a Slurm job array and merges the reports when its last task has ended.
#   slurm.sh LIST OUT TASKS [OPTION OF hongtou batch …]
# LIST, the editions it names and OUT lie on a file system that all nodes share; hongtou is in their PATH, or HONGTOU names it.
# Options of sbatch (partition, account, time) are taken from SBATCH_* as ever. Waits for the end; the exit code is that of the
# merged report: 0, or 1 if an edition failed.
set -eu
[ $# -ge 3 ] || { echo "usage: slurm.sh LIST OUT TASKS [OPTION …]" >&2; exit 2; }
list=$1 out=$2 tasks=$3
shift 3
HONGTOU=${HONGTOU:-hongtou}
export HONGTOU
mkdir -p "$out"
# A report of an earlier run with as many tasks must not stand for a task that was lost.
rm -f "$out"/report.*-of-"$tasks".json

# The array's tasks run on one processor each unless SBATCH_CPUS_PER_TASK says more. A task that lost its node is run again by Slurm;
# what it had finished is up to date and is not made again.
array=$(sbatch --parsable --requeue --array="1-$tasks" --job-name=hongtou --output="$out/slurm-%A_%a.log" --export=ALL "$(dirname "$0")/slurm-task.sh" "$list" "$out" "$@")
array=${array%%;*}
sbatch --wait --quiet --dependency="afterany:$array" --job-name=hongtou-merge --output="$out/slurm-merge.log" --export=ALL \
	"$(dirname "$0")/slurm-merge.sh" "$out" "$tasks" || { cat "$out/slurm-merge.log" >&2; exit 1; }
