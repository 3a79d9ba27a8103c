#!/usr/bin/env python3
"""The same circular by hongtou and by Typst, side by side. compare_typst.py PROGRAM FOLDER [TYPST-FOLDER]

Both are given the same rows, the same font files and no others, the same measures of paper, text and columns, and both write
tagged PDF/A-2a and PDF/UA-1 (Typst: where its version can). One circular is set a second time as both programs find their fonts when they
are told nothing: hongtou by its catalogue, Typst among all fonts of the machine (and in a folder for those that are not installed). Typst is a `typst` on the PATH, else its compiler as the Python package
of that name in TYPST-FOLDER (`make bench-typst` puts it there); of the latter the start of Python is
measured by itself and taken off; what is left is what the program of the same version takes (101 ms and 104 ms of CPU when both were tried)."""
import os
import re
import shutil
import subprocess
import sys

import measuring
from measuring import Figures, median, page_count, run

program, folder = sys.argv[1:3]
typst_folder = sys.argv[3] if len(sys.argv) > 3 else "build/typst"
FONTS = {"FandolFang-Regular": "fonts/downloaded/FandolFang-Regular.otf", "FandolHei-Regular": "fonts/downloaded/FandolHei-Regular.otf",
         "FandolKai-Regular": "fonts/downloaded/FandolKai-Regular.otf", "LXGWWenKai-Light": "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Light.ttf"}
FAMILIES = {"仿宋": "FandolFang-Regular", "小标宋": "FandolHei-Regular", "黑体": "FandolHei-Regular", "楷体": "FandolKai-Regular", "宋体": "FandolFang-Regular"}
STANDARDS = ("a-2a", "ua-1")
COMPILE = """import sys, typst
source, output, fonts, alone, standards, *inputs = sys.argv[1:]
typst.compile(source, output=output, root="/", font_paths=[fonts], ignore_system_fonts=alone == "alone",
              pdf_standards=standards.split(",") if standards else [], sys_inputs=dict(pair.split("=", 1) for pair in inputs))
"""


class Typst:
    """How it is started, and what that takes which is not Typst's."""
    def __init__(self):
        self.python = os.path.join(typst_folder, "bin", "python")
        self.program = shutil.which("typst")
        self.idle, self.version = Figures(0, 0, 0), None
        if self.program:
            self.version = re.search(r"[0-9.]+", subprocess.run([self.program, "--version"], check=True, capture_output=True, text=True).stdout)[0]
        elif os.path.exists(self.python):
            name = "import importlib.metadata; print(importlib.metadata.version('typst'))"
            self.version = subprocess.run([self.python, "-c", name], check=True, capture_output=True, text=True).stdout.strip()
            self.script = os.path.join(folder, "compile.py")
            open(self.script, "w", encoding="utf-8").write(COMPILE)

    def what(self):
        return "Typst %s (%s)" % (self.version, "the program" if self.program else "its Python package")

    def tags(self):
        return tuple(int(part) for part in self.version.split(".")[:2]) >= (0, 14)

    def measure_start(self, launch):
        if not self.program:
            self.idle = median([run(launch, [self.python, "-I", "-c", "pass"]) for _ in range(measuring.RUNS + 1)][1:])

    def command(self, out, fonts, inputs, alone):
        """fonts: a folder; alone: no other fonts; inputs: of the template, "name=value"."""
        source, standards = os.path.abspath("tests/bench/circular.typ"), ",".join(STANDARDS) if self.tags() else ""
        if not self.program:
            return [self.python, "-I", self.script, source, out, fonts, "alone" if alone else "", standards, *inputs]
        return [self.program, "compile", "--root", "/", "--font-path", fonts, *(["--ignore-system-fonts"] if alone else []),
                *(word for pair in inputs for word in ("--input", pair)), *(["--pdf-standard", standards] if standards else []), source, out]


def lay_fonts():
    """One folder with links to the files, for Typst, and a catalogue of them, for hongtou."""
    place = os.path.abspath(os.path.join(folder, "fonts"))
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    there = {name: os.path.abspath(path) for name, path in FONTS.items() if os.path.exists(path)}
    catalogue = ["[family.%s]\nfaces = %s%s" % (family, face, " LXGWWenKai-Light" if "LXGWWenKai-Light" in there else "") for family, face in FAMILIES.items()]
    for name, path in there.items():
        os.symlink(path, os.path.join(place, os.path.basename(path)))
        catalogue.append("[face.%s]\npaths = %s%s" % (name, path, "\npunctuation = no" if name.startswith("LXGW") else ""))
    open(os.path.join(place, "fonts.ini"), "w", encoding="utf-8").write("\n".join(catalogue) + "\n")
    return place


def column_widths(path):
    """In millimetres, as hongtou finds them."""
    table = subprocess.run([program, "render", path, "--dump=table"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8").stdout
    return ",".join("%.3f" % (int(width) / 1000 * 25.4 / 72) for width in re.findall(r"^column \d+ .*, width (\d+)", table, re.M))


def line(name, figures, out):
    print("  %-10s CPU %9.1f ms  wall %9.1f ms  peak %7.1f MiB  %9d bytes  %5d pages" % (
        name, figures.cpu, figures.wall, figures.peak, os.path.getsize(out), page_count(out)))


def compare(launch, typst, name, path, runs, alone=True):
    """Turn by turn, so that both meet the same weather."""
    fonts = os.path.abspath(os.path.join(folder, "fonts"))
    ours, theirs = os.path.abspath(os.path.join(folder, "hongtou.pdf")), os.path.abspath(os.path.join(folder, "typst.pdf"))
    inputs = ["data=" + os.path.abspath(os.path.join(path, "progress.tsv")), "widths=" + column_widths(path), *([] if alone else ["song=Noto Serif CJK SC"])]
    told = dict(os.environ, HONGTOU_FONTS=os.path.join(fonts, "fonts.ini") if alone else "")
    figures = ([], [])
    for _ in range(runs + 1):
        figures[0].append(run(launch, [program, "render", path, "-o", ours], env=told))
        figures[1].append(run(launch, typst.command(theirs, fonts, inputs, alone)))
    a, b = (median(one[1:]) for one in figures)    # the first warms the page cache
    b = Figures(b.cpu - typst.idle.cpu, b.wall - typst.idle.wall, b.peak - typst.idle.peak)
    print("%s, medians of %d" % (name, runs))
    line("hongtou", a, ours)
    line("Typst", b, theirs)
    print("  Typst takes %.1f times the CPU, %.1f times the wall time, %.1f times the memory, %.2f times the bytes" % (
        b.cpu / a.cpu, b.wall / a.wall, b.peak / a.peak, os.path.getsize(theirs) / os.path.getsize(ours)), flush=True)


def main():
    os.makedirs(folder, exist_ok=True)
    typst = Typst()
    if not typst.version:
        print("Typst is not here: no comparison (make bench-typst installs it into %s)" % typst_folder)
        return
    launch = measuring.tool(folder, "launch")
    typst.measure_start(launch)
    lay_fonts()
    print("beside %s, both tagged%s" % (
        typst.what(), ": PDF/A-2a and PDF/UA-1" if typst.tags() else " as far as each can: this Typst writes no tags"))
    if typst.idle.cpu:
        print("  taken off Typst's figures: the start of Python, CPU %.1f ms, wall %.1f ms, %.1f MiB" % (typst.idle.cpu, typst.idle.wall, typst.idle.peak))
    one = measuring.edition(folder, "one", measuring.sample_rows())
    compare(launch, typst, "one circular, cold process, both with four font files and no others", one, 2 * measuring.RUNS + 1)
    compare(launch, typst, "one circular, cold process, both with the fonts of the machine", one, 2 * measuring.RUNS + 1, alone=False)
    compare(launch, typst, "1,000 rows of varied text", measuring.edition(folder, "thousand", measuring.repeated(1000, True)), min(measuring.RUNS, 5))
    compare(launch, typst, "10,000 rows of varied text", measuring.edition(folder, "varied", measuring.repeated(10000, True)), min(measuring.RUNS, 3))


main()
