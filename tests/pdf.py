"""Helpers that read a PDF with other people's tools (poppler, mupdf, qpdf)."""
import html
import re
import subprocess

MM = 72 / 25.4


def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")


def plain(text):
    return re.sub(r"\s", "", text)


def pages(path):
    return int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", path))[1])


def characters(path):
    """[[(character, x, y)]] by page, from mutool's structured text: origins in points from the top left corner. What mutool itself
    writes over a field that is not signed yet, in a font of its own, is left out."""
    out = []
    for page in run("mutool", "draw", "-F", "stext", "-o", "-", path).split("<page ")[1:]:
        found, own = [], True
        for font, tag in re.findall(r'<font name="([^"]*)"|<char ([^>]*)/>', page):
            if not tag:
                own = font not in ("Helvetica", "Helvetica-Bold", "NimbusSans-Regular", "NimbusSans-Bold")
                continue
            if not own:
                continue
            attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            found.append((html.unescape(attributes["c"]), float(attributes["x"]), float(attributes["y"])))
        out.append(found)
    return out


def page_texts(path):
    """Text of each page in content order, blanks removed."""
    return [plain(page) for page in run("pdftotext", "-raw", path, "-").split("\f")[:-1]]


class Tests:
    def __init__(self):
        self.failed = False

    def check(self, name, good, about=""):
        if not good and about:
            print("  " + str(about)[:2000].replace("\n", "\n  "))
        print(("ok " if good else "not ok ") + name, flush=True)
        self.failed |= not good
