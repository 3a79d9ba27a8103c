#!/usr/bin/env python3
"""Many editions in one run: CPU time of each, what a second worker costs and gains, whether memory stays flat. batch.py PROGRAM FOLDER

What two workers gain is held against what two loops gain that do nothing but count, run in turn with them: on a machine that is shared neither gains all.
Files go to memory where the machine has such a folder, so that no disk is measured."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, "tests/batch")
import make  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
EDITIONS, ROUNDS = int(os.environ.get("BENCH_EDITIONS", "200")), int(os.environ.get("BENCH_RUNS", "3"))
BROKEN = ("number", "body", "row", "template", "glyph")
SPIN = "int main(void) { for (volatile long i = 0; i < 800000000; i++) ; return 0; }"
source = os.path.join(folder, "editions-to-come")
out = os.path.join("/dev/shm" if os.access("/dev/shm", os.W_OK) else folder, "hongtou-bench-%d" % os.getpid())
spin = os.path.join(folder, "spin")


def run(name, workers):
    """Report, wall and CPU milliseconds of all processes, peak KiB of the parent."""
    shutil.rmtree(out, ignore_errors=True)
    begun = time.monotonic()
    process = subprocess.Popen([program, "batch", os.path.join(source, name), "-o", out, "-j", str(workers)], stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    wall = (time.monotonic() - begun) * 1000
    with open(os.path.join(out, "batch.json"), encoding="utf-8") as file:
        return json.load(file), wall, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss


def spin_for(count):
    begun = time.monotonic()
    for process in [subprocess.Popen([spin]) for _ in range(count)]:
        process.wait()
    return time.monotonic() - begun


def scaling():
    one, two, gains, controls, both = [], [], [], [], []
    for _ in range(ROUNDS):
        control = 2 * spin_for(1) / spin_for(2)
        first, second = run("editions", 1), run("editions", 2)
        one.append(first[2] / EDITIONS)
        two.append(second[2] / EDITIONS)
        gains.append(first[1] / second[1])
        controls.append(control)
        both.append(first[1] / second[1] / control)
    print("%d circulars, one worker        CPU %6.2f ms each (limit 8)" % (EDITIONS, statistics.median(one)))
    print("%d circulars, two workers       CPU %6.2f ms each, %.2f times one worker's (limit 1.10)"
          % (EDITIONS, statistics.median(two), statistics.median(b / a for a, b in zip(one, two))))
    print("wall time, two workers for one   %6.2f times as fast; two loops that count: %.2f; ratio %.2f (limit 0.90)"
          % (statistics.median(gains), statistics.median(controls), statistics.median(both)))


def thousand():
    shutil.rmtree(source)
    make.make(source, editions=1000, broken=BROKEN)
    report, wall, cpu, parent = run("editions", os.cpu_count())
    peaks = [one["peak_kib"] for one in report["editions"] if one["status"] == "rendered"]
    files = len([name for name in os.listdir(out) if name.endswith(".pdf")])
    print("1000 editions, 5 of them broken: %d PDFs, %d failures reported; CPU %.2f ms each, wall %.1f s; peak %.1f MiB among the first hundred, %.1f among the last; parent %.1f"
          % (files, report["sums"]["failed"], cpu / 1000, wall / 1000, max(peaks[:100]) / 1024, max(peaks[-100:]) / 1024, parent / 1024))
    again = time.monotonic()
    subprocess.run([program, "batch", os.path.join(source, "editions"), "-o", out], stderr=subprocess.DEVNULL)
    print("again, with nothing changed:     %.0f ms wall" % ((time.monotonic() - again) * 1000))


shutil.rmtree(source, ignore_errors=True)
make.make(source, editions=EDITIONS)
subprocess.run(["cc", "-O1", "-o", spin, "-x", "c", "-"], input=SPIN, text=True, check=True)
run("editions", 1)    # warms the page cache
scaling()
thousand()
shutil.rmtree(out)
