"""A table as --dump=table and --dump=pages tell it, and what must be true of any: its rules drawn anew from its cells, every
character in its own cell, heights that add up. A table is expected as Expected says, worked out without the program."""
import os
import re
import subprocess
from bisect import bisect_right

from pdf import plain

FRAME, HALF = 1417, 708
SHEETS = {"turned": 442205, "upright": 104882 + 637795, "fold": 104882 + 637795, "text": 104882 + 637795}
OPENING = tuple("（〔《“‘【「")
GLYPHS = re.compile(r'glyphs face \d+ size (\d+) (?:\w+) (vertical )?at (-?\d+),(-?\d+)(?: to (-?\d+),(-?\d+))? count (\d+) "(.*)" (artifact ([\w-]+)|node -?\d+)'
                    r'(?: role (\d+))?(?: from .*?:\d+)?(?: row (\d+) column (\d+))?$')
RULE = re.compile(r"rule (-?\d+),(-?\d+) to (-?\d+),(-?\d+) width (\d+) (\w+)")
FILL = re.compile(r"fill (-?\d+),(-?\d+) size (-?\d+),(-?\d+) ([\w-]+)(.*)$")
TAGGED = re.compile(r"row (\d+) column (\d+)$")


class Expected:
    """cells: {(row, column): (text, rows, columns)} of the cells that are not covered; labels: columns whose texts stand again
    on each page; marked, never: those of them with repeat = marked or never."""

    def __init__(self, rows, columns, cells, labels=(), **more):
        self.rows, self.columns, self.cells, self.labels = rows, columns, cells, set(labels)
        self.marked, self.never = set(more.get("marked", ())), set(more.get("never", ()))
        self.sums, self.summed = more.get("sums", "none"), more.get("summed", [False] * columns)
        self.padding, self.pitch, self.row_min = more.get("padding", 2268), more.get("pitch", 15000), more.get("row_min", 0)
        self.split_lines, self.shrunk = more.get("split_lines", 2), more.get("shrunk", False)
        self.by_range = set(more.get("by_range", ()))    # labels only where a range of the workbook goes over rows
        self.whole_columns = set(more.get("whole_columns", ()))    # split = no
        self.owner = {}
        for (r, c), (_, down, across) in cells.items():
            for i in range(down):
                for j in range(across):
                    assert (r + i, c + j) not in self.owner, (r, c)
                    self.owner[r + i, c + j] = (r, c)
        assert len(self.owner) == rows * columns

    def is_label(self, anchor):
        return anchor[1] in self.labels and (anchor[1] not in self.by_range or self.cells[anchor][1] > 1)


class Page:
    def __init__(self, line):
        self.number = int(re.match(r"page (\d+)", line)[1])
        self.kind = (re.search(r"table, (turned|upright|fold)", line) or [0, "text"])[1]
        self.glyphs, self.rules, self.fills = [], [], []


class Glyphs:
    """A run in the table's own directions: a box, its text, what it is."""

    def __init__(self, found, turn):
        size, x, y = int(found[1]), int(found[3]), int(found[4])
        to_x, to_y = int(found[5] or x), int(found[6] or y)
        self.text = found[8].replace("\\n", "").replace('\\"', '"').replace("\\\\", "\\")
        last = self.text[-1:]
        advance = size if last >= "\u4e00" and last < "\uff00" else size // 5
        blank = size // 2 if self.text[:1] in OPENING else 0    # what an opening mark has before its ink may stand outside
        if found[2]:
            self.box = (x, y - size * 88 // 100 + blank * 116 // 100, x + size, to_y - size * 88 // 100 + (size if advance == size else size // 2))
        else:
            self.box = (x + blank, y - size * 88 // 100, to_x + advance, to_y + size * 12 // 100)
        if turn:
            left, top, right, bottom = self.box
            self.box = (turn[0] + top, turn[1] - right, turn[0] + bottom, turn[1] - left)
        self.artifact, self.role, self.baseline, self.size = found[10], int(found[11] or 0), y, size
        self.row, self.column = (int(found[12]) - 1, int(found[13]) - 1) if found[12] else (None, None)


def pages_of(text):
    pages, turns = [], []
    for line in text.splitlines():
        if line.startswith("page "):
            pages.append(Page(line))
            turns = []
        elif line.startswith("turn at"):
            turns.append(tuple(map(int, re.findall(r"-?\d+", line)[:2])))
        elif line.startswith("turn end"):
            turns.pop()
        elif line.startswith("glyphs"):
            found = GLYPHS.match(line)
            if found:
                inner = turns[1:] if pages[-1].kind == "turned" else turns
                pages[-1].glyphs.append(Glyphs(found, inner[0] if inner else None))
            elif "count 0" not in line:
                raise ValueError(line)
        elif line.startswith("rule"):
            found = RULE.match(line)
            pages[-1].rules.append(tuple(map(int, found.groups()[:5])))
        elif line.startswith("fill"):
            found, tagged = FILL.match(line), TAGGED.search(line)
            x, y, width, height = map(int, found.groups()[:4])
            pages[-1].fills.append(((x, y, x + width, y + height), found[5], (int(tagged[1]) - 1, int(tagged[2]) - 1) if tagged else None))
    return pages


class Laid:
    def __init__(self, table_dump, pages_dump):
        self.columns, self.lines, self.parts = [], [], []
        for line in table_dump.splitlines():
            found = re.match(r"column \d+ (.*): content (-?\d+) \(least (-?\d+), most (-?\d+)\) milli-em, left (-?\d+), width (-?\d+)", line)
            if found:
                self.columns.append((found[1],) + tuple(map(int, found.groups()[1:])))
            found = re.match(r"row \d+: (\d+) lines", line)
            if found:
                self.lines.append(int(found[1]))
            found = re.match(r"part \d+: from row (\d+) line (\d+) to row (\d+) line (\d+), height of rows (-?\d+)", line)
            if found:
                row, first, to, last, height = map(int, found.groups())
                end = (to, 0) if last == self.lines[to - 1] else (to - 1, last)
                self.parts.append(((row - 1, first - 1), end, height))
        self.head_rows = int(re.search(r"head \d+ in (\d+) rows", table_dump)[1])
        self.tried = int(re.search(r"pages were made with (\d+) widths", table_dump)[1])
        self.pages = [page for page in pages_of(pages_dump) if any(rule[4] == FRAME for rule in page.rules)]

    def edge(self, c):
        if c < len(self.columns):
            return self.columns[c][4]
        return self.columns[-1][4] + self.columns[-1][5]


def rendered(program, where, dump, **environment):
    outcome = subprocess.run([program, "--lang", "en", "render", "--dump=" + dump, where], capture_output=True, text=True,
                             timeout=60, env={**os.environ, **environment})
    return outcome.returncode, outcome.stdout, outcome.stderr


def heads_of(program, where, names):
    """(row, column, rows, columns, text) of each cell of the head; of several levels as --dump=model has them."""
    found = []
    if any("/" in name for name in names):
        found = re.findall(r'  head row (\d+) column (\d+) over (\d+) x (\d+): (?:\S+ )?"(.*)"', rendered(program, where, "model")[1])
    plainly = [(0, c, 1, 1, name) for c, name in enumerate(names)]
    return [(int(a) - 1, int(b) - 1, int(c), int(d), text) for a, b, c, d, text in found] or plainly


def merge(segments):
    """Segments of one line, joined where they touch; overlap: two of them share a stretch."""
    out, overlap = [], False
    for start, end in sorted(segments):
        if out and start <= out[-1][1]:
            overlap |= start < out[-1][1]
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out, overlap


class Check:
    """One part on its page."""

    def __init__(self, laid, expected, heads, index):
        self.laid, self.expected, self.heads, self.index = laid, expected, heads, index
        self.page, (self.start, self.end, self.height) = laid.pages[index], laid.parts[index]
        self.first, self.behind = self.start[0], self.end[0] + (self.end[1] > 0)
        self.wrong = []
        last = index == len(laid.parts) - 1
        any_sum = any(expected.summed) and len(laid.parts) > 1
        self.above = any_sum and expected.sums == "carried" and index > 0
        self.below = any_sum and (expected.sums == "page" or (expected.sums == "carried" and not last))

    def fail(self, *about):
        self.wrong.append("part %d: %s" % (self.index + 1, " ".join(map(str, about))))

    def frame(self):
        across = sorted({rule[1] for rule in self.page.rules if rule[4] == FRAME and rule[1] == rule[3]})
        down = sorted({rule[0] for rule in self.page.rules if rule[4] == FRAME and rule[0] == rule[2]})
        if len(across) != 2 or len(down) != 2 or sum(rule[4] == FRAME for rule in self.page.rules) != 4:
            self.fail("the frame is not closed", across, down)
            return False
        self.left, self.right, self.top, self.bottom = down[0], down[1], across[0], across[1]
        if self.right - self.left != self.laid.edge(len(self.laid.columns)):
            self.fail("frame and columns differ", self.right - self.left)
        if self.bottom + HALF > SHEETS[self.page.kind] + 1:
            self.fail("the frame reaches below the sheet", self.bottom)
        return True

    def passes(self, row):
        """Is there a boundary above this row?"""
        return any(self.expected.owner[row, c] != self.expected.owner[row - 1, c] for c in range(self.expected.columns))

    def strips(self):
        """self.bands: (kind, first row, row behind, top, bottom); between rows merged in all columns there is no edge."""
        ys = sorted({rule[1] for rule in self.page.rules if rule[4] != FRAME and rule[1] == rule[3]} | {self.top, self.bottom})
        kinds = [("head", r, r + 1) for r in range(self.laid.head_rows)] + [("above", 0, 0)] * self.above
        row = self.first
        while row < self.behind:
            end = row + 1
            while end < self.behind and not self.passes(end):
                end += 1
            kinds.append(("rows", row, end))
            row = end
        kinds += [("below", 0, 0)] * self.below
        if len(ys) != len(kinds) + 1:
            self.fail("%d strips, %d wanted" % (len(ys) - 1, len(kinds)))
            return False
        self.bands = [kind + (ys[i], ys[i + 1]) for i, kind in enumerate(kinds)]
        self.head_bottom = ys[self.laid.head_rows]
        return True

    def owner(self, band, c):
        kind, row = band[0], band[1]
        if kind == "head":
            return next(cell for cell in self.heads if cell[0] <= row < cell[0] + cell[2] and cell[1] <= c < cell[1] + cell[3])
        if kind == "rows":
            return self.expected.owner[row, c]
        summed = self.expected.summed
        while c > 0 and not summed[c] and not summed[c - 1]:
            c -= 1
        return kind, c

    def rules(self):
        wanted_down, wanted_across, columns = {}, {}, self.expected.columns
        for i, band in enumerate(self.bands):
            for c in range(1, columns):
                if self.owner(band, c) != self.owner(band, c - 1):
                    wanted_down.setdefault(self.left + self.laid.edge(c), []).append(band[3:5])
            for c in range(columns):
                if i and (band[0] != self.bands[i - 1][0] or self.owner(band, c) != self.owner(self.bands[i - 1][:1] + (self.bands[i - 1][2] - 1,), c)
                          if band[0] != "head" else self.owner(band, c) != self.owner(self.bands[i - 1], c)):
                    wanted_across.setdefault(band[3], []).append((self.left + self.laid.edge(c), self.left + self.laid.edge(c + 1)))
        seen_down, seen_across = {}, {}
        for x0, y0, x1, y1, width in self.page.rules:
            if width == FRAME:
                continue
            if x0 == x1:
                seen_down.setdefault(x0, []).append((y0, y1))
            else:
                seen_across.setdefault(y0, []).append((x0, x1))
        for name, wanted, seen in (("down", wanted_down, seen_down), ("across", wanted_across, seen_across)):
            for at in sorted(set(wanted) | set(seen)):
                have, overlap = merge(seen.get(at, []))
                if overlap:
                    self.fail("a rule is drawn twice", name, at, seen[at])
                if have != merge(wanted.get(at, []))[0]:
                    self.fail("rules", name, at, have, "wanted", merge(wanted.get(at, []))[0])

    def rectangle(self, anchor):
        """Of a cell's piece on this page."""
        _, down, across = self.expected.cells[anchor]
        rows = [band for band in self.bands if band[0] == "rows" and band[1] < anchor[0] + down and band[2] > anchor[0]]
        if not rows:
            return None
        return self.left + self.laid.edge(anchor[1]), rows[0][3], self.left + self.laid.edge(anchor[1] + across), rows[-1][4]

    def inside(self, box, cell, about, slack=1000):
        if not cell or any(box[i] < cell[i] - slack for i in (0, 1)) or any(box[i] > cell[i] + slack for i in (2, 3)):
            self.fail("outside its cell:", about, box, cell)

    def glyphs(self):
        """{(row, column): [runs]} of this page."""
        found = {}
        for run in self.page.glyphs:
            if run.row is None:
                if run.role == 21:
                    self.head_run(run)
                elif run.artifact == "page-sum":
                    self.sum_run(run)
                continue
            anchor = (run.row, run.column)
            if anchor not in self.expected.cells:
                self.fail("text of a covered cell", anchor, run.text)
                continue
            self.inside(run.box, self.rectangle(anchor), (anchor, run.text))
            found.setdefault(anchor, []).append(run)
        return found

    def head_run(self, run):
        x, y = (run.box[0] + run.box[2]) // 2, (run.box[1] + run.box[3]) // 2
        for row, column, rows, columns, _ in self.heads:
            top = [self.bands[row][3], self.bands[row + rows - 1][4]]
            cell = (self.left + self.laid.edge(column), top[0], self.left + self.laid.edge(column + columns), top[1])
            if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
                self.head_texts[row, column] = self.head_texts.get((row, column), "") + run.text
                return self.inside(run.box, cell, run.text)
        return self.fail("a head stands nowhere", run.text, run.box)

    def sum_run(self, run):
        y = (run.box[1] + run.box[3]) // 2
        band = next((band for band in self.bands if band[0] in ("above", "below") and band[3] <= y < band[4]), None)
        if not band:
            return self.fail("a sum stands nowhere", run.text, run.box)
        x, columns, summed = (run.box[0] + run.box[2]) // 2, self.expected.columns, self.expected.summed
        first = bisect_right([self.left + self.laid.edge(c) for c in range(columns)], x) - 1
        end = first + 1
        while not summed[first] and first > 0 and not summed[first - 1]:
            first -= 1
        while not summed[first] and end < columns and not summed[end]:
            end += 1
        self.inside(run.box, (self.left + self.laid.edge(first), band[3], self.left + self.laid.edge(end), band[4]), run.text)
        self.sum_texts.setdefault(band[0], {}).setdefault(first, []).append(run.text)
        return None

    def fills(self):
        for box, paint, tag in self.page.fills:
            if tag:
                self.inside(box, self.rectangle(tag) if tag in self.expected.cells else None, ("lamp", tag), 0)
                continue
            cells = [self.rectangle(anchor) for anchor in self.expected.cells]
            heads = [(self.left + self.laid.edge(c), self.bands[r][3], self.left + self.laid.edge(c + n), self.bands[r + m - 1][4]) for r, c, m, n, _ in self.heads]
            if box not in cells and box not in heads:
                self.fail("a shade that is no cell's", box, paint)

    def heights(self):
        expected, total = self.expected, 0
        for kind, row, behind, top, bottom in self.bands:
            if kind != "rows":
                continue
            total += bottom - top
            least = 0
            for r in range(row, behind):
                begin = self.start[1] if r == self.start[0] else 0
                end = self.end[1] if r == self.end[0] else self.laid.lines[r]
                height = (end - begin) * expected.pitch + 2 * expected.padding
                least += max(height, expected.row_min) if (begin, end) == (0, self.laid.lines[r]) else height
            labelled = any(expected.is_label(expected.owner[r, c]) and expected.cells[expected.owner[r, c]][0] for r in range(row, behind) for c in range(expected.columns))
            if bottom - top < least or (bottom - top != least and not labelled):
                self.fail("row %d is %d high, its lines need %d" % (row + 1, bottom - top, least))
        if total != self.height:
            self.fail("rows are %d high, the dump says %d" % (total, self.height))

    def run(self):
        self.head_texts, self.sum_texts, self.found = {}, {}, {}
        if not self.frame() or not self.strips():
            return self
        self.rules()
        self.heights()
        self.fills()
        self.found = self.glyphs()
        for row, column, _, _, text in self.heads:
            if plain(self.head_texts.get((row, column), "")) != plain(text):
                self.fail("head", (row, column), self.head_texts.get((row, column)), text)
        return self


def check_texts(expected, laid, checks):
    """Every character once; labels on every page of their span."""
    wrong = []
    for anchor, (text, down, _) in expected.cells.items():
        r, c = anchor
        want, seen, lines = plain(text), [], 0
        for check in checks:
            runs = check.found.get(anchor, [])
            there = check.first < r + down and check.behind > r
            here = plain("".join(run.text for run in runs))
            if runs and not there:
                wrong.append("%s stands on part %d, where it is not" % (anchor, check.index + 1))
            if expected.is_label(anchor):
                again = r < check.first or (r == check.first and check.start[1] > 0)
                full = want + ("（续）" if again and c in expected.marked and want else "")
                full = "" if again and c in expected.never else full
                if there and here != full:
                    wrong.append("label %s on part %d: '%s', not '%s'" % (anchor, check.index + 1, here, full))
                if any((run.artifact == "label-repeated") != again for run in runs):
                    wrong.append("label %s on part %d is no artifact, or is one" % (anchor, check.index + 1))
                continue
            seen.append(here)
            on_page = len({run.baseline for run in runs})
            begin = check.start[1] if r == check.start[0] else 0
            end = check.end[1] if r == check.end[0] else laid.lines[r]
            if on_page > end - begin:
                wrong.append("%s has %d lines on part %d, there is room for %d" % (anchor, on_page, check.index + 1, end - begin))
            lines += on_page
        if not expected.is_label(anchor) and "".join(seen) != want:
            wrong.append("cell %s: '%s', not '%s'" % (anchor, "".join(seen), want))
        if not expected.is_label(anchor) and down == 1 and lines > laid.lines[r]:
            wrong.append("cell %s has %d lines, its row %d" % (anchor, lines, laid.lines[r]))
        if c in expected.whole_columns and not expected.is_label(anchor) and sum(map(bool, seen)) > 1:
            wrong.append("cell %s of a column with split = no is divided" % (anchor,))
    return wrong


def check_parts(expected, laid):
    wrong, at = [], (0, 0)
    for start, end, _ in laid.parts:
        if start != at or end <= start:
            wrong.append("parts do not follow on one another: %s %s" % (start, at))
        if end[1] and not (end[1] - (start[1] if start[0] == end[0] else 0) >= expected.split_lines and laid.lines[end[0]] - end[1] >= expected.split_lines):
            wrong.append("row %d is divided at line %d of %d" % (end[0] + 1, end[1], laid.lines[end[0]]))
        at = end
    if at != (expected.rows, 0):
        wrong.append("parts end at %s" % (at,))
    if len(laid.parts) != len(laid.pages):
        wrong.append("%d parts on %d pages" % (len(laid.parts), len(laid.pages)))
    return wrong


def check(expected, laid, heads):
    """What is wrong, in words; and the parts that were looked at."""
    wrong = check_parts(expected, laid)
    if wrong or len(laid.lines) != expected.rows:
        return wrong or ["%d rows, not %d" % (len(laid.lines), expected.rows)], []
    checks = [Check(laid, expected, heads, i).run() for i in range(len(laid.parts))]
    for each in checks:
        wrong += each.wrong
    if not wrong:
        wrong = check_texts(expected, laid, checks)
    return wrong, checks
