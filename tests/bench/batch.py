#!/usr/bin/env python3
"""CPU of a circular among many: one worker, two workers, and what two workers gain in wall time beside two loops that only spin.
batch.py PROGRAM FOLDER [EDITIONS]"""
import os
import shutil
import statistics
import subprocess
import sys

import measuring
from measuring import median, run

program, folder = sys.argv[1:3]
count = int(sys.argv[3]) if len(sys.argv) > 3 else 200


def generate():
    """A list of editions that are always the same: counties by months."""
    place = os.path.join(folder, "batch")
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "tests/batch/make.py", place, "--editions", str(count)], check=True, stdout=subprocess.DEVNULL)
    return os.path.join(place, "editions.txt")


def work(launch, workers, listed):
    out = os.path.join(folder, "batch-out")
    shutil.rmtree(out, ignore_errors=True)
    figures = run(launch, [program, "batch", listed, "-o", out, "-j", str(workers)])
    pages = [name for _, _, names in os.walk(out) for name in names if name.endswith(".pdf")]
    if len(pages) != count:
        sys.exit("batch.py: %d files of %d editions" % (len(pages), count))
    return figures


def spin(control, processes, rounds):
    return float(subprocess.run([control, str(processes), str(rounds)], check=True, capture_output=True, text=True).stdout)


def main():
    if "  batch " not in subprocess.run([program, "--lang", "en", "--help"], check=True, capture_output=True, text=True).stdout:
        print("this hongtou has no batch: nothing to measure")
        return
    launch, control = measuring.tool(folder, "launch"), measuring.tool(folder, "spin")
    listed = generate()
    one, two, gains, spins = [], [], [], []
    work(launch, 1, listed)    # warms the page cache
    rounds = 100000000
    rounds = int(rounds * work(launch, 1, listed).cpu / spin(control, 1, rounds))    # as much work as the batch
    for _ in range(measuring.RUNS):    # turn by turn, so that all meet the same weather
        one.append(work(launch, 1, listed))
        two.append(work(launch, 2, listed))
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
