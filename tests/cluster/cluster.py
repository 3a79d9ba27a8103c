#!/usr/bin/env python3
"""A list of editions in parts: the scripts and the manifest of publisher/cluster, on a Slurm, on hosts behind ssh and in the steps of an
indexed job, give the files that one machine gives, and one report. cluster.py PROGRAM FOLDER PYTHON-WITH-KUBERNETES-VALIDATE"""
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, ".."), os.path.join(HERE, "..", "batch")]
import hosts  # noqa: E402
import make  # noqa: E402
import slurm  # noqa: E402
from pdf import Tests  # noqa: E402

program, base, python = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
scripts = os.path.join(HERE, "..", "..", "publisher", "cluster")
tests = Tests()
shutil.rmtree(base, ignore_errors=True)
os.makedirs(base)


def at(*names):
    return os.path.join(base, *names)


def run(*command, more=None):
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HONGTOU": program, **(more or {})})


def files(folder):
    return {name: open(os.path.join(folder, name), "rb").read() for name in os.listdir(folder) if name.endswith(".pdf")}


def report(folder):
    try:
        return json.load(open(os.path.join(folder, "report.json"), encoding="utf-8"))
    except OSError:
        return {"editions": [], "sums": {}, "shard": None}


def told(found):
    """What a report says, without the times and without what hangs on the folder."""
    return sorted((one["source"], one["status"], one["output"], one["pages"], one["sheets"], one["warnings"], one["errors"], one["sha256"])
                  for one in found["editions"])


def same(name, folder, outcome):
    found = report(folder)
    tests.check(name + ": says that editions failed", outcome.returncode == 1, outcome)
    tests.check(name + ": gives the files that one machine gives", files(folder) == whole and len(whole) == COUNTIES - 2, sorted(files(folder))[:3])
    tests.check(name + ": one report, which says what one machine's says", told(found) == told(report(at("whole"))), (told(found)[:2], outcome))


# ---- one machine
COUNTIES = 100
broken = make.make(at(), counties=COUNTIES, broken=["number", "glyph"])
COUNTIES_LIST = at("counties.txt")
outcome = run(program, "batch", COUNTIES_LIST, "-o", at("whole"), "--report", at("whole", "report.json"))
whole = files(at("whole"))
tests.check("two broken editions of a hundred are told", outcome.returncode == 1 and len(broken) == 2
            and sorted(os.path.basename(one["source"]) for one in report(at("whole"))["editions"] if one["status"] == "failed")
            == sorted(os.path.basename(name) for name in broken), (outcome.stderr, broken))

# ---- Slurm
with slurm.running(at("slurm")) as environment:
    outcome = run("sh", os.path.join(scripts, "slurm.sh"), COUNTIES_LIST, at("array"), "8", more=environment)
    same("Slurm", at("array"), outcome)
    tests.check("Slurm: eight tasks ran", len([name for name in os.listdir(at("array")) if name.startswith("slurm-") and name != "slurm-merge.log"]) == 8,
                os.listdir(at("array")))
    # A task that never came to its report: its node went away for good. The program is gone for this shard.
    stand_in = at("lost.sh")
    open(stand_in, "w").write('#!/bin/sh\ncase "$*" in *"--shard 3/4"*) exit 9 ;; esac\nexec "%s" "$@"\n' % program)
    os.chmod(stand_in, 0o755)
    lost = run("sh", os.path.join(scripts, "slurm.sh"), COUNTIES_LIST, at("lost"), "4", more=dict(environment, HONGTOU=stand_in))
    tests.check("Slurm: a task that was lost is told", lost.returncode != 0 and not os.path.exists(at("lost", "report.json")) and "3" in lost.stderr, lost)
    again = run("sh", os.path.join(scripts, "slurm.sh"), COUNTIES_LIST, at("lost"), "4", more=environment)
    tests.check("Slurm: once more makes only what is missing", again.returncode == 1 and files(at("lost")) == whole
                and report(at("lost"))["sums"]["up-to-date"] > 60, report(at("lost"))["sums"])

# ---- hosts behind ssh
with hosts.running(at("hosts"), 3) as (addresses, ssh):
    folder = at("out on the hosts' disk")
    outcome = run("sh", os.path.join(scripts, "parallel.sh"), COUNTIES_LIST, folder, "9", ",".join(addresses), more={"PARALLEL_SSH": ssh})
    same("hosts", folder, outcome)
    log = open(os.path.join(folder, "parallel.log"), encoding="utf-8").read()
    tests.check("hosts: all of them worked", all(re.search(r"\t(?:ssh .* )?%s\t" % re.escape(one), log) for one in addresses), log)

# ---- an indexed job
manifest = os.path.join(scripts, "job.yaml")
checked = run(python, os.path.join(HERE, "manifest.py"), manifest)
tests.check("the manifest is one of the Kubernetes API", checked.returncode == 0, checked.stdout + checked.stderr)
job = json.loads(checked.stdout) if checked.returncode == 0 else {}
if job:
    container, spec = job["spec"]["template"]["spec"]["containers"][0], job["spec"]
    work = at("volume")
    os.makedirs(os.path.join(work, "out"))
    make.make(work, counties=COUNTIES, broken=["number", "glyph"])
    os.rename(os.path.join(work, "counties.txt"), os.path.join(work, "list.txt"))
    codes = []
    for index in range(spec["completions"]):
        # What the container would run, with the volume where it is here.
        command = [word.replace("/work", work) for word in container["command"] + container["args"]]
        codes.append(run(*command, more={"JOB_COMPLETION_INDEX": str(index), "PATH": os.path.dirname(program) + ":" + os.environ["PATH"]}).returncode)
    tests.check("indexed job: all pods complete, though editions failed", codes == [0] * spec["completions"], codes)
    reports = [os.path.join(work, "out", "report.%d-of-%d.json" % (i + 1, spec["completions"])) for i in range(spec["completions"])]
    outcome = run(program, "batch", "--merge", *reports, "-o", os.path.join(work, "out", "report.json"))
    found, wanted = report(os.path.join(work, "out")), report(at("whole"))
    tests.check("indexed job: gives the files that one machine gives", files(os.path.join(work, "out")) == whole, outcome)
    tests.check("indexed job: one report of all", outcome.returncode == 1 and [one[1:] for one in told(found)] == [one[1:] for one in told(wanted)], outcome)
    tests.check("indexed job: as many shards as completions", container["args"][0].splitlines()[0] == "shards=%d" % spec["completions"], container["args"])
    tests.check("indexed job: every mounted volume is there", {m["name"] for m in container["volumeMounts"]} == {v["name"] for v in spec["template"]["spec"]["volumes"]})
