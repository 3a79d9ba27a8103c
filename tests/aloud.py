#!/usr/bin/env python3
"""What a screen reader can say, read from the PDF's own structure tree: cell after cell with the heads of its column and of its row,
against the input tables. aloud.py PROGRAM FOLDER"""
import csv
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests, plain, run  # noqa: E402

program, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
tests = Tests()


class Element:
    def __init__(self, kind):
        self.kind, self.kids, self.attributes, self.words = kind, [], {}, ""

    def all(self, kind):
        found = [self] if self.kind == kind else []
        for kid in self.kids:
            found += kid.all(kind)
        return found

    def text(self):
        return self.words + "".join(kid.text() for kid in self.kids)


def tree(path):
    """poppler's print: two blanks a level, attributes as /Name value, text in quotes."""
    root, stack, open_text = Element("root"), [], False
    for line in run("pdfinfo", "-struct-text", path).splitlines():
        depth = (len(line) - len(line.lstrip(" "))) // 2
        words = line.strip(" ")
        if open_text or words.startswith('"'):
            stack[-1].words += words.removeprefix("" if open_text else '"').removesuffix('"')
            open_text = not words.endswith('"')
        elif words.startswith("/"):
            key, value = words.split(" ", 1)
            stack[-1].attributes[key[1:]] = value.lstrip("/")
        elif re.match(r"[A-Z]\w*", words):
            element = Element(re.match(r"\w+", words)[0])
            del stack[depth:]
            (stack[-1] if stack else root).kids.append(element)
            stack.append(element)
    return root


def grid(table, part):
    """{(row, column): cell} of THead or TBody; None: cells overlap or a row has a gap."""
    cells, rows = {}, [row for section in table.all(part) for row in section.all("TR")]
    for r, row in enumerate(rows):
        column = 0
        for cell in row.kids:
            while (r, column) in cells:
                column += 1
            for i in range(int(cell.attributes.get("RowSpan", 1))):
                for k in range(int(cell.attributes.get("ColSpan", 1))):
                    if (r + i, column + k) in cells:
                        return None, 0
                    cells[r + i, column + k] = cell
    width = max(c for r, c in cells) + 1
    return (cells if len(cells) == width * len(rows) else None), len(rows)


def spoken(table):
    """[row][column] = (heads of the column, heads of the row, the cell's text, whether it is data); or None."""
    head, head_rows = grid(table, "THead")
    body, body_rows = grid(table, "TBody")
    if not head or not body:
        return None
    width = max(c for r, c in body) + 1
    out = []
    for r in range(body_rows):
        across = [body[r, c] for c in range(width) if body[r, c].kind == "TH" and body[r, c].attributes.get("Scope") == "Row"]
        across = [cell for i, cell in enumerate(across) if cell not in across[:i]]
        line = []
        for c in range(width):
            down = [head[i, c] for i in range(head_rows) if (i, c) in head and head[i, c].kind == "TH" and head[i, c].attributes.get("Scope") == "Column"]
            down = [cell for i, cell in enumerate(down) if cell not in down[:i]]
            line.append(([plain(cell.text()) for cell in down], [plain(cell.text()) for cell in across], plain(body[r, c].text()), body[r, c].kind == "TD"))
        out.append(line)
    return out


def render(edition, name):
    path = os.path.join(folder, name + ".pdf")
    subprocess.run([program, "render", edition, "-o", path], check=True, stderr=subprocess.DEVNULL)
    return tree(path)


def heads_of(names):
    """Heads as they are said: A/B is B under A."""
    return [[plain(part) for part in name.split("/")] for name in names]


def check_table(name, table, rows, labels, same=lambda text: text):
    """labels: of columns whose cells go on downwards while they are empty or the same."""
    said = spoken(table)
    tests.check(name + ": the tree's table is a grid", said is not None)
    if said is None:
        return
    wrong, heads, last = [], heads_of(rows[0]), {}
    data = rows[1:]
    if len(said) != len(data):
        wrong.append("%d rows instead of %d" % (len(said), len(data)))
    for r, (line, row) in enumerate(zip(said, data)):
        texts = [plain(same(text)) for text in row]
        if line[0][2] and line[0][2] == line[-1][2] and len(line) > 1 and not any(texts[1:]):
            texts = [texts[0]] * len(texts)    # a banner is one cell over all columns
        goes_on = True
        for c in labels:
            goes_on = goes_on and texts[c] in ("", last.get(c))
            texts[c] = last[c] = last.get(c, "") if goes_on else texts[c]
        for c, (down, across, text, is_data) in enumerate(line):
            if text != texts[c]:
                wrong.append((r + 1, c + 1, "reads", text, "instead of", texts[c]))
            if down != heads[c]:
                wrong.append((r + 1, c + 1, "column", down, "instead of", heads[c]))
            if is_data and any(texts[k] not in across for k in labels):
                wrong.append((r + 1, c + 1, "row", across, "instead of", [texts[k] for k in labels]))
    tests.check(name + ": every cell is read with its column head and its row's", not wrong, wrong[:6])


def rows_of(path):
    tab = "\t" if path.endswith(".tsv") else ","
    return [row for row in csv.reader(open(path, encoding="utf-8-sig", newline=""), delimiter=tab)]


sample = rows_of("input/jining-2018h1/progress.tsv")
for name in ("jining-2018h1", "jining-2018h1-printed", "jining-2018h1-workbook"):
    document = render("input/" + name, name)
    tables = document.all("Table")
    tests.check(name + ": one table, one title", len(tables) == 1 and len(document.all("H1")) == 1)
    check_table(name, tables[0], sample, (0, 1))
    order = [element.kind for element in document.kids[0].kids]
    tests.check(name + ": the title comes before the text, the text before the table", order.index("H1") < order.index("Table") and
                "Table" not in order[:order.index("H1")] and order.count("Table") == 1, order)
    body = [plain(line) for line in open("input/jining-2018h1/body.txt", encoding="utf-8").read().splitlines() if line.strip()]
    read = "\n".join(plain(element.text()) for element in document.all("P") + document.all("H2"))
    tests.check(name + ": the text is read paragraph by paragraph", all(line in read.split("\n") for line in body), [line for line in body if line not in read])
forms = [kid.kind for kid in render("input/jining-2018h1-printed", "jining-2018h1-printed").kids[0].kids]
tests.check("the place of the signature is read behind it", "Form" in forms and forms[forms.index("Form") - 1] == "P", forms)

for name, labels in (("banners", (0, 1)), ("bullets-and-shrinking", (0, 1)), ("carried-sums", (0, 1)), ("few-pages", (0, 1)), ("foldout", (0, 1)),
                     ("heads-and-decimals", (0, 1)), ("marked-labels", (0, 1)), ("status-lights", (0, 1)), ("tall-rows", (0, 1)), ("turned-heads", (0, 1))):
    check_table(name, render("tests/awkward/" + name, name).all("Table")[0], rows_of("tests/awkward/%s/t.csv" % name), labels)
order = os.path.join(folder, "order")
shutil.copytree("input/example-mingling", order, dirs_exist_ok=True)
ini = open("input/example-mingling/edition.ini", encoding="utf-8").read().replace("../example-pictures", os.path.abspath("input/example-pictures"))
open(os.path.join(order, "edition.ini"), "w", encoding="utf-8").write(ini.replace("post     =", "signer   = 周文远\npost     ="))
words = plain("".join(element.text() for element in render(order, "order").all("P")))
alt = subprocess.run(["qpdf", "--qdf", os.path.join(folder, "order.pdf"), "-"], capture_output=True).stdout
tests.check("a stamp is read by the name of its signer, who is not printed", "周文远" not in words and
            "周文远签名章".encode("utf-16-be").hex().encode() in alt.lower().replace(b" ", b""))
sys.exit(tests.failed)
