#!/usr/bin/env python3
"""The page plan that a PDF keeps: documents set like an earlier version (render --like), pages and sheets to print again (hongtou reprint),
the final document over its draft. Poppler's pictures of the pages say what really differs. like.py PROGRAM FOLDER"""
import base64
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pdf import Tests, pages, plain_file, run  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
tests = Tests()
check = tests.check
WORDS = "推进 落实 完成 项目 街道 社区 医院 建设 改造 工程 年度 计划 检查 资金 拨付 验收 正在 全部 已经 开展 工作 组织 协调 招标 施工".split()
HEAD = "序号\t项目名称\t项目内容\t责任单位\t落实进展情况\t存在问题\t下步措施\n"
SEED = 20180719


def at(*names):
    return os.path.join(folder, *names)


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode("utf-8"))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def hongtou(*arguments, **environment):
    return subprocess.run([program, "--lang", "en", *arguments], capture_output=True, text=True, env=dict(os.environ, **environment))


def render(edition, name, *options, code=0):
    outcome = hongtou("render", at(edition), "-o", at(name), *options)
    if outcome.returncode != code:
        check("%s %s" % (edition, " ".join(options)), False, outcome.stderr)
    return outcome.stderr


def changes(old, new):
    outcome = hongtou("--json", "reprint", at(old), at(new))
    if outcome.returncode:
        check("%s and %s are compared" % (old, new), False, outcome.stderr)
    return json.loads(outcome.stdout)


def differing(answer):
    return {one["page"]: one for one in answer["pages"]}


# ---- editions

def words(source, characters):
    return "".join(source.choice(WORDS) for _ in range(max(1, characters // 2)))


def row(source, number, least=6):
    return [str(number), words(source, 8), words(source, source.randint(least, 60)) + "。", words(source, 6), words(source, source.randint(least, 70)) + "。",
            "无", words(source, source.randint(4, 24)) + "。"]


def edition(name, rows=None, body="各部门：\n现将情况通报如下。\n", number="number = 济高督字〔2018〕54号\n", date="date = 2018年7月19日\n", status="", more=""):
    table = "[attachment.1]\nname = 进展情况统计表\ntable = progress\n[table.progress]\ndata = t.tsv\n[column.项目名称]\nstack = yes\n" if rows else ""
    write(at(name, "edition.ini"), "[document]\ntemplate = tongbao\n%s%stitle = 进展情况通报\nbody = body.txt\n[head]\nmark = preprinted\n"
          "[signature]\nname = 督查局\n%s%s%s" % (status, number, date, table, more))
    write(at(name, "body.txt"), body)
    if rows:
        write(at(name, "t.tsv"), HEAD + "".join("\t".join(one) + "\n" for one in rows))


# ---- other people's eyes

def pictures(name):
    """Each page as poppler draws it, without the strip in which the page number stands."""
    shutil.rmtree(at("pictures"), ignore_errors=True)
    os.makedirs(at("pictures"))
    run("pdftoppm", "-r", "50", "-gray", at(name), at("pictures", "p"))
    found = {}
    for one in os.listdir(at("pictures")):
        found[int(re.search(r"-(\d+)\.pgm$", one)[1])] = read(at("pictures", one))
    return found


def seen(name, old, new):
    """What reprint says of each page is what can be seen."""
    before, now, told = pictures(old), pictures(new), differing(changes(old, new))
    wrong = [page for page in now if page not in told and before.get(page) != now[page]]
    check(name + ": pages that are said to be as before look as before", not wrong, wrong)
    wrong = [page for page, one in told.items() if one["is"] == "changed" and before[page] == now[page]]
    check(name + ": pages that are said to differ look different", not wrong, wrong)


# ---- parts of the test

def in_the_file():
    edition("plan", [row(random.Random(1), i + 1) for i in range(30)], more="[archive]\nembed = yes\n")
    render("plan", "plan.pdf")
    render("plan", "again.pdf")
    check("the same input gives the same bytes", read(at("plan.pdf")) == read(at("again.pdf")))
    run("qpdf", "--check", at("plan.pdf"))
    objects = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", at("plan.pdf")))["qpdf"][1]
    piece = objects["obj:" + objects["trailer"]["value"]["/Root"]]["value"]["/PieceInfo"]["/Hongtou"]
    size = int(objects["obj:" + piece["/Private"]]["stream"]["dict"]["/Length"])
    check("the plan is small", 0 < size < 30 * pages(at("plan.pdf")) + 2 * 30 + 100, size)
    check("the private data is dated (ISO 32000-1, 14.5)", re.fullmatch(r"u:D:20180719000000\+08'00'", piece["/LastModified"]), piece)
    check("a file is like itself", not differing(changes("plan.pdf", "plan.pdf")))
    run(program, "compact", at("plan.pdf"), "-o", at("packed.pdf"))
    check("the plan is there when the file is packed", not differing(changes("plan.pdf", "packed.pdf")) and not differing(changes("packed.pdf", "plan.pdf")))
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", at("key.pem"), "-out", at("certificate.pem"), "-days", "30", "-subj", "/CN=Test")
    run("openssl", "pkcs12", "-export", "-inkey", at("key.pem"), "-in", at("certificate.pem"), "-out", at("key.p12"), "-passout", "pass:secret")
    write(at("pass"), "secret\n")
    os.chmod(at("pass"), 0o600)
    outcome = hongtou("sign", at("packed.pdf"), "-o", at("signed.pdf"), "--key", at("key.p12"), "--pass-file", at("pass"), "--invisible", "--level", "b-b")
    check("it is signed", outcome.returncode == 0, outcome.stderr)
    check("the plan is there when the file is signed", not differing(changes("plan.pdf", "signed.pdf")))


def one_cell():
    """Ten editions, one cell changed in each."""
    source, with_like, without, wrong = random.Random(SEED), [], [], []
    for number in range(10):
        rows = [row(source, i + 1, 4 if number % 2 else 24) for i in range(source.randint(30, 90))]
        edition("old", rows)
        render("old", "old.pdf")
        changed, column = source.randrange(len(rows)), source.choice((2, 4, 6))
        rows[changed][column] = words(source, len(rows[changed][column]) + source.randint(-20, 14)) + "。"
        edition("new", rows)
        render("new", "free.pdf")
        render("new", "like.pdf", "--like", at("old.pdf"))
        found = changes("old.pdf", "like.pdf")
        told = {one["row"] for page in found["pages"] for one in page.get("rows", [])}
        if told - {changed + 1}:
            wrong.append((number, changed + 1, told))
        with_like.append(len(found["pages"]))
        without.append(len(changes("old.pdf", "free.pdf")["pages"]))
        render("new", "twice.pdf", "--like", at("like.pdf"))
        if read(at("like.pdf")) != read(at("twice.pdf")):
            wrong.append((number, "is not like itself"))
    print("  pages changed by one cell: %s with --like, %s without" % (with_like, without))
    check("no other rows are named", not wrong, wrong)
    check("one cell changes one page or two", all(1 <= one <= 2 for one in with_like), with_like)
    check("without --like it may change many", sum(without) > 3 * sum(with_like), without)
    seen("one cell", "old.pdf", "like.pdf")


def rows_come_and_go():
    source = random.Random(SEED)
    rows = [row(source, i + 1) for i in range(60)]
    edition("old", rows)
    render("old", "old.pdf")
    edition("new", rows[:29] + rows[30:])
    render("new", "gone.pdf", "--like", at("old.pdf"))
    found = differing(changes("old.pdf", "gone.pdf"))
    check("a row that goes changes its own page", len(found) <= 2, found)
    seen("a row that goes", "old.pdf", "gone.pdf")
    edition("new", rows[:30] + [row(source, 99)] + rows[30:])
    note = render("new", "more.pdf", "--like", at("old.pdf"))
    answer = changes("old.pdf", "more.pdf")
    found = differing(answer)
    check("pages before a row that comes stay", found and min(found) > 8, found)
    named = {one["row"] for page in found.values() for one in page.get("rows", [])}
    check("a row that comes is named", named == {31}, named)
    check("the render says which pages are as before", re.search(r"note: compared with this earlier file: as before: pages 1-\d+", note), note)
    moved = [page for page, one in found.items() if one["is"] == "moved"]
    check("pages that only move are told from those that change", answer["new_pages"] == answer["old_pages"] or moved, answer)
    wrong = [page for page in moved if found[page]["was"] != page - (answer["new_pages"] - answer["old_pages"])]
    check("it is told which page each was", not wrong, wrong)
    texts = [run("pdftotext", "-raw", at(name), "-").split("\f") for name in ("old.pdf", "more.pdf")]
    bare = [[re.sub(r"—\s*\d+\s*—", "", text) for text in version] for version in texts]
    wrong = [page for page in moved if bare[1][page - 1] != bare[0][found[page]["was"] - 1]]
    check("a page that moved says what it said", not wrong, wrong)


def text_pages():
    source = random.Random(SEED)
    paragraphs = [words(source, source.randint(60, 260)) + "。" for _ in range(24)]
    edition("old", body="各部门：\n" + "\n".join(paragraphs) + "\n")
    render("old", "old.pdf")
    count, kept = pages(at("old.pdf")), 0
    for which in (4, 9, 14):
        shorter = list(paragraphs)
        shorter[which] = shorter[which][:-30] + "。"
        edition("new", body="各部门：\n" + "\n".join(shorter) + "\n")
        render("new", "like.pdf", "--like", at("old.pdf"))
        render("new", "free.pdf")
        with_like, without = len(changes("old.pdf", "like.pdf")["pages"]), len(changes("old.pdf", "free.pdf")["pages"])
        kept += with_like <= 2
        check("shorter text, paragraph %d: no more pages change than freely" % which, with_like <= without, (with_like, without))
    longer, grown = list(paragraphs), 0
    for which in (6, 11, 16):
        longer = list(paragraphs)
        longer[which] = longer[which][:-1] + "，" + words(source, 24) + "。"
        edition("more", body="各部门：\n" + "\n".join(longer) + "\n")
        note = render("more", "longer.pdf", "--like", at("old.pdf"))
        render("more", "free.pdf")
        with_like, without = len(changes("old.pdf", "longer.pdf")["pages"]), len(changes("old.pdf", "free.pdf")["pages"])
        grown += with_like <= 2
        check("longer text, paragraph %d: no more pages change than freely" % which, with_like <= without, (with_like, without))
        check("longer text, paragraph %d: no line is lost" % which, plain_text("longer.pdf") == plain_text("free.pdf"), note)
        render("more", "twice.pdf", "--like", at("longer.pdf"))
        check("longer text, paragraph %d: it is like itself" % which, read(at("longer.pdf")) == read(at("twice.pdf")))
    check("pages of text begin as before behind a line that came", grown >= 2, grown)
    check("pages of text begin as before behind a line that went", kept == 3 and count > 5, (kept, count))
    seen("text", "old.pdf", "like.pdf")


def sheets():
    """Single and double sides: a sheet is printed again when one of its sides differs."""
    for sides in (1, 2):
        more = "[print]\nsides = %d\n" % sides
        source = random.Random(SEED)
        rows = [row(source, i + 1) for i in range(24)]
        edition("old", rows, more=more)
        render("old", "old.pdf")
        rows[12][6] = words(source, 10) + "。"
        edition("new", rows, more=more)
        render("new", "new.pdf", "--like", at("old.pdf"))
        answer = changes("old.pdf", "new.pdf")
        wanted = sorted({(page + sides - 1) // sides for page in differing(answer)})
        check("%d side(s): the sheets of the pages" % sides, answer["sides"] == sides and answer["sheets"] == wanted and wanted, answer)
    edition("new", rows[:12], more=more)
    render("new", "new.pdf")
    answer = changes("old.pdf", "new.pdf")
    gone = [page for page, one in differing(answer).items() if one["is"] == "removed"]
    check("pages that are gone are told", gone == list(range(answer["new_pages"] + 1, answer["old_pages"] + 1)) and gone, answer)


def draft():
    rows = [row(random.Random(SEED), i + 1) for i in range(12)]
    edition("draft", rows, number="", date="", status="status = draft\n")
    edition("final", rows)
    render("draft", "out.pdf")
    shutil.copy(at("out.pdf"), at("draft.pdf"))
    note = render("final", "out.pdf")
    check("a final over its draft says what differs", re.search(r"note: compared with the draft: as before: pages 2-\d+; changed: pages 1; only this differs: "
          r"(text, )?document number, date(, signature)?; sheets to print again: 1;", note), note)
    check("the second time there is nothing to say", "draft" not in render("final", "out.pdf"))
    note = render("final", "final.pdf", "--like", at("draft.pdf"))
    check("and with --like", "compared with the draft" in note, note)
    write(at("out.pdf"), b"%PDF-1.7\n%\xB7\xBE\xAD\xAA\n%hongtou draft\n" + b"x" * 1000)
    note = render("final", "out.pdf")
    check("a damaged draft is written over without a word", "draft" not in note and "damaged" not in note and read(at("out.pdf")) == read(at("plain.pdf"))
          if not render("final", "plain.pdf").count("error") else False, note)
    edition("final", [row(random.Random(2), i + 1) for i in range(12)])
    render("draft", "out.pdf")
    note = render("final", "out.pdf")
    check("pages that differ are told", re.search(r"compared with the draft: changed: pages 1-\d+|compared with the draft: .*changed: pages 1", note), note)


def rebuilt():
    source = random.Random(SEED)
    rows = [row(source, i + 1) for i in range(40)]
    edition("old", rows)
    render("old", "old.pdf")
    rows[7][4] = words(source, 80) + "。"
    edition("new", rows, more="[archive]\nembed = yes\n")
    render("new", "like.pdf", "--like", at("old.pdf"))
    render("new", "free.pdf")
    outcome = hongtou("rebuild", at("like.pdf"), "--verify")
    check("a document that was set like another is set again the same", "the same byte for byte" in outcome.stdout, outcome.stdout + outcome.stderr)
    outcome = hongtou("rebuild", at("free.pdf"), "--verify")
    check("and one that was not", "the same byte for byte" in outcome.stdout, outcome.stdout + outcome.stderr)


def cannot_be():
    source = random.Random(SEED)
    rows = [row(source, i + 1) for i in range(20)]
    edition("old", rows)
    render("old", "old.pdf")
    rows[3][5] = "123456789012345678901"
    edition("new", rows)
    note = render("new", "new.pdf", "--like", at("old.pdf"))
    check("a text that the old width cannot hold is named", re.search(r"column '存在问题' now needs at least [\d.]+ mm and had [\d.]+ mm", note), note)
    write(at("new", "t.tsv"), "".join("\t".join(line.split("\t")[:-1]) + "\n" for line in (HEAD + "".join("\t".join(one) + "\n" for one in rows)).splitlines()))
    note = render("new", "new.pdf", "--like", at("old.pdf"))
    check("other columns are told", "has other columns than in the earlier file" in note, note)
    edition("new", rows)
    render("new", "free.pdf")
    write(at("foreign.pdf"), plain_file([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"]))
    note = render("new", "new.pdf", "--like", at("foreign.pdf"))
    check("a foreign file is a warning, and pages are set freely", "keeps no page plan" in note and read(at("new.pdf")) == read(at("free.pdf")), note)
    outcome = hongtou("reprint", at("foreign.pdf"), at("free.pdf"))
    check("a foreign file cannot be compared", outcome.returncode == 1 and "keeps no page plan" in outcome.stderr and not outcome.stdout, outcome.stderr)


def like_themselves():
    """Every edition there is, set like itself, is the same: tables in the text, tightened ones, fold-outs, group lines, sums of pages."""
    wrong, count = [], 0
    for path in sorted(glob.glob("tests/awkward/*/edition.ini") + glob.glob("input/*/edition.ini")):
        name, count = os.path.basename(os.path.dirname(path)), count + 1
        for target, like in (("first.pdf", []), ("second.pdf", ["--like", at("first.pdf")]), ("third.pdf", ["--like", at("second.pdf")])):
            outcome = hongtou("render", path, "-o", at(target), *like)
            if outcome.returncode:
                wrong.append((name, outcome.stderr))
        if pictures("first.pdf") != pictures("second.pdf") or "no page differs" not in outcome.stderr or "freely" in outcome.stderr:
            wrong.append((name, "differs", outcome.stderr))
        if read(at("second.pdf")) != read(at("third.pdf")):
            wrong.append((name, "is not like itself"))
    check("editions set like themselves are the same", not wrong and count > 20, wrong)


# ---- plans that lie

def with_plan(source, target, change):
    """The file with its plan's bytes changed, by qpdf."""
    run("qpdf", "--json-output", "--json-stream-data=inline", "--decode-level=generalized", at(source), at("file.json"))
    with open(at("file.json"), encoding="utf-8") as file:
        whole = json.load(file)
    objects = whole["qpdf"][1]
    private = objects["obj:" + objects["trailer"]["value"]["/Root"]]["value"]["/PieceInfo"]["/Hongtou"]["/Private"]
    stream = objects["obj:" + private]["stream"]
    stream["data"] = base64.b64encode(change(base64.b64decode(stream["data"]))).decode("ascii")
    stream["dict"] = {key: value for key, value in stream["dict"].items() if key not in ("/Length", "/Filter")}
    with open(at("file.json"), "w", encoding="utf-8") as file:
        json.dump(whole, file)
    run("qpdf", "--json-input", at("file.json"), at(target))


def lies():
    source = random.Random(SEED)
    rows = [row(source, i + 1) for i in range(24)]
    edition("old", rows)
    render("old", "old.pdf")
    render("old", "free.pdf")
    with_plan("old.pdf", "same.pdf", lambda plan: plan)
    check("a file that qpdf wrote anew has its plan", not differing(changes("old.pdf", "same.pdf")))
    wrong, refused = [], 0
    for number in range(24):
        def spoil(plan):
            bytes_ = bytearray(plan)
            for _ in range(source.randint(1, 6)):
                bytes_[source.randrange(7, len(bytes_))] = source.randrange(256)
            return bytes(bytes_[:source.randrange(8, len(bytes_))] if number % 6 == 0 else bytes_)
        with_plan("old.pdf", "lie.pdf", spoil)
        outcome = hongtou("render", at("old"), "-o", at("new.pdf"), "--like", at("lie.pdf"))
        refused += "keeps no page plan" in outcome.stderr
        if outcome.returncode or plain_text("new.pdf") != plain_text("free.pdf"):
            wrong.append((number, outcome.returncode, outcome.stderr))
        outcome = hongtou("reprint", at("lie.pdf"), at("old.pdf"))
        if outcome.returncode not in (0, 1):
            wrong.append((number, "reprint", outcome.returncode))
    check("a plan that lies moves lines at most: nothing is lost", not wrong, wrong)
    check("some are refused, some are followed", 0 < refused < 24, refused)
    run("qpdf", at("old.pdf"), "--pages", ".", "1-2", "--", at("fewer.pdf"))
    outcome = hongtou("reprint", at("fewer.pdf"), at("old.pdf"))
    check("pages that were taken out are noticed", outcome.returncode == 1 and "the PDF file has 2 pages, its page plan" in outcome.stderr, outcome.stderr)
    run("qpdf", at("old.pdf"), "--overlay", at("fewer.pdf"), "--to=3", "--from=1", "--", at("drawn.pdf"))
    outcome = hongtou("--json", "reprint", at("old.pdf"), at("drawn.pdf"))
    check("a page that was drawn on is noticed", outcome.returncode == 0 and "reprint-page-altered" in outcome.stderr
          and [one["page"] for one in json.loads(outcome.stdout)["pages"]] == [3], outcome.stdout + outcome.stderr)


def plain_text(name):
    """All characters of the document but page numbers and heads that are repeated: sorted, for rows may have gone to other pages."""
    text = run("pdftotext", "-raw", at(name), "-")
    return sorted(re.sub(r"—\d+—|\s|（续表）|续表", "", text.replace("\f", "")).replace("序号", "").replace("项目名称", "")
                  .replace("项目内容", "").replace("责任单位", "").replace("落实进展情况", "").replace("存在问题", "").replace("下步措施", ""))


def last_characters():
    """One of the last characters of what an area shows."""
    edition("last", [["1", "甲", "乙", "丙", "丁", "戊", "己"]])
    hongtou("render", at("last"), "-o", at("last.pdf"))
    for number in ("55", "44", "64", "74", "45"):
        edition("last", [["1", "甲", "乙", "丙", "丁", "戊", "己"]], number="number = 济高督字〔2018〕%s号\n" % number)
        hongtou("render", at("last"), "-o", at("last2.pdf"))
        told = hongtou("reprint", at("last.pdf"), at("last2.pdf")).stdout
        check("another digit of the number is told (%s)" % number, told.startswith("page 1: changed: document number\n"), told)


def words_told():
    outcome = subprocess.run([program, "--lang", "zh", "reprint", at("old.pdf"), at("old.pdf")], capture_output=True, text=True)
    check("Chinese", outcome.stdout == "各页均无变化\n", outcome.stdout)
    plain = hongtou("reprint", at("draft.pdf"), at("final.pdf"), LC_ALL="C").stdout
    check("text names the page, what differs and the sheets", re.search(r"^page 1: changed: .*document number, date", plain, re.M)
          and "sheets to print again: 1" in plain, plain)


shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
in_the_file()
one_cell()
rows_come_and_go()
text_pages()
sheets()
draft()
rebuilt()
cannot_be()
like_themselves()
lies()
last_characters()
words_told()
sys.exit(1 if tests.failed else 0)
