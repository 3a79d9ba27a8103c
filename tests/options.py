#!/usr/bin/env python3
"""Every long option that a program takes stands in hongtou(1) and in the completion, and there is none in the completion that no program takes."""
import glob
import re
import sys

sources = "".join(open(path, encoding="utf-8").read() for path in glob.glob("publisher/*.[ch]"))
taken = set(re.findall(r'\{ "([a-z-]+)", (?:required|optional|no)_argument', sources)) | set(re.findall(r'"--([a-z-]+)=?"', sources))
page = open("publisher/man/hongtou.1", encoding="utf-8").read().replace("\\-", "-")
completion = open("publisher/completion/hongtou.bash", encoding="utf-8").read()
offered = set(re.findall(r"--([a-z-]+)", completion.split("local options=")[1].split("esac")[0]))
wrong = ["hongtou(1) has no --" + name for name in sorted(taken) if not re.search(r"--%s(?![a-z-])" % name, page)]
wrong += ["the completion has no --" + name for name in sorted(taken - offered)]
wrong += ["no program takes --%s, which the completion offers" % name for name in sorted(offered - taken)]
print("\n".join(wrong))
sys.exit(1 if wrong or len(taken) < 40 else 0)
