"""Helpers that read a PDF with other people's tools (poppler, mupdf, qpdf), and the plainest way to write one."""
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


def plain_file(objects):
    """The bytes of a file whose objects 1, 2 … have these values; the first is its catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


class Tests:
    def __init__(self):
        self.failed = False

    def check(self, name, good, about=""):
        if not good and about:
            print("  " + str(about)[:2000].replace("\n", "\n  "))
        print(("ok " if good else "not ok ") + name, flush=True)
        self.failed |= not good
