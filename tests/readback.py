#!/usr/bin/env python3
"""Renders the samples and reads the PDFs back with poppler, mupdf and qpdf. readback.py PROGRAM FOLDER"""
import csv
import io
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(__file__))
from pdf import MM, Tests, characters, page_texts, pages, plain, run  # noqa: E402

program, folder = sys.argv[1:]
os.makedirs(folder, exist_ok=True)
tests = Tests()
check = tests.check


def render(edition, name):
    path = os.path.join(folder, name)
    subprocess.run([program, "render", edition, "-o", path], check=True, stderr=subprocess.DEVNULL)
    return path


def dump(edition, stage):
    return subprocess.run([program, "render", edition, "--dump=" + stage], check=True, capture_output=True).stdout.decode()


def items(edition):
    """[(page, text, artifact, row, column)] of the display list."""
    found, page = [], 0
    for line in dump(edition, "pages").splitlines():
        head = re.match(r"page (\d+):", line)
        page = int(head[1]) if head else page
        run_of = re.match(r'glyphs .* count \d+ "(.*)"( artifact [\w-]+| node -?\d+)(.*)$', line)
        if run_of:
            place = re.search(r"row (\d+) column (\d+)", run_of[3])
            found.append((page, run_of[1], run_of[2].strip(), int(place[1]) if place else 0, int(place[2]) if place else 0))
    return found


def file_checks(path, name):
    fonts = [line.split() for line in run("pdffonts", path).splitlines()[2:]]
    check(name + ": all fonts embedded, subset, with a Unicode map", fonts and all(f[-5:-2] == ["yes"] * 3 for f in fonts), fonts)
    outcome = subprocess.run(["qpdf", "--check", path], capture_output=True)
    check(name + ": qpdf finds nothing", outcome.returncode == 0 and b"WARNING" not in outcome.stderr, outcome.stderr.decode())
    outcome = subprocess.run(["mutool", "info", path], capture_output=True)
    check(name + ": mutool finds nothing", outcome.returncode == 0 and not outcome.stderr, outcome.stderr.decode())
    outcome = subprocess.run(["pdftotext", path, "-"], capture_output=True)
    check(name + ": poppler finds nothing", outcome.returncode == 0 and not outcome.stderr, outcome.stderr.decode())
    catalogue = open(path, "rb").read().decode("latin-1")
    check(name + ": language, title shown, print scaling off, duplex, outline", all(word in catalogue for word in (
        "/Lang (zh-CN)", "/DisplayDocTitle true", "/PrintScaling /None", "/Duplex /DuplexFlipLongEdge", "/Outlines")))
    check(name + ": title is set", "济宁高新区2018年1-6月份为民办实事项目进展情况通报" in run("pdfinfo", path))


def table_rows():
    return list(csv.reader(io.StringIO(open("input/jining-2018h1/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))


def cell_checks(edition, path, name):
    """Every cell once on the pages (by the display list), and all of the display list's text in the PDF's own text."""
    rows, found, labels = table_rows()[1:], items(edition), {}
    cells = {}
    for page, text, artifact, row, column in found:
        if row and artifact.startswith("node"):
            cells[row, column] = cells.get((row, column), "") + text
        if row and (artifact.startswith("node") or artifact == "artifact label-repeated") and column <= 2:
            labels.setdefault((row, column), {}).setdefault(page, []).append(text)
    wrong = []
    anchors, last = set(), [None, None]
    for number, row in enumerate(rows, 1):
        if row[0] not in ("", last[0]):
            last, anchor = [row[0], row[1]], number
            anchors.add(number)
            for column in (1, 2):
                if plain(cells.get((number, column), "")) != plain(row[column - 1]):
                    wrong.append((number, column, row[column - 1], cells.get((number, column))))
        for column in range(3, 8):
            if plain(cells.get((number, column), "")) != plain(row[column - 1]):
                wrong.append((number, column, row[column - 1], cells.get((number, column))))
    check(name + ": every cell is set whole and once", not wrong, wrong[:5])
    texts, in_pdf = page_texts(path), []
    for page, text, artifact, row, column in found:
        if plain(text) not in texts[page - 1]:
            in_pdf.append((page, text))
    check(name + ": poppler reads all of it back", not in_pdf, in_pdf[:5])
    mupdf = ["".join(sorted(plain("".join(c for c, x, y in page)))) for page in characters(path)]
    want = ["".join(sorted(plain("".join(t for p, t, a, r, c in found if p == number + 1)))) for number in range(len(mupdf))]
    check(name + ": mupdf reads the same characters, each once", mupdf == want,
          [(i + 1, set(a) ^ set(b), len(a), len(b)) for i, (a, b) in enumerate(zip(mupdf, want)) if a != b])
    pages_of = {}
    for page, text, artifact, row, column in found:
        if row and column > 2:
            pages_of.setdefault(max(a for a in anchors if a <= row), set()).add(page)
    wrong = [(anchor, spans, labels.get((anchor, c))) for anchor, spans in pages_of.items() for c in (1, 2)
             if set(labels.get((anchor, c), {})) != spans
             or any(plain("".join(t)) != plain(rows[anchor - 1][c - 1]) for t in labels[anchor, c].values())]
    check(name + ": each label once on every page it spans", not wrong, wrong)
    heads = {page for page, text, artifact, row, column in found if artifact == "artifact head-repeated"}
    tables = {page for page, text, artifact, row, column in found if row}
    check(name + ": the head stands again on every later sheet", heads == tables - {min(tables)}, (heads, tables))


def number_checks(path, name, left_even=26, right_odd=184):
    """Clause 7.5: the dash's upper edge 7 mm below the text block, one character in from the side."""
    wrong, seen = [], 0
    for number, page in enumerate(characters(path), 1):
        dashes = [(x, y) for c, x, y in page if c == "—" and y / MM > 262]
        if not dashes:
            continue
        seen += 1
        digits = "".join(c for c, x, y in sorted(page, key=lambda one: one[1]) if c.isdigit() and abs(y - dashes[0][1]) < 0.5)
        left = min(x for x, y in dashes) / MM
        right = max(x for x, y in dashes) / MM + 14 / MM
        side = abs(right - (right_odd - 14 / MM)) < 0.5 if number % 2 else abs(left - (left_even + 14 / MM)) < 0.5
        if digits != str(number) or not side or len(dashes) != 2:
            wrong.append((number, digits, left, right))
    check(name + ": page numbers at their side", seen >= 7 and not wrong, (seen, wrong))
    subprocess.run(["pdftoppm", "-r", "600", "-f", "1", "-l", "1", "-x", "3300", "-y", "6250", "-W", "1100", "-H", "350", "-gray", path,
                    os.path.join(folder, "number")], check=True)
    picture = next(f for f in sorted(os.listdir(folder)) if f.startswith("number") and f.endswith(".pgm"))
    data = open(os.path.join(folder, picture), "rb").read()
    size = re.match(rb"P5\s(\d+) (\d+)\s255\s", data)
    width, body = int(size[1]), data[size.end():]
    columns = [x for x in range(width) if any(body[y * width + x] < 128 for y in range(int(size[2])))]
    first = columns[0] + 20     # inside the left dash
    top = next(y for y in range(int(size[2])) if body[y * width + first] < 128)
    check(name + ": the dash lies 7 mm below the text block", abs((6250 + top) / 600 * 25.4 - 269) < 0.15, (6250 + top) / 600 * 25.4)


def grid_checks():
    """5.2.3: 28 x 22 characters fill the text block exactly."""
    edition = os.path.join(folder, "grid")
    os.makedirs(edition, exist_ok=True)
    open(os.path.join(edition, "edition.ini"), "w", encoding="utf-8").write(
        "[document]\ntemplate=gbt9704\nstatus=draft\ntitle=格\nbody=b.txt\n[head]\nmark=none\n")
    open(os.path.join(edition, "b.txt"), "w", encoding="utf-8").write("国" * (28 * 80))
    page = [c for c in characters(render(edition, "grid.pdf"))[1] if c[0] == "国"]
    check("grid: 616 characters on a page", len(page) == 616, len(page))
    first, last = page[0], page[-1]
    em = 442.205 / 28
    # origin: the left of the cell; the baseline is 0.88 em of 16 pt below the em box's top
    good = (abs(first[1] - 26 * MM) < 0.1 * MM and abs(first[2] - (37 * MM + 14.08)) < 0.1 * MM
            and abs(last[1] + em - 182 * MM) < 0.1 * MM and abs(last[2] + 1.92 - 262 * MM) < 0.1 * MM)
    check("grid: first and last character within 0.1 mm", good, (first, last))
    lines = sorted({round(y, 2) for c, x, y in page})
    check("grid: 22 lines on one pitch", len(lines) == 22 and max(abs(b - a - 29.609) for a, b in zip(lines, lines[1:])) < 0.01, lines)


def position_checks(edition, path, name):
    """First and last glyph of every run of the display list: mutool has a glyph of that character within 0.02 pt. The place of a vertical
    glyph is where it begins, and one em further down since mupdf 1.25: the same for all."""
    drawn, off, runs, further = characters(path), [], 0, {}
    page, turns = 0, []
    for line in dump(edition, "pages").splitlines():
        head, turn = re.match(r"page (\d+):", line), re.match(r"turn at (-?\d+),(-?\d+)", line)
        if head:
            page, turns = int(head[1]), []
        elif turn:
            turns.append((int(turn[1]), int(turn[2])))
        elif line.startswith("turn end"):
            turns.pop()
        run_of = re.match(r'glyphs .* at (-?\d+),(-?\d+)(?: to (-?\d+),(-?\d+))? count \d+ "(.*)" (?:artifact|node) ', line)
        em = re.search(r" size (\d+) \S+ vertical at ", line)
        if not run_of or not plain(run_of[5]):
            continue
        runs += 1
        text = plain(run_of[5])
        ends = [(text[0], run_of[1], run_of[2])] + ([(text[-1], run_of[3], run_of[4])] if run_of[3] else [])
        for character, x, y in ends:
            nearest = []
            for down in (0, int(em[1])) if em else (0,):
                left, top = int(x), int(y) + down
                for turn_x, turn_y in reversed(turns):
                    left, top = turn_x + top, turn_y - left
                near = min((max(abs(left / 1000 - at[1]), abs(top / 1000 - at[2])) for at in drawn[page - 1] if at[0] == character), default=9)
                nearest.append(near)
                if em and near <= 0.02:
                    further[bool(down)] = further.get(bool(down), 0) + 1
            if min(nearest) > 0.02:
                off.append((page, character, x, y, nearest))
    check(name + ": mupdf has the ends of all %d runs where they belong" % runs, runs > 100 and not off and len(further) == 1, (off[:5], further))


def place_checks(path):
    """Fixed places of page 1 of the printed sample (7.2, 7.3), from mutool's origins: baseline = em box top + 0.88 em."""
    page = characters(path)[0]
    number = next((x, y) for c, x, y in page if c == "济" and 250 < y < 340)
    check("place: number two lines below the mark", abs(number[1] / MM - (104.25 + 0.88 * 16 / MM)) < 0.3, number[1] / MM)
    body = next((x, y) for c, x, y in page if c == "根")
    check("place: text indented two characters", abs(body[0] / MM - (28 + 2 * 156 / 28)) < 0.1, body[0] / MM)
    subprocess.run(["pdftoppm", "-r", "300", "-f", "1", "-l", "1", path, os.path.join(folder, "head")], check=True)
    picture = next(f for f in sorted(os.listdir(folder)) if f.startswith("head") and f.endswith(".ppm"))
    data = open(os.path.join(folder, picture), "rb").read()
    size = re.match(rb"P6\s(\d+) (\d+)\s255\s", data)
    width, height, body = int(size[1]), int(size[2]), data[size.end():]

    def red(y):
        row = body[3 * y * width:3 * (y + 1) * width]
        return sum(1 for x in range(width) if row[3 * x] > 180 and row[3 * x + 1] < 110)
    rows = [y for y in range(height // 2) if red(y)]
    check("place: ink of the mark begins 72 mm from the top", abs(rows[0] / 300 * 25.4 - 72) < 0.15, rows[0] / 300 * 25.4)
    line = [y for y in rows if red(y) > 0.98 * 156 / 25.4 * 300]
    middle = (line[0] + line[-1] + 1) / 2 / 300 * 25.4 if line else 0
    check("place: red line as wide as the text block, 4 mm below the number", abs(middle - 113.89) < 0.35, middle)


def main():
    preprinted, printed = render("input/jining-2018h1", "a.pdf"), render("input/jining-2018h1-printed", "b.pdf")
    for edition, path, name in (("input/jining-2018h1", preprinted, "preprinted"), ("input/jining-2018h1-printed", printed, "printed")):
        file_checks(path, name)
        cell_checks(edition, path, name)
        number_checks(path, name)
        position_checks(edition, path, name)
        again = render(edition, "again.pdf")
        check(name + ": same input, same bytes", open(path, "rb").read() == open(again, "rb").read())
    check("preprinted: no mark and no red line", " red" not in dump("input/jining-2018h1", "pages"))
    grid_checks()
    place_checks(printed)
    last = page_texts(printed)[-1]
    check("printed: imprint on an even page", pages(printed) % 2 == 0 and last.startswith("抄送：") and last.endswith("2018年7月19日印发—8—"), last)
    rotated = os.path.join(folder, "rotated")
    os.makedirs(rotated, exist_ok=True)
    text = open("input/jining-2018h1/edition.ini", encoding="utf-8").read().replace("body.txt", "../../../input/jining-2018h1/body.txt")
    text = text.replace("progress.tsv", "../../../input/jining-2018h1/progress.tsv") + "[table]\nrotate_view = yes\n"
    open(os.path.join(rotated, "edition.ini"), "w", encoding="utf-8").write(text)
    sizes = run("pdfinfo", "-f", "2", "-l", "2", render(rotated, "rotated.pdf"))
    check("rotate_view turns the sheet on the screen", re.search(r"Page\s+2 rot:\s+90", sizes), sizes)
    chinese = os.path.join(folder, "chinese")
    os.makedirs(chinese, exist_ok=True)
    text = open("input/jining-2018h1-printed/edition.ini", encoding="utf-8").read().replace("../jining-2018h1/", "../../../input/jining-2018h1/")
    names = {"document": "公文", "template": "模板", "number": "发文字号", "title": "标题", "body": "正文", "head": "版头", "mark": "版头", "name": "名称",
             "signature": "落款", "mode": "方式", "date": "成文日期", "attachment": "附件", "label": "标签", "page_label": "页内标签", "table": "表格",
             "data": "数据", "units": "单位名录", "names": "名称", "imprint": "版记", "copies_to": "抄送", "printer": "印发机关", "even_page": "偶数页"}
    section, lines = "", []
    for line in text.splitlines():
        head, pair = re.match(r"\[(\w+)(.*)\]$", line), re.match(r"(\w+)( *=.*)$", line)
        if head:
            section = head[1]
            line = "[%s%s]" % (names[head[1]], head[2])
        elif pair:
            word = {("head", "name"): "发文机关标志", ("signature", "name"): "署名", ("imprint", "date"): "印发日期"}.get((section, pair[1]), names[pair[1]])
            line = word + pair[2].replace("printed", "套印").replace("sealed", "盖章").replace("= none", "= 无").replace("= yes", "= 是")
        lines.append(line)
    open(os.path.join(chinese, "edition.ini"), "w", encoding="utf-8").write("\n".join(lines) + "\n")
    check("an edition in Chinese keys gives the same bytes", open(render(chinese, "chinese.pdf"), "rb").read() == open(printed, "rb").read())
    return 1 if tests.failed else 0


sys.exit(main())
