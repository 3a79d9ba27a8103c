#!/usr/bin/env python3
"""CPU time and peak memory, medians of several cold processes. bench.py PROGRAM FOLDER"""
import os
import subprocess
import sys

import measuring
from measuring import RUNS, edition, fonts_in, median, page_count, repeated, run

program, folder = sys.argv[1:]
launch = measuring.tool(folder, "launch")

DRAFT = "\n[pdf]\ntagged = no\n"


def measure(name, path, limits, runs=RUNS):
    out = os.path.join(folder, "out.pdf")
    figures = median([run(launch, [program, "render", path, "-o", out]) for _ in range(runs + 1)][1:])    # the first warms the page cache
    pages, size = page_count(out), os.path.getsize(out)
    print("%-30s %6d pages  CPU %8.1f ms (limit %d)  peak %6.1f MiB (limit %d)  %8d bytes, %d a page without fonts  %6.0f pages/s"
          % (name, pages, figures.cpu, limits[0], figures.peak, limits[1], size, (size - fonts_in(out)) / pages, pages / figures.cpu * 1000))


def measure_packing(name, limits, runs=RUNS):
    """Of the file that was measured last. limits: milliseconds, MiB, bytes besides fonts; None: there is none."""
    source, out = os.path.join(folder, "out.pdf"), os.path.join(folder, "packed.pdf")
    figures = median([run(launch, [program + "-compact", source, "-o", out]) for _ in range(runs)])
    fonts = fonts_in(source)
    print("%-30s              CPU %8.1f ms (limit %s)  peak %6.1f MiB (limit %s)  %8d bytes, %d besides fonts (limit %s), were %d"
          % (name, figures.cpu, limits[0], figures.peak, limits[1], os.path.getsize(out), os.path.getsize(out) - fonts, limits[2],
             os.path.getsize(source) - fonts))


print("medians of %d runs" % RUNS)
sample = os.path.join(folder, "sample.pdf")
subprocess.run([program, "render", measuring.SAMPLE, "-o", sample], check=True, stderr=subprocess.DEVNULL)
print("the sample besides embedded fonts: %d bytes (limit 90000)" % (os.path.getsize(sample) - fonts_in(sample)))
measure("one circular (the sample)", measuring.SAMPLE, (20, 96))


measure("its rows repeated to 10,000", edition(folder, "repeated", repeated(10000, False)), (2000, 256))
measure_packing("packed", (4000, 400, 8000000))
varied, huge = repeated(10000, True), repeated(100000, True)
measure("10,000 rows of varied text", edition(folder, "varied", varied), (1500, 256))
measure_packing("packed", (4000, 400, 8000000))
measure("the same, not tagged", edition(folder, "varied-draft", varied, DRAFT), (800, 96))
measure("100,000 rows of varied text", edition(folder, "huge", huge), (15000, 700), min(RUNS, 3))
measure_packing("packed, which auto does not", (None, None, None), 1)
measure("the same, not tagged", edition(folder, "huge-draft", huge, DRAFT), (8000, 400), min(RUNS, 3))
