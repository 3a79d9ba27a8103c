#!/usr/bin/env python3
"""Runs the measurements and writes what they print, with the machine and the day, to tests/bench/RESULTS.md. record.py PROGRAM FOLDER [TYPST-FOLDER]"""
import os
import platform
import re
import subprocess
import sys
import time

program, folder, *more = sys.argv[1:]
PARTS = (("Beside Typst", ["compare_typst.py", program, folder, *more]), ("Many circulars in one run", ["batch.py", program, folder]),
         ("hongtou alone", ["bench.py", program, folder]), ("An archive as it grows", ["archive.py", program, folder]),
         ("From a save to the new picture", ["watch.py", program, folder]))
HERE = os.path.dirname(os.path.abspath(__file__))


def first(pattern, path):
    found = re.search(pattern, open(path, encoding="utf-8").read(), re.M)
    return found[1] if found else "?"


def version(*command):
    return (subprocess.run(command, capture_output=True, text=True).stdout.splitlines() or ["?"])[0]


def machine():
    return ["* %s; %d processors; %.1f GiB of memory" % (first(r"^model name\s*: (.*)$", "/proc/cpuinfo"), os.cpu_count(), int(first(r"^MemTotal:\s+(\d+)", "/proc/meminfo")) / 2**20),
            "* %s, Linux %s, glibc %s, %s" % (first(r'^PRETTY_NAME="(.*)"$', "/etc/os-release"), platform.release().split("-")[0], platform.libc_ver()[1], version("cc", "--version")),
            "* HarfBuzz %s, libdeflate %s" % (version("pkg-config", "--modversion", "harfbuzz"), version("dpkg-query", "-W", "-f", "${Version}", "libdeflate-dev")),
            "* load of the machine when the run began: %.1f" % os.getloadavg()[0]]


def main():
    lines = ["# What one run of `make bench-record` measured", "", "Written by `tests/bench/record.py`; %s, %s, working tree of %s." % (
        version(program, "--version"), time.strftime("%Y-%m-%d", time.gmtime()), version("git", "log", "-1", "--format=%cs")), "", *machine()]
    for title, command in PARTS:
        print("==", title, flush=True)
        printed = []
        with subprocess.Popen([sys.executable, os.path.join(HERE, command[0]), *command[1:]], stdout=subprocess.PIPE, text=True) as part:
            for line in part.stdout:
                print(line, end="", flush=True)
                printed.append(line.rstrip())
        if part.returncode:
            sys.exit("record.py: %s failed" % command[0])
        lines += ["", "## " + title, "", "```", *printed, "```"]
        open(os.path.join(HERE, "RESULTS.md"), "w", encoding="utf-8").write("\n".join(lines) + "\n")    # what is measured is kept


main()
