#!/usr/bin/env python3
"""The page of hongtou watch in a headless Chromium: it follows what is saved without being loaded again. watch_browser.py PROGRAM FOLDER [PICTURES]
PICTURES: a folder for pictures of the window, to be looked at."""
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser  # noqa: E402
from pdf import Tests  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
pictures = os.path.abspath(sys.argv[3]) if len(sys.argv) > 3 else None
shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
if pictures:
    os.makedirs(pictures, exist_ok=True)
tests = Tests()
check = tests.check
SHOWN = "[...document.querySelectorAll('figure img')].filter(one => !one.hidden && one.naturalWidth).length"
SETTLED = "state && state.status === 'sound' && figures.length && figures.every((one, i) => one.shown === state.pages[i].picture)"


def start(edition, port=0, language="zh"):
    process = subprocess.Popen([program, "--lang", language, "watch", edition, "-o", os.path.join(folder, "out.pdf"), "--serve=%d" % port],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return process, re.search(r"http://[\d.]+:(\d+)/", process.stdout.readline())


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def look(browser, name):
    if pictures:
        browser.value("new Promise(done => setTimeout(done, 700))")
        browser.picture(os.path.join(pictures, name + ".png"))


def shown(browser):
    """The addresses of the pictures that are on the screen."""
    return browser.value("[...document.querySelectorAll('figure img')].map(one => one.src)")


def test_following(browser, edition):
    body, table = os.path.join(edition, "body.txt"), os.path.join(edition, "progress.tsv")
    text, rows = read(body), read(table)
    browser.wait(SETTLED)
    first = shown(browser)
    check("the page shows the pictures of all pages", browser.value(SHOWN) == 7 and len(set(first)) == 7, first)
    check("it is in Chinese", browser.value("document.documentElement.lang") == "zh-CN" and browser.value("document.getElementById('status').textContent") == "已是最新")
    check("warnings stand beside, with their cell", browser.value("""[...document.querySelectorAll('li.warning')].some(one =>
        /progress\\.tsv.*第 24 行第 3 字.*表格第 5 行.*项目内容/.test(one.textContent))"""), browser.value("document.getElementById('list').textContent"))
    look(browser, "1-first")

    browser.value("window.mark = 'not loaded again'")
    browser.value("goTo(2)")
    browser.wait("anchor().page === 2 && document.activeElement.id === 'page-3'")
    browser.wait("(async () => { const a = main.scrollTop; await new Promise(d => setTimeout(d, 300)); return main.scrollTop === a; })()")
    place = browser.value("[main.scrollTop, main.scrollLeft]")
    write(body, text.replace("2018年", "2019年"))
    browser.wait("document.querySelector('figure.changed')")
    browser.wait(SETTLED)
    after = shown(browser)
    check("a save changes the page by itself", after[0] != first[0] and browser.value("window.mark") == "not loaded again", after)
    check("only pages that changed are marked and loaded", after[1:] == first[1:] and browser.value("[...document.querySelectorAll('.changed')].map(one => one.id).join()") == "page-1")
    check("it stays where it was", place[0] > 500 and browser.value("[main.scrollTop, main.scrollLeft]") == place, (place, browser.value("main.scrollTop")))
    browser.key("n")
    browser.wait("document.activeElement.id === 'page-1'")
    look(browser, "2-changed")

    broken = rows.replace("\t", "", 1)
    write(table, broken)
    browser.wait("state.status === 'faulty'")
    banner = browser.value("document.getElementById('banner').hidden ? '' : document.getElementById('banner').textContent")
    check("an error is told in a banner", "有错误" in banner, banner)
    check("and with its place", browser.value("document.querySelector('li.error .place').textContent").startswith("错误progress.tsv"), browser.value("document.getElementById('list').textContent"))
    check("the last good pages stay", shown(browser) == after and browser.value(SHOWN) == 7)
    check("and are marked as older", browser.value("document.querySelectorAll('.outdated').length") == 7)
    look(browser, "3-error")
    write(table, rows)
    browser.wait(SETTLED)
    check("it goes away when that is mended", browser.value("document.getElementById('banner').hidden && !document.querySelector('li.error, .outdated')"))


def test_hands(browser):
    browser.key("0")
    fit = browser.value("scale()")
    browser.key("+")
    browser.key("+")
    larger = browser.value("scale()")
    check("keys zoom", larger > fit and browser.value("parseFloat(figures[0].sheet.style.width)") > 790 * fit, (fit, larger))
    browser.value("document.getElementById('fit').click()")
    check("the page fits the window", abs(browser.value("scale()") - fit) < 1e-6
          and browser.value("figures.every(one => one.sheet.getBoundingClientRect().width <= main.clientWidth)"))
    wide = browser.value("figures[2].sheet.getBoundingClientRect().width > figures[2].sheet.getBoundingClientRect().height")
    browser.key("r")
    high = browser.value("figures[2].sheet.getBoundingClientRect().width < figures[2].sheet.getBoundingClientRect().height")
    check("turned sheets are shown upright, or as they lie", wide and high)
    browser.key("r")
    browser.value("[...document.querySelectorAll('li button')].find(one => /7/.test(one.textContent)).click()")
    browser.wait("document.activeElement.id === 'page-7'")
    check("a message leads to its page", True)
    look(browser, "4-turned")

    browser.value("setZoom(1.5)")
    browser.value("main.scrollTop = figures[3].root.offsetTop + 100; new Promise(done => setTimeout(done, 300))")
    before = browser.value("[anchor().page, anchor().part]")
    browser.call("Page.reload")
    browser.wait("document.readyState === 'complete' && window.mark === undefined")
    browser.wait(SETTLED)
    after = browser.value("[anchor().page, anchor().part, scale()]")
    check("loaded again, it is where it was", after[0] == before[0] == 3 and abs(after[1] - before[1]) < 0.02 and after[2] == 1.5, (before, after))
    browser.value("setZoom(0)")
    for width, height in ((1280, 900), (700, 900), (360, 640)):
        browser.size(width, height)
        browser.wait("innerWidth === %d" % width)
        check("nothing is cut off in a window of %d" % width, browser.value("document.documentElement.scrollWidth <= innerWidth && main.clientHeight > 150")
              and browser.value("[...document.querySelectorAll('header button')].every(one => one.getBoundingClientRect().right <= innerWidth)"))
        look(browser, "5-window-%d" % width)
    browser.size(1280, 900)


def test_access(browser):
    tree = browser.tree()
    names = {role: [name for one, name in tree if one == role] for role, _ in tree}
    check("landmarks, buttons and pictures have names", all(names.get("button", [])) and len(names.get("image", [])) == 7 and all(names["image"])
          and names.get("main") == ["页面"] and names.get("complementary") == ["检查结果"], tree)
    seen = []
    for _ in range(8):
        browser.call("Input.dispatchKeyEvent", {"type": "keyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})
        browser.call("Input.dispatchKeyEvent", {"type": "keyUp", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9})
        seen.append(browser.value("document.activeElement.id || document.activeElement.className || document.activeElement.tagName"))
    check("the keyboard gets everywhere", seen[0] == "skip" and {"turn", "smaller", "larger", "fit"} <= set(seen), seen)
    dim = browser.value("""(() => {
        const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                                return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
        return [...document.querySelectorAll('header *, aside *, figcaption *, main p')].filter(e => e.offsetWidth && !e.disabled && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
            .map(e => [e.textContent.slice(0, 20), [light(getComputedStyle(e).color), light(behind(e))].sort((a, b) => b - a)])
            .filter(([, [a, b]]) => (a + 0.05) / (b + 0.05) < 4.5).map(([t]) => t); })()""")
    check("text stands out from its ground (WCAG 2 AA)", dim == [], dim)


def main():
    edition = os.path.join(folder, "july")
    shutil.copytree("input/jining-2018h1", edition)
    process, address = start(edition)
    browser = Browser()
    browser.size(1280, 900)
    browser.open(address[0])
    test_following(browser, edition)
    test_hands(browser)
    test_access(browser)
    check("nothing is loaded from elsewhere", browser.requests and all(one.startswith((address[0], "data:")) for one in browser.requests),
          [one for one in browser.requests if not one.startswith(address[0])])
    check("and nothing goes wrong in the page", browser.errors == [], browser.errors)

    process.terminate()
    check("the program ends with a page open", process.wait(30) == 0)
    browser.wait("!connected && !document.getElementById('banner').hidden")
    check("the page says so, and keeps what it shows", browser.value(SHOWN) == 7)
    look(browser, "6-lost")
    process, _ = start(edition, int(address[1]))
    browser.wait("connected && document.getElementById('banner').hidden", 60)
    check("and goes on when it runs again", True)
    process.terminate()
    process.wait(30)

    write(os.path.join(edition, "progress.tsv"), "x")
    process, address = start(edition, language="en")
    browser.open(address[0])
    browser.wait("state && state.status === 'faulty'")
    check("an edition that was never sound shows its errors", browser.value("document.getElementById('banner').textContent").startswith("The edition has errors")
          and browser.value("document.documentElement.lang") == "en" and browser.value("document.querySelectorAll('li.error').length") > 0,
          browser.value("document.body.innerText"))
    look(browser, "7-never")
    process.terminate()
    process.wait(30)
    browser.close()


main()
