"""Incremental updates of PDF files, as an attacker would write them: by hand, with every lie that the format allows. Knows files with
classic cross-reference tables."""
import re
import zlib


def last_startxref(data):
    return int(re.findall(rb"startxref\s+(\d+)", data)[-1])


def trailer_at(data, offset):
    """Text of the trailer dictionary of the table at an offset."""
    start = data.index(b"trailer", offset) + 7
    return data[start:data.index(b"startxref", start)].strip()


def sections(data):
    """[(offset, {number: (offset, generation, used)}, trailer text)], newest first."""
    found, offset = [], last_startxref(data)
    while offset is not None:
        assert data[offset:offset + 4] == b"xref", "no classic table"
        table, at = {}, offset + 4
        while True:
            head = re.compile(rb"\s*(\d+) (\d+)\s*").match(data, at)
            if not head:
                break
            at = head.end()
            for i in range(int(head[2])):
                line = re.compile(rb"(\d{10}) (\d{5}) ([nf])\s*").match(data, at)
                table[int(head[1]) + i] = (int(line[1]), int(line[2]), line[3] == b"n")
                at = line.end()
        text = trailer_at(data, offset)
        found.append((offset, table, text))
        before = re.search(rb"/Prev\s+(\d+)", text)
        offset = int(before[1]) if before else None
    return found


def table(data):
    """{number: (offset, generation)} of the newest revision."""
    out = {}
    for _, entries, _ in reversed(sections(data)):
        for number, (offset, generation, used) in entries.items():
            if used:
                out[number] = (offset, generation)
            else:
                out.pop(number, None)
    return out


def body(data, number, offset=None):
    """The object's text between `obj` and `endobj`."""
    start = table(data)[number][0] if offset is None else offset
    start = data.index(b"obj", start) + 3
    stream = re.compile(rb"/Length (\d+)").search(data, start, data.index(b"endobj", start))
    end = data.index(b"endobj", start)
    if stream and b"stream" in data[start:end]:
        begin = data.index(b"stream", start)
        end = data.index(b"endobj", begin + int(stream[1]))
    return data[start:end].strip(b"\r\n ")


def trailer(data):
    return sections(data)[0][2]


def root(data):
    return int(re.search(rb"/Root\s+(\d+)", trailer(data))[1])


def size(data):
    return max(max(entries) for _, entries, _ in sections(data)) + 1


def objects(data, pattern):
    """Numbers of the objects whose text (of streams the dictionary) holds the pattern, in order."""
    return [number for number in sorted(table(data)) if re.search(pattern, body(data, number).split(b"stream\n")[0].split(b"stream\r\n")[0])]


def stream(content, entries=b""):
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), entries, packed)


def write_table(entries):
    """entries: {number: (offset, generation, used)}."""
    out, numbers = [b"xref\n"], sorted(entries)
    while numbers:
        run = [numbers[0]]
        while len(run) < len(numbers) and numbers[len(run)] == run[-1] + 1:
            run.append(numbers[len(run)])
        out.append(b"%d %d\n" % (run[0], len(run)))
        for number in run:
            offset, generation, used = entries[number]
            out.append(b"%010d %05d %s \n" % (offset, generation, b"n" if used else b"f"))
        numbers = numbers[len(run):]
    return b"".join(out)


def update(data, changed, extra=None, change_trailer=lambda text: text, stray=b"", generation=0):
    """data with an update behind it. changed: {number: text}; extra: {number: (offset, generation, used)} of the table besides."""
    out, entries = bytearray(data), dict(extra or {})
    if not data.endswith(b"\n"):
        out += b"\n"
    for number, text in changed.items():
        entries[number] = (len(out), generation, True)
        out += b"%d %d obj\n%s\nendobj\n" % (number, generation, text)
    out += stray
    start = len(out)
    text = re.sub(rb"/Prev\s+\d+", b"", trailer(data))
    text = re.sub(rb"/Size\s+\d+", b"/Size %d /Prev %d" % (max([size(data)] + [n + 1 for n in entries]), last_startxref(data)), text)
    out += write_table(entries) + b"trailer\n" + change_trailer(text) + b"\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def put_key(text, key, value):
    """A dictionary's text with the key set (value None: without it). Values of the old key may be names, numbers, references, arrays,
    strings or dictionaries without others of that kind inside."""
    old = re.compile(rb"/%s(?![A-Za-z])\s*(\[[^\]]*\]|<<.*?>>|<[0-9A-Fa-f]*>|\([^)]*\)|/\w+|\d+ \d+ R|[-+.\w]+)" % key, re.S)
    text = old.sub(b"", text, count=1)
    return text if value is None else re.sub(rb"<<", lambda _: b"<< /%s %s " % (key, value), text, count=1)


def revision_ends(data):
    """Offsets behind each %%EOF and its line's end."""
    return [m.end() for m in re.finditer(rb"startxref\s+\d+\s+%%EOF(\r\n|\n|\r)?", data)]


def signature_places(data):
    """[(offset of `<` of Contents, behind `>`, ByteRange's match)], in the file's order."""
    out = []
    for match in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data):
        out.append((int(match[2]), int(match[3]), match))
    return out
