#!/usr/bin/env python3
"""Holds hongtou-edition(5) and hongtou-template(5) against the program: the table of keys, the templates, the values that
the code knows, and the examples of the pages run through the program. manpages.py PROGRAM FOLDER"""
import glob
import json
import os
import re
import subprocess
import sys

TABLE = "publisher/read/settings_keys.c"
EDITION, TEMPLATE, EXPAND = "publisher/man/hongtou-edition.5", "publisher/man/hongtou-template.5", "publisher/man/hongtou-expand.7"
FAMILY = {"issuer": "1", "attachment": "1", "table": "progress", "column": "责任单位", "rule": "滞后", "role": "title", "sign": "1", "output": "红头纸"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def plain(text):
    """Words of roff source."""
    text = re.sub(r"\\f[BIR]|\\[&:]", "", text)
    return text.replace("\\-", "-").replace("\\(dq", '"').replace("\\e", "\\")


# ---- the program's side

def read_table(text):
    sections = {name: (chinese, instances == "true", whole == "true")
                for name, chinese, instances, whole in re.findall(r'\{ "(\w+)", "([^"]+)", (true|false), (true|false) \}', text)}
    keys = {(section, name): (chinese, use)
            for section, name, chinese, use in re.findall(r'\{ "(\w+)", "(\w*)", "([^"]*)", KEY_(\w+) \}', text)}
    kinds = {}
    for chinese, name in re.findall(r'\{ "([^"\w]*[^"]+)", "([a-z]+)" \},', text.split("settings_sections")[0]):
        kinds.setdefault(name, []).append(chinese)
    return sections, keys, kinds


def read_ini(text):
    values, section = {}, None
    for line in text.splitlines():
        line = line.strip()
        if line[:1] == "[":
            section = line[1:line.index("]")]
        elif line and line[0] not in ";#":
            key, value = (part.strip() for part in line.split("=", 1))
            quoted = re.match(r'"([^"]*)"', value)
            values[section, key] = quoted[1] if quoted else re.split(r"(?:^|\s)[;#]", value)[0].strip()
    return values


def read_templates():
    return {os.path.basename(path)[:-4]: read_ini(read(path)) for path in glob.glob("templates/*.ini")}


def value_of(templates, name, key):
    while name and key not in templates[name]:
        name = templates[name].get(("template", "extends"))
    return templates[name][key] if name else None


def choices():
    """Pairs of English and Chinese words of one value, as the code has them."""
    pairs = set()
    for path in glob.glob("publisher/*/*.c"):
        for body in re.findall(r"static const char \*const \w+\[[^]]*\] = \{ ([^}]*) \}|const char \*const style_tints\[\] = \{ ([^}]*) \}", read(path)):
            words = re.findall(r'"([^"]*)"', "".join(body))
            for odd in (0, 1):
                known, others = words[odd::2], words[1 - odd::2]
                if len(known) == len(others) and all(re.fullmatch(r"[a-z0-9]+", word) for word in known) and not any(word.isascii() for word in others):
                    pairs |= set(zip(words[::2], words[1::2]))
    return pairs


# ---- the pages' side

class Key:
    def __init__(self, chinese, default, variant):
        self.chinese, self.default, self.variant, self.text = chinese, default, variant, ""


def read_page(text):
    """Keys by section and name, headings of sections, rows of tables under .SH headings without sections."""
    keys, headings, rows, twice = {}, [], {}, []
    section = variant = head = item = None
    text = re.sub(r"T\{\n(.*?)\nT\}", lambda match: match[1].replace("\n", " "), text, flags=re.S)
    for line in text.splitlines():
        title = re.match(r'\.SS "\[(\w+)(\.\w+)?\](?: and \[\1(\.\w+)\])? \\\(em ([^",.]+)', line)
        entry = re.match(r'\.BR (\w+) " ([^" =]+)( = ?)?"(?: (.*))?$', line)
        if line.startswith((".SH", ".SS")):
            section = item = None
            head = line[4:].strip('"')
        if title:
            section, variant = title[1], "any" if title[3] else "instance" if title[2] else "general"
            headings.append((section, variant, title[4]))
        elif section and entry:
            default = None if not entry[3] else plain((entry[4] or "").strip('"'))
            item = Key(entry[2], default, variant)
            if (section, entry[1]) in keys:
                twice.append((section, entry[1]))
            keys[section, entry[1]] = item
        elif "\t" in line and not re.match(r"(nokeep )?tab\(", line):
            fields = [plain(field) for field in line.split("\t")]
            if section and len(fields) == 4:
                if (section, fields[0]) in keys:
                    twice.append((section, fields[0]))
                keys[section, fields[0]] = Key(fields[1], fields[2] or None, variant)
            else:
                rows.setdefault(head, {})[fields[0]] = fields[1:]
        elif item:
            item.text += plain(line) + "\n"
    return keys, headings, rows, twice


def reserved(text):
    part = re.search(r"^\.SS Reserved\n(.*?)^\.SH", text, re.S | re.M)
    return set(re.findall(r'^\.BR \[(\w+)(?:\.\w+)?\] " ([^".]+)', part[1] if part else "", re.M))


# ---- one against the other

def compare_keys(page, name, table, base, wanted):
    sections, keys, _ = table
    found, headings, _, twice = page
    wrong = ["%s: [%s] %s is described twice" % (name, *key) for key in twice]
    for key, (chinese, use) in keys.items():
        if use == "FREE":
            continue    # the section is described, its keys are whatever an edition calls them
        if use == "LATER" or use not in wanted:
            if key in found:
                wrong.append("%s: [%s] %s may not stand there" % (name, *key))
            continue
        if key not in found:
            wrong.append("%s: [%s] %s is not described" % (name, *key))
            continue
        entry, given = found[key], base.get(key)
        if entry.chinese != chinese:
            wrong.append("%s: [%s] %s is %s, not %s" % (name, *key, chinese, entry.chinese))
        if (entry.default or None) != (given or None) or (entry.default == "") > (given == ""):
            wrong.append("%s: [%s] %s: the template gives %s, not %s" % (name, *key, given, entry.default))
        if name == EDITION and use in ("GENERAL", "INSTANCE") and entry.variant != use.lower():
            wrong.append("%s: [%s] %s stands under the wrong heading" % (name, *key))
        if name == EDITION and not re.search(r"^\\\(-> %s = ." % key[1], entry.text, re.M):
            wrong.append("%s: [%s] %s has no example" % (name, *key))
    wrong += ["%s: there is no [%s] %s" % (name, *key) for key in found if key not in keys]
    for section, variant, chinese in headings:
        known = sections.get(section)
        if not known or known[0] != chinese:
            wrong.append("%s: [%s] is not %s" % (name, section, chinese))
        elif (variant == "general" and not known[2]) or (variant != "general" and not known[1]):
            wrong.append("%s: [%s] has no such form" % (name, section))
    described = {section for section, _, _ in headings}
    wrong += ["%s: section [%s] is not described" % (name, section) for section in {key[0] for key, (_, use) in keys.items() if use in wanted + ("FREE",)} - described]
    return wrong


def compare_templates(page, table, templates):
    wrong, rows = [], page[2].get("TEMPLATES", {})
    for name in templates:
        names = set(table[2].get(name, [])) | {value_of(templates, name, ("template", "kind"))} - {None}
        right = [names, value_of(templates, name, ("template", "format")), value_of(templates, name, ("template", "direction"))]
        row = rows.get(name)
        shown = row and [set(row[0].split()) - {"-"}, *row[1:]]
        if shown != right:
            wrong.append("%s: template %s is %s, not %s" % (TEMPLATE, name, right, shown))
    wrong += ["%s: there is no template %s" % (TEMPLATE, name) for name in rows if name not in templates]
    rows, base = page[2].get("ROLES", {}), templates["gbt9704"]
    roles = {section[5:] for section, _ in base if section.startswith("role.")}
    for role in roles | set(rows):
        right = [base.get(("role." + role, key)) for key in ("font", "size", "advance", "pitch", "colour")]
        if rows.get(role, [])[:5] != right:
            wrong.append("%s: role %s is %s, not %s" % (TEMPLATE, role, right, rows.get(role)))
    return wrong


def compare(table_text, edition_text, template_text, templates):
    table = read_table(table_text)
    later = {(key[0], table[0][key[0]][0]) for key, (_, use) in table[1].items() if use == "LATER"}
    wrong = compare_keys(read_page(edition_text), EDITION, table, templates["gbt9704"], ("ANY", "GENERAL", "INSTANCE"))
    wrong += compare_keys(read_page(template_text), TEMPLATE, table, templates["gbt9704"], ("ANY", "GENERAL", "INSTANCE", "TEMPLATE"))
    if reserved(edition_text) != later:
        wrong.append("%s: reserved are %s, not %s" % (EDITION, later, reserved(edition_text)))
    return wrong + compare_templates(read_page(template_text), table, templates)


def compare_elements(text):
    """The elements that [rules] may name."""
    code = read("publisher/model/rules_elements.c").split("elements[ELEMENTS]")[1].split("};")[0]
    known = re.findall(r'= \{ "([^"]+)"', code)
    item = read_page(text)[0].get(("rules", "required"), Key(None, None, None))
    shown = item.text.replace("\n", " ").split(": ")[-1].split(".")[0].split(", ")
    return [] if sorted(shown) == sorted(known) else ["%s: the elements are %s, not %s" % (TEMPLATE, ", ".join(known), ", ".join(shown))]


def compare_names(text):
    """The functions and the fields of the period that hongtou-expand(7) has, and those of the code."""
    functions = re.findall(r'= \{ "(\w+)", "([^"]+)", "([^"]+)", ', read("publisher/expand/functions.c"))
    fields = re.findall(r'\[2 \* PERIOD_\w+\] = "(\w+)", "([^"]+)"', read("publisher/expand/period.c"))
    rows = read_page(text)[2]
    shown = [(name, *row[:2]) for head in rows if head.startswith("Functions") for name, row in rows[head].items()]
    wrong = ["%s: the functions %s" % (EXPAND, sorted(set(shown) ^ set(functions)))] if sorted(shown) != sorted(functions) or len(shown) < 20 else []
    shown = [(name, row[0]) for name, row in rows.get("The period", {}).items()]
    return wrong + (["%s: the fields %s" % (EXPAND, sorted(set(shown) ^ set(fields)))] if sorted(shown) != sorted(fields) or len(shown) < 10 else [])


def compare_choices(pages):
    words = plain("".join(pages)).replace("\n", " ")
    return ["no page has the value %s (%s)" % pair for pair in sorted(choices()) if "%s (%s)" % pair not in words]


# ---- the test's own test: what must not pass

def not_noticed(table_text, edition_text, template_text, templates):
    def with_key(line):
        return table_text.replace('\t{ NULL, NULL, NULL, KEY_ANY }', '\t%s,\n\t{ NULL, NULL, NULL, KEY_ANY }' % line)
    other = dict(templates, gbt9704=dict(templates["gbt9704"], **{}))
    other["gbt9704"]["page", "top"] = "40mm"
    changes = {
        "a new key": (2, (with_key('{ "page", "novel", "新键", KEY_ANY }'), edition_text, template_text, templates)),
        "a new key of templates": (1, (with_key('{ "page", "novel", "新键", KEY_TEMPLATE }'), edition_text, template_text, templates)),
        "a new section": (2, (with_key('{ "novel", "", "", KEY_FREE }').replace('\t{ "template", "模板"', '\t{ "novel", "新节", false, true },\n\t{ "template", "模板"', 1),
                              edition_text, template_text, templates)),
        "a key taken out": (2, (re.sub(r'\t\{ "document", "note".*\n', "", table_text), edition_text, template_text, templates)),
        "another Chinese name": (2, (table_text.replace('"note", "附注"', '"note", "附註"'), edition_text, template_text, templates)),
        "another default": (1, (table_text, edition_text, template_text, other)),
        "a new template": (1, (table_text, edition_text, template_text, dict(templates, novel={("template", "extends"): "gbt9704"}))),
        "a description taken out": (1, (table_text, re.sub(r'\.BR urgency .*\n', "", edition_text), template_text, templates)),
    }
    return ["the test does not notice %s" % name for name, (count, texts) in changes.items() if len(compare(*texts)) != count]


# ---- the examples, run

def diagnostics(program, folder):
    out = subprocess.run([program, "--lang", "en", "--json", "check", folder], capture_output=True, text=True, check=False)
    return json.loads(out.stdout or out.stderr or "[]")


def write_examples(text, folder):
    for name, body in re.findall(r'\.\\" file: (\S+)\n\.nf\n(.*?)\.fi\n', text, re.S):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(plain(body))


def run_examples(program, folder, edition_text, template_text):
    whole = os.path.join(folder, "edition")
    write_examples(edition_text, whole)
    wrong = ["the example of %s: %s" % (EDITION, one["message"]) for one in diagnostics(program, whole) if one["severity"] != "note"]
    write_examples(template_text, whole)
    profile = [name for name in os.listdir(whole) if name.endswith(".ini") and name != "edition.ini"]
    path = os.path.join(whole, "edition.ini")
    text = re.sub(r"(?m)^template .*$", "template = " + profile[0][:-4], read(path))
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return wrong + ["the example of %s: %s" % (TEMPLATE, one["message"]) for one in diagnostics(program, whole) if one["severity"] != "note"]


def run_templates(program, folder, text):
    """The example of hongtou-expand(7), and what it says."""
    write_examples(text, os.path.join(folder, "templates"))
    wrong = ["the example of %s: %s" % (EXPAND, one["message"]) for one in diagnostics(program, os.path.join(folder, "templates")) if one["severity"] != "note"]
    model = subprocess.run([program, "render", "--dump=model", os.path.join(folder, "templates")], capture_output=True, text=True, check=False).stdout
    said = "全市重点项目共3个，完成投资1860.0万元，占计划的78%。", "旧区改造完成率56%，低于序时进度。", "关于2026年1-7月份|重点项目进展情况的通报"
    return wrong + ["the example of %s does not say %s" % (EXPAND, words) for words in said if words not in model]


def run_lines(program, folder, edition_text):
    """All example lines as one edition: it makes no sense as a whole, but each key and value must be one that is known."""
    sections = {}
    for (section, key), entry in read_page(edition_text)[0].items():
        if section == "period" and key not in ("year", "month"):
            continue    # a period is given in one way
        name = section if entry.variant == "general" or section not in FAMILY else "%s.%s" % (section, FAMILY[section])
        sections.setdefault(name, []).append(re.search(r"^\\\(-> (.*)$", entry.text, re.M)[1])
    os.makedirs(os.path.join(folder, "lines"), exist_ok=True)
    with open(os.path.join(folder, "lines", "edition.ini"), "w", encoding="utf-8") as file:
        for section, lines in sections.items():
            file.write("[%s]\n%s\n" % (section, "\n".join(lines)))
    found = diagnostics(program, os.path.join(folder, "lines"))
    kinds = r"(ini|key|section|value|length|template|number|date)-"
    wrong = ["an example line of %s: line %s: %s" % (EDITION, one["line"], one["message"]) for one in found if re.match(kinds, one["code"])]
    return wrong + ([] if any(one["code"] == "rule-tests" for one in found) else ["the example lines were not read to their end"])


def main(program, folder):
    texts = read(TABLE), read(EDITION), read(TEMPLATE), read_templates()
    wrong = compare(*texts) + compare_choices(texts[1:3]) + compare_elements(texts[2]) + compare_names(read(EXPAND))
    if not wrong:
        wrong = not_noticed(*texts) + run_examples(program, folder, texts[1], texts[2]) + run_lines(program, folder, texts[1]) + run_templates(program, folder, read(EXPAND))
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
