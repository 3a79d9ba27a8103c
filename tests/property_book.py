#!/usr/bin/env python3
"""Generated workbooks: ranges merged at random over rows, columns and blocks, hidden rows and columns, lines over all columns;
set whole, each cell in its rules. property_book.py PROGRAM FOLDER [ROUNDS [SEED]]"""
import os
import random
import re
import sys

sys.path.insert(0, os.path.dirname(__file__))
import xlsxwriter  # noqa: E402
from laid import Expected, Laid, check, heads_of, rendered  # noqa: E402
from pdf import Tests, plain  # noqa: E402

program, folder = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
first_seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
WORDS = ["完成", "推进", "，", "。", "（四病）", "“空巢”", "95%", "〔2018〕2号", "WIS", "①", "；", "建设"]


class Book:
    def __init__(self, rng):
        self.rows, self.columns = rng.choice([1, 3, 10, 40]), rng.choice([2, 3, 5, 8])
        self.hidden_rows = {r for r in range(self.rows - 1) if rng.random() < rng.choice([0, 0, 0.1])}
        self.hidden_columns = {c for c in range(self.columns) if rng.random() < rng.choice([0, 0, 0.15])}
        if len(self.hidden_rows) == self.rows or len(self.hidden_columns) >= self.columns - 1:
            self.hidden_rows, self.hidden_columns = set(), set()
        self.ranges, taken = [], set()
        for _ in range(rng.choice([0, 2, 6, 20])):
            down, across = rng.choice([(1, 2), (2, 1), (3, 1), (2, 2), (12, 1), (1, self.columns), (3, 3), (30, 1)])
            row, column = rng.randrange(max(self.rows - 1, 1)), rng.randrange(self.columns)
            column = 0 if across == self.columns else column
            down, across = min(down, max(self.rows - 1 - row, 1)), min(across, self.columns - column)
            cells = {(row + i, column + j) for i in range(down) for j in range(across)}
            if down * across > 1 and not cells & taken:
                taken |= cells
                self.ranges.append((row, column, down, across))
        self.texts = {}
        for r in range(self.rows):
            for c in range(self.columns):
                longest = rng.choice([0, 2, 12, 40]) if rng.random() < 0.99 else 900
                text = "济" + "".join(rng.choice(WORDS) for _ in range(rng.randint(0, longest))) + "末"
                self.texts[r, c] = text if rng.random() < 0.8 or r == self.rows - 1 else ""
        for row, column, down, across in self.ranges:
            for i in range(down):
                for j in range(across):
                    if i or j:
                        self.texts[row + i, column + j] = ""
        self.settings = rng.choice(["", "", "[table]\nsplit_rows=no\n", "[table]\nkeep_groups=no\nsplit_lines=1\n", "[column.列1]\nrepeat=marked\n", "[column.列0]\nrepeat=never\n"])
        self.orientation = rng.choice(["turned", "upright", "foldout"])

    def write(self, where):
        book = xlsxwriter.Workbook(os.path.join(where, "t.xlsx"))
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, ["列%d" % c for c in range(self.columns)])
        for (r, c), text in self.texts.items():
            if text:
                sheet.write_string(r + 1, c, text)
        style = book.add_format({"border": 1})    # with it the range's other cells are written too, as spreadsheet programs do
        for row, column, down, across in self.ranges:
            sheet.merge_range(row + 1, column, row + down, column + across - 1, self.texts[row, column], style)
        for r in self.hidden_rows:
            sheet.set_row(r + 1, None, None, {"hidden": True})
        for c in self.hidden_columns:
            sheet.set_column(c, c, None, None, {"hidden": True})
        book.close()
        text = "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=通报\nbody=b.txt\n[head]\nmark=preprinted\n[attachment.1]\nname=统计表\ntable=t\n"
        text += "[table.t]\ndata=t.xlsx\nhead_row=1\nhead_rows=1\norientation=%s\n%s" % (self.orientation, self.settings)
        names = {"列%d" % c for c in range(self.columns) if c not in self.hidden_columns}
        if re.search(r"\[column\.(.*?)\]", self.settings) and re.search(r"\[column\.(.*?)\]", self.settings)[1] not in names:
            text = text.replace(self.settings, "")
            self.settings = ""
        open(os.path.join(where, "edition.ini"), "w", encoding="utf-8").write(text)
        open(os.path.join(where, "b.txt"), "w", encoding="utf-8").write("正文。\n")

    def expected(self):
        """What is seen; the text of a range stands in its first cell that is seen. Rows without any text fall away."""
        columns = [c for c in range(self.columns) if c not in self.hidden_columns]
        owner = {}
        for row, column, down, across in self.ranges:
            owner.update({(row + i, column + j): (row, column) for i in range(down) for j in range(across)})
        seen = {}    # first seen cell of each cell or range
        for r in range(self.rows):
            for c in columns:
                if r not in self.hidden_rows:
                    seen.setdefault(owner.get((r, c), (r, c)), (r, c))
        texts = {at: self.texts[anchor] for anchor, at in seen.items()}
        rows = [r for r in range(self.rows) if r not in self.hidden_rows and any(texts.get((r, c)) for c in columns)]
        spread = {}
        for i, r in enumerate(rows):
            for j, c in enumerate(columns):
                spread.setdefault(owner.get((r, c), (r, c)), []).append((i, j))
        cells, labels = {}, set()
        for anchor, places in spread.items():
            (top, left), (bottom, right) = min(places), max(places)
            cells[top, left] = (self.texts[anchor], bottom - top + 1, right - left + 1)
        for row, column, down, across in self.ranges:    # a column with a range over rows, be they kept or not, is one of labels
            inside = [j for j, c in enumerate(columns) if column <= c < column + across]
            if inside and sum(r not in self.hidden_rows for r in range(row, row + down)) > 1:
                labels.add(inside[0])
        number = {"列%d" % c: i for i, c in enumerate(columns)}
        chosen = re.search(r"\[column\.(.*?)\]\nrepeat=(\w+)", self.settings)
        more = {chosen[2]: {number[chosen[1]]}} if chosen else {}
        split = 1 if "split_lines=1" in self.settings else 2
        return Expected(len(rows), len(columns), cells, labels, by_range=labels, split_lines=split, marked=more.get("marked", ()), never=more.get("never", ())), ["列%d" % c for c in columns]


os.makedirs(folder, exist_ok=True)
tests, outcomes, refused = Tests(), [], []
for seed in range(first_seed, first_seed + rounds):
    where = os.path.join(folder, str(seed))
    os.makedirs(where, exist_ok=True)
    book = Book(random.Random(seed))
    book.write(where)
    code, pages, errors = rendered(program, where, "pages")
    if code == 1 and re.search(r"needs at least|fits on no page|too narrow|has no rows|column_unknown", errors):
        refused.append((seed, errors[:200]))
        continue
    wrong = ["ended with %d %s" % (code, errors[:300])]
    if code == 0:
        expected, names = book.expected()
        wrong = check(expected, Laid(rendered(program, where, "table")[1], pages), heads_of(program, where, names))[0]
    if wrong:
        outcomes.append((seed, wrong[:3]))
tests.check("property: %d generated workbooks are set whole" % rounds, not outcomes, "\n".join(str(each) for each in outcomes[:8]))
tests.check("property: few workbooks are refused", len(refused) * 4 <= rounds, refused[:9])
sys.exit(0)
