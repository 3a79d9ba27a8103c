#!/usr/bin/env python3
"""The archive: what goes in comes out, nothing that went in changes unseen, and no ending of the program leaves half of anything.
archive.py PROGRAM FOLDER FAILING_LIBRARY"""
import csv
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "pki"))
import archive_chain  # noqa: E402
import archive_pdf  # noqa: E402
from pdf import Tests, plain  # noqa: E402

program, folder, library = sys.argv[1], os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
tests = Tests()
check = tests.check


def inside(*names):
    return os.path.join(folder, *names)


def archive(*words, code=0, **more):
    outcome = subprocess.run([program, "--lang", "en", "archive", *words], capture_output=True, **more)
    outcome.text, outcome.errors = outcome.stdout.decode(), outcome.stderr.decode()
    outcome.good = outcome.returncode == code
    return outcome


def value(*words):
    return json.loads(archive("--json", *words).text)


def circular(name, number, texts=("正文",), issuer="督查局", date="2018-07-19", title=None, **more):
    path = inside(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    fields = dict(number=number, issuer=issuer, date=date, title=title or number + "的通报", kind="通报", **more)
    open(path, "wb").write(archive_pdf.make(list(texts), archive_pdf.packet(fields)))
    return path


def files_of(path):
    return sorted(os.path.relpath(os.path.join(top, name), path) for top, _, names in os.walk(os.path.join(path, "files")) for name in names)


def rows_of(path):
    db = sqlite3.connect("file:%s/catalogue.db?mode=ro" % path, uri=True)
    return sorted({row[0] for row in db.execute("SELECT path FROM entry WHERE path IS NOT NULL")})


def whole(path, *words):
    """Files and entries agree, nothing is in the making, verify finds nothing, the chain is right by its description."""
    verified = archive("verify", path, *words)
    return (files_of(path) == rows_of(path) and not os.listdir(os.path.join(path, "incoming")) and verified.good
            and not archive_chain.check(path)[1]), (verified.text, verified.errors, files_of(path), rows_of(path), os.listdir(os.path.join(path, "incoming")))


# ---- the sample goes in and is found by every cell ----
sample, store = inside("样张 一.pdf"), inside("档案 库")
subprocess.run([program, "render", "input/jining-2018h1-printed", "-o", sample], check=True, stderr=subprocess.DEVNULL)
sheet = inside("发文稿纸，第１页.txt")
open(sheet, "w").write("同意。")
check("an archive is made in a folder with a Chinese name", archive("init", store, "--name", "济宁高新区").good)
added = archive("add", store, sample, "--with", sheet, "--with", sample, "--item-number", "7", "--retention", "永久", "--archive-code", "G12-WS·2018")
check("the sample is added with its approval sheet", added.good, added.errors)
shown = value("show", store, "济高督字〔2018〕54号")
check("what the file says is in the catalogue", (shown["title"], shown["issuer"], shown["date"], shown["kind"], shown["pages"], shown["pdfa"], shown["pdfua"],
      shown["number_serial"], shown["retention"], shown["item_number"], shown["archive_code"], shown["verdict"]) ==
      ("济宁高新区2018年1-6月份为民办实事项目进展情况通报", "济宁高新区管委会督查局", "2018-07-19", "通报", 8, "2A", "1", 54, "永久", "7", "G12-WS·2018", "unsigned"),
      shown)
check("its companions stand in its history", [(h["action"], h["file_name"]) for h in shown["history"]] ==
      [("add", "样张 一.pdf"), ("with", "发文稿纸，第１页.txt"), ("with", "样张 一.pdf")], shown["history"])
check("stored files are read-only", all(os.stat(os.path.join(store, name)).st_mode & 0o777 == 0o444 for name in files_of(store)))
rows = list(csv.reader(io.StringIO(open("input/jining-2018h1/progress.tsv", encoding="utf-8", newline="").read()), delimiter="\t"))
body = sqlite3.connect(os.path.join(store, "catalogue.db")).execute("SELECT body FROM text").fetchone()[0]
lines = {plain(line) for line in body.split("\n")}
missing = [cell for row in rows for cell in row if cell and plain(cell) not in lines]
check("the text of each of %d cells is one line" % sum(bool(cell) for row in rows for cell in row), not missing, missing[:5])
unfound = []
for row in rows[1:]:
    for cell in row:
        for start, length in ((0, 2), (len(cell) // 2, 2), (len(cell) // 3, 3), (0, 9), (len(cell) - 1, 1), (0, len(cell))):
            word = cell[start:start + length].strip()
            if word and "\n" not in word:
                unfound += [] if value("search", store, "--", word) else [word]
    if row is rows[8]:
        break
check("parts of the cells of eight rows, of any length, are found", not unfound, unfound[:5])
check("what is nowhere is not found", value("search", store, "龘") == value("search", store, "龘龘") == value("search", store, "没有这样的话") == [])
circular("二/另一份.pdf", "济高督字〔2018〕55号", ["卫 生", "50% _a\"b'c", "|甲单元|乙单元"], date="2018-08-01", secrecy="秘密")
check("another is added from a path with Chinese names", archive("add", store, inside("二/另一份.pdf")).good)
for words, want in ((["卫生"], [2]), (["卫 生"], [5]), (["通报"], [5, 2]), (["通报", "卫生室"], [2]), (["甲单", "乙单元"], [5]), (["元乙"], []), (["%"], [5, 2]),
                    (["0%"], [5, 2]), (["_a"], [5]), (['a"b'], [5]), (["_A"], [5]), (["b'c"], [5]), (["--from", "2018-08-01"], [5]), (["--to", "2018-07-31"], [2]),
                    (["--number", "〔2018〕5"], [5, 2]), (["--issuer", "督查局"], [5, 2]), (["--issuer", "督查局", "--number", "54"], [2]), (["--most", "1"], [5]),
                    (["济高督字〔2018〕55号"], [5]), (["2018-08-01"], [5])):
    got = [entry["id"] for entry in value("search", store, *words)]
    check("search %s" % " ".join(words).replace("\n", "\\n"), got == want, got)
check("search shows the line", value("search", store, "乙单")[0]["line"] == "乙单元" and "\t乙单元\n" in archive("search", store, "乙单").text)
good, about = whole(store)
check("the archive is whole", good, about)
state = value("verify", store)
check("verify counts", (state["entries"], state["files"], state["errors"]) == (5, 4, 0) and state["head"] == value("head", store)["head"] ==
      archive_chain.check(store)[0][-1], state)

# ---- nothing can be changed from within the database ----
db = sqlite3.connect(os.path.join(store, "catalogue.db"), isolation_level=None)
before = db.execute("SELECT * FROM entry").fetchall(), db.execute("SELECT * FROM text").fetchall()
columns = [row[1] for row in db.execute("PRAGMA table_info(entry)")]
others = ",".join("9" if name == "id" else "'x'" if name == "hash" else name for name in columns)
stale = ",".join("6" if name == "id" else "'0'" if name == "hash" else "(SELECT hash FROM entry WHERE id=5)" if name == "previous" else name for name in columns)
attempts = ["UPDATE entry SET title='x'", "UPDATE OR REPLACE entry SET id=2 WHERE id=3", "DELETE FROM entry", "DELETE FROM entry WHERE id=5",
            "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE id=2", "REPLACE INTO entry SELECT * FROM entry WHERE id=5",
            "INSERT OR IGNORE INTO entry SELECT * FROM entry WHERE id=2", "INSERT OR REPLACE INTO entry SELECT %s FROM entry WHERE id=2" % others,
            "INSERT OR REPLACE INTO entry SELECT %s FROM entry WHERE id=2" % stale,
            "INSERT INTO entry SELECT * FROM entry WHERE id=2 ON CONFLICT DO UPDATE SET title='x'", "UPDATE text SET body='x'", "DELETE FROM text",
            "REPLACE INTO text VALUES(2,'x')", "INSERT INTO text VALUES(99,'x')"]
through = []
for statement in attempts:
    try:
        db.execute(statement)
        through.append(statement)
    except sqlite3.Error as error:
        through += [] if "only grows" in str(error) or "already" in str(error) else [(statement, str(error))]
after = db.execute("SELECT * FROM entry").fetchall(), db.execute("SELECT * FROM text").fetchall()
db.close()
check("%d ways to change the catalogue are refused" % len(attempts), not through and after == before, through)

# ---- and what is changed past the guards is found: every column of every entry ----
ruined, unseen = inside("ruined"), []
for name in columns:
    for entry in (2, 3, 5):
        shutil.rmtree(ruined, ignore_errors=True)
        shutil.copytree(store, ruined)
        db = sqlite3.connect(os.path.join(ruined, "catalogue.db"))
        guard = db.execute("SELECT sql FROM sqlite_schema WHERE name='entry_update'").fetchone()[0]
        old = db.execute("SELECT %s FROM entry WHERE id=?" % name, (entry,)).fetchone()[0]
        new = 77 if isinstance(old, int) or old is None else old[:-1] + "0x"
        db.executescript("DROP TRIGGER entry_update; UPDATE entry SET %s=%s WHERE id=%d; %s" % (name, "'%s'" % new if isinstance(new, str) else new, entry, guard))
        db.close()
        outcome = archive("verify", ruined, code=1)
        if not outcome.good or "entry %d" % (77 if name == "id" else entry) not in outcome.errors:
            unseen.append((name, entry, outcome.returncode, outcome.errors[-300:]))
check("a change in any of %d columns is found" % len(columns), not unseen, unseen[:3])


def ruin(name, change, words):
    shutil.rmtree(ruined, ignore_errors=True)
    shutil.copytree(store, ruined)
    change()
    outcome = archive("verify", ruined, code=1)
    check(name, outcome.good and words in outcome.errors, outcome.errors[-300:])


def link(depth):
    """The same bytes, but somewhere else, where they can be changed at any time."""
    path, elsewhere = os.path.join(ruined, *files_in_store[0].split("/")[:depth]), inside("elsewhere-%d" % depth)
    os.rename(path, elsewhere)
    os.symlink(elsewhere, path)


def forget(table):
    db = sqlite3.connect(os.path.join(ruined, "catalogue.db"))
    db.execute("INSERT INTO %s(%s) VALUES('delete-all')" % (table, table))
    db.commit()
    db.close()


files_in_store = sorted(rows_of(store))
for depth, what in ((1, "all files"), (2, "a folder of files"), (3, "a file")):
    ruin("a link in the place of %s is found" % what, lambda: link(depth), "is missing")
for table, what in (("words", "longer words"), ("pairs", "words of two characters")):
    ruin("an index that has forgotten the %s is found" % what, lambda: forget(table), "the index of texts does not fit")
shutil.rmtree(ruined)

# ---- numbers ----
numbers = inside("numbers")
archive("init", numbers)
for name, number in (("a", "督字〔2018〕3号"), ("b", "督字〔2018〕7号"), ("c", "督办字〔2018〕2号"), ("d", "第5号"), ("e", "督字〔2017〕9号")):
    archive("add", numbers, circular(name + ".pdf", number, date="2017-12-30" if "2017" in number else "2018-03-01"))
same = [archive("add", numbers, circular("z%d.pdf" % at, number, title="另一份"), code=1) for at, number in enumerate((
    "督字〔2018〕3号", "督字[2018]3号", "督字（2018）03号", "督字〔２０１８〕３号", "督字 〔2018〕 第3号", "督字【2018】3", "第5号"))]
check("a number is the same in all ways of writing it", all(one.good and "has used the number" in one.errors for one in same), [one.errors for one in same])
check("another year or issuer may have it", archive("add", numbers, circular("f.pdf", "督字〔2019〕3号")).good
      and archive("add", numbers, circular("g.pdf", "督字〔2018〕3号", issuer="水务局")).good)
check("a joint issue counts for its lead", not archive("add", numbers, circular("h.pdf", "督字〔2018〕3号", issuer="督查局；财政局")).good)
plain_file = inside("plain.pdf")
open(plain_file, "wb").write(archive_pdf.make(["外来文件的正文", "第二段"], tagged=False))
foreign = archive("add", numbers, plain_file, "--title", "来函", "--issuer", "省厅", "--date", "2018-05-05", "--number", "无")
check("a file from elsewhere, without tags, is taken with what the options say", foreign.good, foreign.errors)

# ---- superseding ----
right = circular("right.pdf", "督字〔2018〕3号", ["更正后的正文"], title="更正")
check("a correction takes its predecessor's number", archive("supersede", numbers, "2", right, "--reason", "金额有误", "--with", sheet).good)
check("a withdrawal needs no successor", archive("supersede", numbers, "3", "--reason", "撤销").good)
check("a correction that was filed as a document of its own", archive("supersede", numbers, "4", "5", "--reason", "并入").good)
check("states", [(entry["id"], entry["state"]) for entry in value("list", numbers)] == [(2, "superseded"), (3, "withdrawn"), (4, "superseded"), (5, "current"),
      (6, "current"), (7, "current"), (8, "current"), (9, "current"), (10, "current")], value("list", numbers))
check("of one number the successor may be superseded next, not its predecessor", archive("supersede", numbers, "2", "--reason", "x", code=1).good
      and archive("supersede", numbers, "10", circular("right2.pdf", "督字〔2018〕3号", ["再更正"], title="再更正"), "--reason", "再").good)
good, about = whole(numbers)
check("the archive is whole after superseding", good, about)

# ---- export ----
bag = inside("移交 2018")
exported = archive("export", numbers, bag, "--year", "2018")
check("export says what is missing", exported.good and sorted(re.findall("missing: (.*)", exported.text)) == sorted([
    "督字〔2018〕1号 to 督字〔2018〕2号", "督字〔2018〕4号 to 督字〔2018〕6号", "督办字〔2018〕1号", "第1号 to 第4号", "督字〔2018〕1号 to 督字〔2018〕2号"]), exported.text)
summed = subprocess.run(["sha256sum", "-c", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt"], cwd=bag, capture_output=True)
check("sha256sum agrees with both manifests", summed.returncode == 0, summed.stderr.decode())
listed = {line.split("  ", 1)[1] for line in open(os.path.join(bag, "manifest-sha256.txt"), encoding="utf-8").read().splitlines()}
there = {os.path.relpath(os.path.join(top, name), bag) for top, _, names in os.walk(os.path.join(bag, "data")) for name in names}
check("the manifest has every file of data/ and no other", listed == there, listed ^ there)
check("the declaration is that of RFC 8493", open(os.path.join(bag, "bagit.txt")).read() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
oxum = re.search(r"Payload-Oxum: (\d+)\.(\d+)", open(os.path.join(bag, "bag-info.txt"), encoding="utf-8").read())
check("Payload-Oxum counts right", (int(oxum[1]), int(oxum[2])) == (sum(os.path.getsize(os.path.join(bag, name)) for name in there), len(there)), oxum[0])
data = open(os.path.join(bag, "data", "归档文件目录.csv"), "rb").read()
table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
check("the list of files", data.startswith(b"\xef\xbb\xbf") and table[0] == ["件号", "责任者", "文号", "题名", "日期", "密级", "页数", "备注"]
      and ["", "督查局", "督字〔2018〕3号", "督字〔2018〕3号的通报", "2018-03-01", "", "1", "已被督字〔2018〕3号（10）代替：金额有误"] in table
      and ["", "省厅", "", "来函", "2018-05-05", "", "1", ""] in table and len(table) == 10, table)
elements = {}
for name in there:
    if name.endswith("metadata.xml"):
        root = ElementTree.parse(os.path.join(bag, name)).getroot()
        elements.update({(root.find(".//题名").text, element.get("编号")): (element.tag, element.text) for element in root.iter() if element.get("编号")})
check("DA/T 46: title, number, issuer, date, kind, pages, items, format, remark", [elements.get(("督字〔2018〕7号的通报", "M%d" % number)) for number in (
      22, 31, 32, 33, 34, 43, 42, 47, 75)] == [("题名", "督字〔2018〕7号的通报"), ("文件编号", "督字〔2018〕7号"), ("责任者", "督查局"), ("日期", "2018-03-01"),
      ("文种", "通报"), ("页数", "1"), ("件数", "1"), ("格式信息", "PDF/A-2A"), ("附注", "已撤销：撤销")], elements)
check("a companion makes two items", elements[("更正", "M42")][1] == "2" and elements[("更正", "M41")][1] == "组合文件")
check("the exported chain can be checked alone", open(os.path.join(bag, "data", "chain.txt"), encoding="utf-8").read().count("\nhash:") == len(archive_chain.entries(numbers)))

# ---- others at the same time ----
many = inside("many")
archive("init", many)
jobs = []
for worker in range(8):
    words = [circular("w%d-%d.pdf" % (worker, at), "督字〔2018〕%d号" % (worker * 10 + at + 1), ["第%d件" % at]) for at in range(5)]
    contested = circular("w%d-same.pdf" % worker, "督字〔2018〕999号", ["谁先到：%d" % worker])
    jobs.append(subprocess.Popen(["sh", "-c", 'for file in "$@"; do "$0" archive add "$AR" "$file" || :; done', program, *words[:2], contested, *words[2:]],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ, AR=many, LC_ALL="C.UTF-8")))
outputs = [job.communicate() for job in jobs]
check("eight programs add at once, each its five", len(value("list", many)) == 41, outputs)
check("of eight with one number exactly one wins", sum(entry["number_serial"] == 999 for entry in value("list", many)) == 1
      and sum(err.decode().count("has used the number") + err.decode().count("已使用文号") for _, err in outputs) == 7)
good, about = whole(many)
check("the archive is whole afterwards", good, about)


# ---- the power is cut at every call ----
def spoiled(base, words, work, environment):
    """Runs a command on a copy of the archive base until it goes through; yields what each run left."""
    at, log = 0, inside("log")
    while True:
        at += 1
        if os.path.isdir(work):
            shutil.rmtree(work)
        if base:
            shutil.copytree(base, work)
        if os.path.exists(log):
            os.unlink(log)
        outcome = archive(*words, env=dict(os.environ, LD_PRELOAD=library, FAIL_AT=str(at), FAIL_LOG=log, **environment))
        if not os.path.exists(log):
            return
        yield at, open(log).read(), outcome


one = inside("one")
archive("init", one)
archive("add", one, circular("first.pdf", "督字〔2018〕1号", ["第一件"]))
second, work = circular("second.pdf", "督字〔2018〕2号", ["第二件"]), inside("work")
corrected = circular("corrected.pdf", "督字〔2018〕1号", ["更正第一件"], title="更正")
CHANGING = {"write", "pwrite", "fsync", "rename", "linkat", "unlink", "mkdir", "open", "chmod", "fchmod", "close", "ftruncate"}


def kill_through(name, words, outcomes, ending):
    """outcomes: numbers of documents that may be there afterwards. Reading comes first, and must find all in order again."""
    wrong, calls, seen = [], {}, {}
    for at, call, outcome in spoiled(one, words, work, {"FAIL_KILL": ending}):
        if outcome.returncode != -signal.SIGKILL:
            if ending == "before" or call in ("write", "pwrite"):
                wrong.append((at, call, outcome.returncode))
            continue
        calls[call] = calls.get(call, 0) + 1
        listed = archive("list", work)
        count = len(listed.text.splitlines())
        seen[count] = seen.get(count, 0) + 1
        good, about = whole(work)
        if not listed.good or count not in outcomes or not good:
            wrong.append((at, call, count, about))
            continue
        again = archive(*words, code=0 if count == outcomes[0] else 1)
        if not again.good or not whole(work)[0]:
            wrong.append((at, call, "again", again.errors))
    check("%s: killed at each of %d calls (%s), nothing is lost or half there" % (name, sum(calls.values()), ending), not wrong, wrong[:3])
    return calls, seen


calls, seen = kill_through("add", ["add", work, second, "--with", sheet], (1, 2), "before")
check("these were before and after the entry was safe; syncs, renames and writes among them", set(seen) == {1, 2} and calls.get("fsync", 0) > 8
      and calls.get("rename") == 2 and calls.get("pwrite", 0) > 8 and calls.get("mkdir", 0) > 0, (calls, seen))
calls, seen = kill_through("add", ["add", work, second, "--with", sheet], (1, 2), "torn")
check("writes were torn", calls.get("pwrite", 0) > 8 and calls.get("write", 0) > 0, calls)
kill_through("supersede", ["supersede", work, "2", corrected, "--reason", "更正"], (1, 2), "before")
wrong, count = [], 0
for at, call, outcome in spoiled(None, ["init", work], work, {"FAIL_KILL": "before"}):
    count += 1
    again = archive("init", work)
    made = again.good or ("not an empty folder" in again.errors and archive("list", work).good)
    if outcome.returncode != -signal.SIGKILL or not made or not archive("add", work, second).good or not whole(work)[0]:
        wrong.append((at, call, again.errors))
check("init: killed at each of %d calls, it can be made again" % count, not wrong and count > 30, wrong[:3])

# ---- every call fails ----
wrong, calls, through = [], {}, 0
for at, call, outcome in spoiled(one, ["add", work, second, "--with", sheet], work, {"FAIL_ERRNO": "28"}):
    calls[call] = calls.get(call, 0) + 1
    count = len(value("list", work))
    good, about = whole(work)
    through += outcome.returncode == 0
    if not good or (outcome.returncode == 0) != (count == 2) or (outcome.returncode and (outcome.returncode not in (1, 3) or "error: " not in outcome.errors)):
        wrong.append((at, call, outcome.returncode, count, outcome.errors, about))
check("add: each of %d calls fails once: done, or a message and nothing changed" % sum(calls.values()), not wrong and 0 < through < sum(calls.values()), wrong[:3])

# ---- the order on the disk ----
shutil.rmtree(work)
shutil.copytree(one, work)
trace = inside("trace")
archive("add", work, second, env=dict(os.environ, LD_PRELOAD=library, FAIL_TRACE=trace))
steps = [line.replace(work, "A") for line in open(trace).read().splitlines()]


def place(pattern, last=False):
    found = [at for at, step in enumerate(steps) if re.fullmatch(pattern, step)]
    return found[-1 if last else 0] if found else -1


marked, written, named = place(r"sync A/incoming"), place(r"sync A/files/../#\d+ \(deleted\)|sync A/files/../\..*tmp"), place(r"rename A/files/../.*\.pdf")
settled, entered, removed = place(r"sync A/files/..", last=True), place(r"write A/catalogue\.db"), place(r"unlink A/incoming/.*")
check("mark, file, name, folder and only then the catalogue are synced; the mark goes last", -1 < marked < written < named < settled < entered < removed
      and place(r"sync A/catalogue\.db", last=True) > entered, steps)

# ---- time stamps over the chain ----
from pki import Pki  # noqa: E402
from servers import Servers  # noqa: E402
with Servers(Pki(inside("pki"))) as servers:
    trust = os.path.join(inside("pki"), "trust")
    stamped = archive("add", one, second, "--timestamp", servers.tsa_url, "--trust", trust)
    check("add has the head of the chain time-stamped", stamped.good, stamped.errors)
    entries = archive_chain.entries(one)
    check("the time stamp is an entry of its own", entries[-1]["action"] == "timestamp" and entries[-2]["action"] == "add", entries[-1])
    token = inside("token.der")
    open(token, "wb").write(bytes.fromhex(entries[-1]["token"] or ""))
    judged = subprocess.run(["openssl", "ts", "-verify", "-digest", entries[-2]["hash"], "-in", token, "-token_in", "-CAfile", os.path.join(trust, "root.pem")], capture_output=True)
    check("openssl verifies the token over the hash of the entry before", judged.returncode == 0, judged.stdout.decode() + judged.stderr.decode())
    verified = value("verify", one, "--trust", trust)
    check("verify judges it", verified["timestamps"] == 1 and verified["errors"] == 0, verified)
    renewed = archive("renew", one, "--timestamp", servers.tsa_url, "--trust", trust)
    check("renew stamps the head anew", renewed.good and archive_chain.entries(one)[-1]["action"] == "timestamp", renewed.errors)
    lying = archive("renew", one, "--timestamp", servers.tsa("imprint"), code=1)
    refused = archive("renew", one, "--timestamp", servers.tsa("refused"), code=1)
    check("a lying and an absent authority leave no entry", lying.good and refused.good and len(archive_chain.entries(one)) == 5 and whole(one)[0],
          (lying.errors, refused.errors))
    strange = archive("verify", one, "--trust", os.path.join(inside("pki"), "trust-sm2"), code=1)
    check("trusting somebody else, verify does not accept it", strange.good and "does not fit the chain" in strange.errors, strange.errors)
    # ---- a signed document, and its renewal ----
    signed, long_lived = inside("签名.pdf"), inside("long")
    key = os.path.join(inside("pki"), "seal.p12")
    made = subprocess.run([program, "sign", sample, "-o", signed, "--key", key, "--pass-file", os.path.join(inside("pki"), "pass"), "--invisible", "--level", "b-lta",
                           "--timestamp", servers.tsa_url, "--trust", trust], capture_output=True)
    check("the sample is signed", made.returncode == 0, made.stderr.decode())
    archive("init", long_lived)
    added = archive("add", long_lived, signed, "--trust", trust)
    shown = value("show", long_lived, "2")
    check("a signed document comes in with the report on it", added.good and not added.errors and shown["verdict"] == "valid" and shown["signatures"] == 2
          and shown["evidence"]["verdict"] == "valid" and shown["proven_until"] > "2027", (added.errors, shown["verdict"], shown["signatures"], shown["proven_until"]))
    due = value("renew", long_lived, "--within", "36500d")
    check("renew lists what is due, and not what is not", [(one["document"], one["renewed"]) for one in due] == [(2, False)]
          and value("renew", long_lived, "--within", "30") == [], due)
    renewed = archive("renew", long_lived, "--within", "36500d", "--timestamp", servers.tsa_url, "--trust", trust)
    shown = value("show", long_lived, "2")
    check("renew adds a file and an entry, then stamps the chain", renewed.good and [h["action"] for h in shown["history"]] == ["add", "renew"]
          and archive_chain.entries(long_lived)[-1]["action"] == "timestamp", renewed.errors)
    old, new = (open(os.path.join(long_lived, h["path"]), "rb").read() for h in shown["history"])
    check("the new file is the old one with an update behind it", new.startswith(old) and len(new) > len(old) and shown["path_now"] == shown["history"][1]["path"])
    check("the new file has one time stamp more, and is valid", shown["history"][1]["verdict"] == "valid"
          and len(shown["history"][1]["evidence"]["signatures"]) == 3, shown["history"][1]["verdict"])
    verified = value("verify", long_lived, "--trust", trust)
    check("verify judges the signatures again", (verified["signatures"], verified["files"], verified["errors"]) == (2, 2, 0) and whole(long_lived, "--trust", trust)[0], verified)
    exported = archive("export", long_lived, inside("bag-signed"), "--year", "2018")
    xml = ElementTree.parse([os.path.join(top, name) for top, _, names in os.walk(inside("bag-signed")) for name in names if name == "metadata.xml"][0]).getroot()
    check("DA/T 46: the signatures, who, when, with what outcome", [[part.text for part in one if part.get("编号") in ("M60", "M61")]
          for one in xml.iter("电子签名") if one.find("签名结果") is not None][-1] == ["督查局电子印章", "valid"], ElementTree.tostring(xml, encoding="unicode"))
    # ---- an edition rendered, sealed, stamped and archived by one command ----
    sealed, kept = inside("sealed"), inside("kept")
    shutil.copytree("input/jining-2018h1-printed", sealed)
    text = open(os.path.join(sealed, "edition.ini"), encoding="utf-8").read().replace("../jining-2018h1/", os.path.abspath("input/jining-2018h1") + "/")
    edition = """
[issuer.1]
seal = %s
[sign]
key = ../pki/seal.p12
pass_file = ../pki/pass
level = b-lta
timestamp = %s
trust = ../pki/trust
[archive]
folder = ../kept
""" % (os.path.abspath("input/example-pictures/seal-zhengfu.png"), servers.tsa_url)
    open(os.path.join(sealed, "edition.ini"), "w", encoding="utf-8").write(text + edition)
    archive("init", kept)
    made = subprocess.run([program, "--lang", "en", "render", sealed, "-o", inside("issued.pdf")], capture_output=True)
    shown = value("show", kept, "济高督字〔2018〕54号")
    check("one command renders, seals, stamps and archives", made.returncode == 0 and b"error" not in made.stderr and shown["verdict"] == "valid"
          and shown["signatures"] == 2, (made.stderr.decode()[-500:], shown))
    held = open(os.path.join(kept, shown["path_now"]), "rb").read()
    check("the archive holds the bytes that were written", held == open(inside("issued.pdf"), "rb").read())
    checked = subprocess.run([program, "verify", inside("issued.pdf"), "--trust", trust], capture_output=True)
    check("hongtou verify finds the issued file valid", checked.returncode == 0, checked.stdout.decode())
    verified = value("verify", kept, "--trust", trust)
    check("verify judges what was issued", (verified["signatures"], verified["errors"]) == (1, 0), verified)
sys.exit(0)
