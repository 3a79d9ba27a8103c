#!/usr/bin/env python3
"""Generated tables: every character of every cell is set on exactly one page once, labels stand on every page of their
span, nothing stands outside the sheet's table area, two runs agree. property.py PROGRAM FOLDER [ROUNDS [SEED]]"""
import csv
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from pdf import Tests, plain  # noqa: E402

program, folder = sys.argv[1:3]
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
first_seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
os.makedirs(folder, exist_ok=True)
tests = Tests()
PIECES = ["完成", "推进建设", "，", "。", "（四病）", "“空巢老人”", "95%", "35岁-64岁", "〔2018〕2号", "WIS", "——", "①", "《通知》", "；", "5个", "洸河", "、", "10000个", "1.5万元"]


def words(rng, longest):
    return "济" + "".join(rng.choice(PIECES) for _ in range(rng.randint(0, longest))) + "末"


def make(rng, where):
    columns = rng.choice([1, 2, 3, 4, 7, 7, 9])
    head = ["序号", "项目名称", "项目内容", "责任单位", "落实进展情况", "存在问题", "下步措施", "备注", "联系人"][:columns] if rng.random() < 0.8 else ["列%d" % i for i in range(columns)]
    rows, number = [], 0
    for _ in range(rng.choice([1, 2, 8, 30])):
        number += 1
        name = words(rng, rng.choice([0, 3, 6, 6, 14]))
        for part in range(rng.choice([1, 1, 2, 5])):
            row = [str(number) if part == 0 or rng.random() < 0.3 else "", name if part == 0 or rng.random() < 0.3 else ""]
            row += [words(rng, rng.choice([0, 2, 10, 30])) if rng.random() < 0.85 else "" for _ in range(7)]
            if rng.random() < 0.1:
                row[rng.randrange(2, 9)] = "\n".join(words(rng, 3) for _ in range(4))
            if rng.random() < 0.03:
                row[rng.randrange(2, 9)] = words(rng, 600)
            rows.append(row[:columns])
    rows = [row if any(cell for cell in row) else ["1"] + row[1:] for row in rows]
    with open(os.path.join(where, "t.csv"), "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head] + rows)
    orientation = rng.choice(["turned", "turned", "upright"])
    extra = rng.choice(["", "[table]\nsplit_rows = no\n", "[table]\nsplit_lines = 3\n", "unit = 单位：万元\nnotes = 注：示例。\n"])
    if columns == 9 and orientation == "upright":
        orientation = "turned"
    table = "[table.t]\ndata = t.csv\norientation = %s\n" % orientation
    open(os.path.join(where, "edition.ini"), "w", encoding="utf-8").write(
        "[document]\ntemplate=tongbao\nnumber=济高督字〔2018〕54号\ntitle=通报\nbody=b.txt\n[head]\nmark=preprinted\n"
        "[attachment.1]\nname=统计表\ntable=t\n%s\n%s%s" % (rng.choice(["page_label = none", ""]), table, extra))
    open(os.path.join(where, "b.txt"), "w", encoding="utf-8").write("正文。\n")
    return head, rows, orientation


def dump(where):
    outcome = subprocess.run([program, "--lang", "en", "render", "--dump=pages", where], capture_output=True, text=True)
    return outcome.returncode, outcome.stdout, outcome.stderr


def merged(head, rows):
    """Row of the cell that covers (row, column), by the rules of the house."""
    labels = [c for c, name in enumerate(head) if name in ("序号", "项目名称")]
    owner = [[r for _ in head] for r in range(len(rows))]
    for c in labels:
        anchor = 0
        for r in range(1, len(rows)):
            text = plain(rows[r][c])
            same = not text or text == plain(rows[anchor][c])
            if same and all(owner[r][left] != r for left in labels if left < c):
                owner[r][c] = anchor
            else:
                anchor = r
    return labels, owner


def check(where, head, rows, orientation):
    code, text, errors = dump(where)
    if code == 1 and re.search(r"(needs at least|fits on no page|too narrow)", errors):
        return "refused", None
    if code != 0:
        return "ended with %d" % code, errors[:500]
    if dump(where)[1] != text:
        return "two runs differ", None
    labels, owner = merged(head, rows)
    cells, label_pages, row_pages, page, turned = {}, {}, {}, 0, False
    for line in text.splitlines():
        start = re.match(r"page (\d+):", line)
        page = int(start[1]) if start else page
        turned = line.startswith("turn at") or (turned and not line.startswith("turn end"))
        item = re.match(r'glyphs .* at (-?\d+),(-?\d+)(?: to (-?\d+),(-?\d+))? count \d+ "(.*)" (artifact [\w-]+|node -?\d+).*?(?: row (\d+) column (\d+))?$', line)
        if not item:
            continue
        wide, high = (637795, 442205) if turned else (79370 + 442205, 104882 + 637795 + 30000)
        for x, y in ((item[1], item[2]), (item[3] or item[1], item[4] or item[2])):
            if turned and not (-20000 <= int(x) <= wide and 0 <= int(y) <= high) or not turned and not (0 <= int(x) <= wide and 0 <= int(y) <= high):
                return "outside the area", line
        if not item[7]:
            continue
        row, column = int(item[7]) - 1, int(item[8]) - 1
        piece = item[5].replace("\\n", "")
        if column in labels:
            label_pages.setdefault((row, column), {}).setdefault(page, []).append(piece)
            if item[6].startswith("node"):
                cells[row, column] = cells.get((row, column), "") + piece
        else:
            cells[row, column] = cells.get((row, column), "") + piece
            row_pages.setdefault(row, set()).add(page)
    for r, row in enumerate(rows):
        for c in range(len(head)):
            want = plain(row[c]) if owner[r][c] == r else ""
            if plain(cells.get((r, c), "")) != want:
                return "cell %d,%d" % (r + 1, c + 1), (want, cells.get((r, c)))
    for (r, c), found in label_pages.items():
        want = plain(rows[r][c])
        if any(plain("".join(parts)) != want for parts in found.values()):
            return "label %d,%d" % (r + 1, c + 1), found
        spans = set().union(*[row_pages.get(i, set()) for i in range(len(rows)) if owner[i][c] == r])
        if not spans <= set(found):
            return "label %d,%d is missing on a page" % (r + 1, c + 1), (spans, sorted(found))
    return None, None


outcomes, refused = [], 0
for number in range(first_seed, first_seed + rounds):
    rng = random.Random(number)
    where = os.path.join(folder, str(number))
    os.makedirs(where, exist_ok=True)
    wrong, about = check(where, *make(rng, where))
    refused += wrong == "refused"
    if wrong and wrong != "refused":
        outcomes.append((number, wrong, about))
tests.check("property: %d generated tables are set whole" % rounds, not outcomes, outcomes[:5])
tests.check("property: few are refused", refused * 4 <= rounds, refused)
sys.exit(0)
