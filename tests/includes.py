#!/usr/bin/env python3
"""Holds the include lines against the two tables of publisher/README.md: which room may include from which, and which
third-party headers are allowed where."""
import glob
import os
import re
import sys

LIBRARIES = {  # words of the map -> headers
    "iniparser": r"iniparser/.*", "libcsv": r"csv\.h", "iconv": r"iconv\.h", "HarfBuzz": r"hb(-ot)?\.h", "hb-subset": r"hb-subset\.h",
    "FreeType": r"ft2build\.h", "libharu": r"hpdf.*\.h", "libdeflate": r"libdeflate\.h", "libpng": r"png\.h", "libintl": r"libintl\.h",
    "minizip": r"minizip/.*", "expat": r"expat\.h", "OpenSSL": r"openssl/.*", "libcurl": r"curl/.*", "SQLite": r"sqlite3\.h",
    "libqpdf": r"qpdf/qpdf-c\.h", "poppler": r"poppler\.h", "libmicrohttpd": r"microhttpd\.h", "SSE2": r"emmintrin\.h",
}
STANDARD = re.compile(r"(arpa/inet|assert|ctype|dirent|dlfcn|endian|errno|fcntl|fnmatch|fts|getopt|inttypes|limits|locale|math|netinet/in|poll|signal|spawn|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|"
                      r"strings|termios|time|unistd|sys/(inotify|mman|prctl|random|signalfd|socket|stat|types|wait))\.h")


def read_map():
    rooms, arrows = {}, {}
    for line in open("publisher/README.md", encoding="utf-8"):
        row = re.match(r"\| `publisher/(\w+)/` \|.*\| ([^|]*) \|$", line)
        if row:
            rooms[row[1]] = [header for word, header in LIBRARIES.items() if word in row[2]]
        row = re.match(r"\| ([\w, ]+) \| (.*) \|$", line)
        if row and ("itself" in row[2] or row[1].strip() == "base"):
            for room in re.findall(r"\w+", row[1]):
                allowed = set(re.findall(r"\w+", re.sub(r"\(.*?\)", "", row[2]))) & {"base", "read", "expand", "style", "model", "font", "text", "page", "finished", "seal"}
                extra = re.search(r"\((\w+) also (\w+)\)", row[2])
                if extra and extra[1] == room:
                    allowed.add(extra[2])
                arrows[room] = allowed | {room}
    return rooms, arrows


def main():
    rooms, arrows = read_map()
    wrong = []
    if len(rooms) < 9 or len(arrows) < 9:
        wrong.append("the tables of publisher/README.md cannot be read")
    for path in sorted(glob.glob("publisher/*/*.[ch]")):
        room = path.split("/")[1]
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            own = re.match(r'#include "(\w+)/[\w.]+"', line)
            other = re.match(r"#include <(.*)>", line)
            if line.startswith('#include "') and not own:
                wrong.append("%s:%d: %s does not show the room" % (path, number, line.strip()))
            elif own and own[1] not in arrows.get(room, ()):
                wrong.append("%s:%d: %s may not include from %s" % (path, number, room, own[1]))
            elif other and not STANDARD.fullmatch(other[1]) and not any(re.fullmatch(h, other[1]) for h in rooms.get(room, ())):
                wrong.append("%s:%d: <%s> is not allowed in %s" % (path, number, other[1], room))
    for path in glob.glob("publisher/*/*.[ch]"):
        if re.search(r'#include "(pipeline|command)', open(path, encoding="utf-8").read()):
            wrong.append(path + ": nobody includes the pipeline or the commands")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main() if os.path.isdir("publisher") else 2)
