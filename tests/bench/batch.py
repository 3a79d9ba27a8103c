#!/usr/bin/env python3
"""CPU of a circular among many: one worker, two workers, and what two workers gain in wall time beside two loops that only spin.
batch.py PROGRAM FOLDER [EDITIONS]"""
import os
import random
import shutil
import statistics
import subprocess
import sys

import measuring
from measuring import median, run

program, folder = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 200


def counties():
    """The sample, with the numbers in its cells another county's."""
    place = os.path.join(folder, "counties")
    shutil.rmtree(place, ignore_errors=True)
    head, *rows = measuring.sample_rows()
    made = []
    for number in range(count):
        source = random.Random(number)
        cells = [row[:2] + ["".join(str(source.randrange(1, 10)) if c.isdigit() else c for c in cell) for cell in row[2:]] for row in rows]
        made.append(measuring.edition(place, "county-%03d" % number, [head] + cells, ""))
    return made


def work(launch, workers, editions):
    out = os.path.join(folder, "batch-out")
    shutil.rmtree(out, ignore_errors=True)
    figures = run(launch, [program, "batch", *editions, "-o", out, "-j", str(workers)])
    pages = [name for _, _, names in os.walk(out) for name in names if name.endswith(".pdf")]
    if len(pages) != len(editions):
        sys.exit("batch.py: %d files of %d editions" % (len(pages), len(editions)))
    return figures


def spin(control, processes, rounds):
    return float(subprocess.run([control, str(processes), str(rounds)], check=True, capture_output=True, text=True).stdout)


def main():
    if "  batch " not in subprocess.run([program, "--lang", "en", "--help"], check=True, capture_output=True, text=True).stdout:
        print("this hongtou has no batch: nothing to measure")
        return
    launch, control = measuring.tool(folder, "launch"), measuring.tool(folder, "spin")
    editions = counties()
    one, two, gains, spins = [], [], [], []
    work(launch, 1, editions)    # warms the page cache
    rounds = 100000000
    rounds = int(rounds * work(launch, 1, editions).cpu / spin(control, 1, rounds))    # as much work as the batch
    for _ in range(measuring.RUNS):    # turn by turn, so that all meet the same weather
        one.append(work(launch, 1, editions))
        two.append(work(launch, 2, editions))
        gains.append(one[-1].wall / two[-1].wall)
        spins.append(spin(control, 1, rounds) / spin(control, 2, rounds))
    a, b = median(one), median(two)
    print("%d circulars in one run, medians of %d" % (count, measuring.RUNS))
    print("  one worker   CPU %6.2f ms a circular (limit 8)  wall %6.2f ms a circular  peak %6.1f MiB" % (a.cpu / count, a.wall / count, a.peak))
    print("  two workers  CPU %6.2f ms a circular, %+.1f %% (limit +10 %%)  wall %6.2f ms a circular  peak of one %6.1f MiB" % (
        b.cpu / count, (b.cpu / a.cpu - 1) * 100, b.wall / count, b.peak))
    gain, spun = statistics.median(gains), statistics.median(spins)
    print("  wall time: two workers are %.2f times as fast as one, two spinning loops %.2f times: %.2f of them (limit 0.9)" % (gain, spun, gain / spun))


main()
