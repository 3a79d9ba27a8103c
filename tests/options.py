#!/usr/bin/env python3
"""Every long option that a program takes stands in hongtou(1) and in the completion, and there is none in the completion that no program takes;
every one that a command takes stands in the help of that command. options.py PROGRAM"""
import glob
import os
import re
import subprocess
import sys

sources = "".join(open(path, encoding="utf-8").read() for path in glob.glob("publisher/*.[ch]"))
taken = set(re.findall(r'\{ "([a-z-]+)", (?:required|optional|no)_argument', sources)) | set(re.findall(r'"--([a-z-]+)=?"', sources))
page = open("publisher/man/hongtou.1", encoding="utf-8").read().replace("\\-", "-")
completion = open("publisher/completion/hongtou.bash", encoding="utf-8").read()
offered = set(re.findall(r"--([a-z-]+)", completion.split("local options=")[1].split("esac")[0]))
wrong = ["hongtou(1) has no --" + name for name in sorted(taken) if not re.search(r"--%s(?![a-z-])" % name, page)]
wrong += ["the completion has no --" + name for name in sorted(taken - offered)]
wrong += ["no program takes --%s, which the completion offers" % name for name in sorted(offered - taken)]


# ---- COMMAND --help

def told(*words):
    return subprocess.run([sys.argv[1], "--lang", "en", *words], capture_output=True, text=True).stdout


whole = told("--help")
for path in glob.glob("publisher/command_*.c"):
    name = os.path.basename(path)[8:-2].replace("_", "-")
    source, own = open(path, encoding="utf-8").read(), told(name, "--help")
    options = set(re.findall(r'\{ "([a-z-]+)", (?:required|optional|no)_argument', source)) - {"output", "jobs", "no-keep-going"}
    options |= {"set", "for"} if "CHOICE_OPTIONS" in source else set()
    wrong += ["hongtou %s --help has no --%s" % (name, option) for option in sorted(options) if not re.search(r"--%s(?![a-z-])" % option, own)]
    lines = [line for line in whole.splitlines() if line.startswith("  %s " % name)]
    if len(lines) != 1 or lines[0] not in own or any(line.startswith("  ") and line[2] != " " and line != lines[0] for line in own.splitlines()):
        wrong.append("hongtou %s --help is not about that command" % name)
print("\n".join(wrong))
sys.exit(1 if wrong or len(taken) < 40 else 0)
