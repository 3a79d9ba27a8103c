#!/usr/bin/env python3
"""How long after a save the first new picture is there, for a circular of ten pages. watch.py PROGRAM FOLDER

From just before the new file takes the old one's place to the moment when the first page that changed has been fetched whole by an HTTP client that
listens to /events; and when all pages, and the PDF, are there. With Chromium: until that picture stands in the page, decoded."""
import csv
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import browser as browsers  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.join(os.path.abspath(sys.argv[2]), "watch")
RUNS = int(os.environ.get("BENCH_RUNS", "15"))


def prepare():
    """The sample with so much of its table again that it has ten pages."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree("input/jining-2018h1", os.path.join(folder, "july"))
    table = os.path.join(folder, "july", "progress.tsv")
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    with open(table, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows + rows[1:12])
    return table


def save(path, text):
    with open(path + ".new", "w", encoding="utf-8", newline="") as file:
        file.write(text)
    begin = time.perf_counter()
    os.rename(path + ".new", path)
    return begin


def states(file):
    for line in file:
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def fetch(port, page):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/page/%s.png" % page["picture"])
    data = connection.getresponse().read()
    connection.close()
    return len(data)


def follow(events, port, begin, seen):
    """Milliseconds to the first changed picture, to all of them, to the PDF; how many pages changed. seen: pictures of the versions before."""
    first = drawn = written = None
    for state in events:
        changed = [page for page in state["pages"] if page["changed"]]
        if state["status"] == "faulty" or not changed or changed[0]["picture"] in seen:
            continue
        if first is None and changed[0]["ready"]:
            fetch(port, changed[0])
            first = time.perf_counter() - begin
        if drawn is None and all(page["ready"] for page in state["pages"]):
            drawn = time.perf_counter() - begin
        if written is None and state["status"] == "sound":
            written = time.perf_counter() - begin
        if first and drawn and written:
            seen.update(page["picture"] for page in state["pages"])
            return first * 1000, drawn * 1000, written * 1000, len(changed)


def report(name, figures):
    print("%-58s median %6.0f ms, least %6.0f, most %6.0f" % (name, statistics.median(figures), min(figures), max(figures)))


def measure(port, events, seen, name, path, texts):
    figures = []
    for i in range(RUNS):
        figures.append(follow(events, port, save(path, texts(i)), seen))
    count = statistics.median(one[3] for one in figures)
    for what, at in (("first picture", 0), ("all pictures", 1), ("PDF", 2)):
        report("%s (%d pages change): %s" % (name, count, what), [one[at] for one in figures])


def measure_in_browser(port, path, texts):
    browser = browsers.Browser()
    browser.open("http://127.0.0.1:%d/" % port)
    browser.wait("state && state.status === 'sound' && figures.every((one, i) => one.shown === state.pages[i].picture)")
    figures = []
    for i in range(RUNS):
        before = browser.value("figures[0].shown")
        browser.value("""window.seen = new Promise(done => { const old = figures[0].shown, look = () => figures[0].shown !== old && figures[0].image.complete
            ? done(Date.now()) : requestAnimationFrame(look); look(); }); 0""")
        save(path, texts(i))
        begin = time.time() * 1000
        figures.append(browser.value("seen") - begin)
        browser.wait("state.status === 'sound' && figures[0].shown !== %s" % json.dumps(before))
    browser.close()
    report("body changed: first picture stands in Chromium", figures)


table = prepare()
body = os.path.join(folder, "july", "body.txt")
with open(body, encoding="utf-8") as file:
    words = file.read()
with open(table, encoding="utf-8", newline="") as file:
    rows = file.read()
process = subprocess.Popen([program, "watch", os.path.join(folder, "july"), "-o", os.path.join(folder, "out.pdf"), "--serve=0"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
port = int(re.search(r":(\d+)/", process.stdout.readline())[1])
connection = http.client.HTTPConnection("127.0.0.1", port)
connection.request("GET", "/events")
events = states(connection.getresponse())
state = next(state for state in events if state["status"] == "faulty" or state["status"] == "sound" and all(page["ready"] for page in state["pages"]))
seen = set()
print("watching a circular of %d pages at 144 dpi, %d saves each" % (len(state["pages"]), RUNS))
measure(port, events, seen, "body changed", body, lambda i: words.replace("2018年", "%d年" % (3000 + i)))
measure(port, events, seen, "first row of the table grown", table, lambda i: rows.replace("\n1\t", "\n1\t第%s项" % ("长" * (i + 1)), 1))
if browsers.find():
    measure_in_browser(port, body, lambda i: words.replace("2018年", "%d年" % (4000 + i)))
process.terminate()
sys.exit(process.wait())
