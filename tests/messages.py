#!/usr/bin/env python3
"""Lists every text that a user can be shown: messages.def, measures.def and the _("…") strings of the sources. With a catalogue as
argument, fails for each that it does not translate, and for each placeholder that a translation loses."""
import ast
import glob
import re
import sys


def literals(source):
    """A run of C string literals as text."""
    return "".join(ast.literal_eval(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', source))


def texts():
    found = []
    string = r'"(?:[^"\\]|\\.)*"'
    for line in open("publisher/base/messages.def", encoding="utf-8"):
        row = re.match(r'MESSAGE\((\w+), \w+, (%s), (%s)\)' % (string, string), line)
        if row:
            found += [literals(row[2]), literals(row[3])]
    for line in open("publisher/conform/measures.def", encoding="utf-8"):
        row = re.match(r'(LENGTH|BETWEEN|WORDS)\(\w+, %s, (%s)(?:, (%s))?' % (string, string, string), line)
        if row:
            found += [literals(text) for text in row.groups()[1:] if text and re.search("[A-Za-z]", text)]   # 附件： is the same in both
    for path in sorted(glob.glob("publisher/**/*.c", recursive=True)):
        for call in re.findall(r'\bN?_\(((?:\s*%s)+)\)' % string, open(path, encoding="utf-8").read()):
            found.append(literals(call))
    return list(dict.fromkeys(found))


def catalogue(path):
    pairs, key, where = {}, None, None
    current = {"msgid": "", "msgstr": ""}
    for line in open(path, encoding="utf-8").read().splitlines() + ['msgid ""']:
        word = re.match(r'(msgid|msgstr) (".*")$', line)
        if word:
            if word[1] == "msgid" and where:
                pairs[current["msgid"]] = current["msgstr"]
                current = {"msgid": "", "msgstr": ""}
            where = word[1]
            current[where] = literals(word[2])
        elif line.startswith('"'):
            current[where] += literals(line)
    return pairs


def main():
    wanted = texts()
    if len(sys.argv) == 1:
        print("\n".join(repr(text) for text in wanted))
        return 0
    known, wrong = catalogue(sys.argv[1]), 0
    for text in wanted:
        translation = known.get(text, "")
        if not translation:
            print("not translated:", text)
            wrong += 1
        elif sorted(set(re.findall(r"%[1-4ds]", text))) != sorted(set(re.findall(r"%[1-4ds]", translation))):
            print("placeholders differ:", text)
            wrong += 1
    for text in known:
        if text and text not in wanted:
            print("no longer used:", text)
            wrong += 1
    return 1 if wrong else 0


sys.exit(main())
