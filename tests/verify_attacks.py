"""Forgeries of signed files: what signing.md 8, "1 Trillion Dollar Refund" (signature forgery, incremental saving, signature wrapping), "Shadow
Attacks" (hide, replace, hide and replace) and "Breaking the Specification" (evil annotation, sneaky signature) describe, and more. Each
function yields (name, bytes); none of these files may be accepted."""
import re

import pdf_update as pdf

FORGED = b"q 0 0 595 842 re 1 1 1 rg f Q BT /F1 12 Tf 80 700 Td (FORGED) Tj ET"


def pages(data):
    return pdf.objects(data, rb"/Type\s*/Page\b")


def contents_of(data, page):
    return int(re.search(rb"/Contents\s+(\d+)", pdf.body(data, page))[1])


def signature_field(data):
    """Number of the first signed field."""
    return [n for n in pdf.objects(data, rb"/FT\s*/Sig") if re.search(rb"/V\s", pdf.body(data, n))][0]


def with_key(data, number, key, value):
    return {number: pdf.put_key(pdf.body(data, number), key, value)}


def flips(data, step, skip=()):
    """One bit at every step-th offset, but for ranges to skip."""
    for at in range(0, len(data), step):
        if not any(a <= at < b for a, b in skip):
            yield "byte %d flipped" % at, data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


def cuts(data, count):
    """Cut short at many lengths, none of which is a revision's end."""
    ends = {e for end in pdf.revision_ends(data) for e in (end, end - 1)}
    for i in range(1, count):
        at = len(data) * i // count
        if at not in ends:
            yield "cut after %d of %d bytes" % (at, len(data)), data[:at]
    for at in (1, 2, 6, 7, 30):
        if len(data) - at not in ends or len(data) in [b for _, _, m in pdf.signature_places(data) for b in [int(m[3]) + int(m[4])]]:
            yield "cut %d bytes before the end" % at, data[:-at]


def behind(data):
    yield "a byte behind the end", data + b"x"
    yield "a comment behind the end", data + b"%nothing\n"
    yield "a second end", data + b"startxref\n%d\n%%%%EOF\n" % pdf.last_startxref(data)
    yield "spaces behind the end", data + b" " * 40 + b"\n"
    yield "bytes before the header", b"\n" + data
    ends = pdf.revision_ends(data)
    if len(ends) > 1:
        older = pdf.last_startxref(data[:ends[0]])
        yield "back to the first revision by a new startxref", data + b"startxref\n%d\n%%%%EOF\n" % older


# ---- incremental saving ----

def changed_objects(data):
    """What an editor would change."""
    page, catalog, new = pages(data)[0], pdf.root(data), pdf.size(data)
    content = contents_of(data, page)
    yield "new text in the page's content stream", pdf.update(data, {content: pdf.stream(FORGED)})
    yield "page points to a new content stream", pdf.update(data, {**with_key(data, page, b"Contents", b"%d 0 R" % new), new: pdf.stream(FORGED)})
    yield "second content stream on the page", pdf.update(data, {**with_key(data, page, b"Contents", b"[%d 0 R %d 0 R]" % (content, new)), new: pdf.stream(FORGED)})
    yield "content streams of two pages swapped", pdf.update(data, {pages(data)[0]: pdf.put_key(pdf.body(data, page), b"Contents", b"%d 0 R" % contents_of(data, pages(data)[1]))})
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 595 842] /Contents (FORGED) /DA (/Helv 20 Tf) /F 4 >>"
    annots = re.search(rb"/Annots\s*\[([^\]]*)\]", pdf.body(data, page))
    yield "new annotation over the text", pdf.update(data, {**with_key(data, page, b"Annots", b"[%s %d 0 R]" % (annots[1] if annots else b"", new)), new: note})
    yield "new annotation without a page", pdf.update(data, {new: note})
    for key, value in ((b"MediaBox", b"[0 0 100 100]"), (b"Rotate", b"180"), (b"CropBox", b"[0 400 595 842]"), (b"Resources", b"<< >>"), (b"UserUnit", b"2"), (b"AA", b"<< >>")):
        yield "page with another %s" % key.decode(), pdf.update(data, with_key(data, page, key, value))
    for name, pattern in (("font", rb"/Type\s*/Font\b"), ("font's description", rb"/FontFile"), ("outline entry", rb"/Dest"), ("structure element", rb"/S\s*/P\b")):
        number = pdf.objects(data, pattern)[0]
        yield "changed %s" % name, pdf.update(data, {number: pdf.body(data, number).replace(b"<<", b"<< /Changed true ", 1)})
    font = int(re.search(rb"/FontFile\d?\s+(\d+)", pdf.body(data, pdf.objects(data, rb"/FontFile")[0]))[1])
    yield "replaced font file", pdf.update(data, {font: pdf.stream(b"no font")})
    yield "deleted font file", pdf.update(data, {}, extra={font: (0, 1, False)})
    form = pdf.objects(data, rb"/Subtype\s*/Form")
    if form:
        yield "replaced form XObject", pdf.update(data, {form[0]: pdf.stream(FORGED, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")})
    for key, value in ((b"OpenAction", b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), (b"Pages", b"%d 0 R" % new), (b"StructTreeRoot", b"null"), (b"Lang", b"(en)"),
                       (b"Names", b"<< >>"), (b"OCProperties", b"<< >>"), (b"AA", b"<< >>"), (b"Metadata", b"null"), (b"OutputIntents", b"[]"), (b"Perms", b"<< >>"),
                       (b"Collection", b"<< >>"), (b"NeedsRendering", b"true"), (b"Legal", b"<< >>")):
        more = {new: b"<< /Type /Pages /Count 0 /Kids [] >>"} if key == b"Pages" else {}
        if key == b"Perms" and b"/Perms" not in pdf.body(data, catalog):
            value = b"<< /DocMDP %d 0 R >>" % int(re.search(rb"/V\s+(\d+)", pdf.body(data, signature_field(data)))[1])
        yield "catalog with another %s" % key.decode(), pdf.update(data, {**with_key(data, catalog, key, value), **more})
    tree = pdf.objects(data, rb"/Type\s*/Pages")[0]
    grown = re.sub(rb"/Kids\s*\[", b"/Kids [ %d 0 R " % new, pdf.body(data, tree))
    yield "page added", pdf.update(data, {tree: grown, new: b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % tree})
    yield "page removed", pdf.update(data, {tree: re.sub(rb"/Kids\s*\[\s*\d+ 0 R", b"/Kids [", pdf.body(data, tree))})
    information = int(re.search(rb"/Info\s+(\d+)", pdf.trailer(data))[1])
    yield "changed title in Info", pdf.update(data, with_key(data, information, b"Title", b"(FORGED)"))
    yield "other Info", pdf.update(data, {new: b"<< /Title (FORGED) >>"}, change_trailer=lambda t: re.sub(rb"/Info\s+\d+", b"/Info %d" % new, t))
    metadata = int(re.search(rb"/Metadata\s+(\d+)", pdf.body(data, catalog))[1])
    raw = pdf.body(data, metadata)
    xmp = raw[raw.index(b"stream") + 6:raw.rindex(b"endstream")].strip(b"\r\n")
    forged = xmp.replace("情况通报".encode(), "情况伪造".encode())
    assert forged != xmp, "the sample's XMP is packed or has another title"
    yield "changed title in XMP", pdf.update(data, {metadata: b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(forged), forged)})


def pointers(data):
    """No object's text is changed, but what stands for it is."""
    page, catalog, new, where = pages(data)[0], pdf.root(data), pdf.size(data), pdf.table(data)
    first, second = contents_of(data, page), contents_of(data, pages(data)[1])
    fake = b"\n%d 0 obj\n%s\nendobj\n" % (first, pdf.stream(FORGED))
    yield "table points to an object hidden in a stream", pdf.update(data, {new: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(fake), fake)},
                                                                       extra={first: (len(data) + 200, 0, True)})
    hidden = pdf.update(data, {new: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(fake), fake)})
    yield "table points into a new stream", pdf.update(data, {new: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(fake), fake)},
                                                       extra={first: (hidden.index(b"%d 0 obj" % first, len(data)), 0, True)})
    yield "table points to another object", pdf.update(data, {}, extra={first: (where[second][0], 0, True)})
    yield "object with another generation", pdf.update(data, {first: pdf.stream(FORGED)}, generation=1)
    yield "another Root", pdf.update(data, {new: pdf.body(data, catalog)}, change_trailer=lambda t: re.sub(rb"/Root\s+\d+", b"/Root %d" % new, t))
    yield "object deleted", pdf.update(data, {}, extra={first: (0, 1, False)})
    yield "a stray object that no table lists", pdf.update(data, {}, stray=fake)
    yield "a stray object in a comment's place", pdf.update(data, {}, stray=b"%x\r" + fake)
    yield "new object that nothing refers to", pdf.update(data, {new: pdf.stream(FORGED)})
    yield "trailer with Encrypt", pdf.update(data, {new: b"<< /Filter /Standard >>"}, change_trailer=lambda t: t.replace(b"/Size", b"/Encrypt %d 0 R /Size" % new))
    yield "trailer with another ID", pdf.update(data, {}, change_trailer=lambda t: re.sub(rb"/ID\s*\[\s*<[^>]*>", b"/ID [<00>", t))
    yield "Length by reference that cuts a stream", pdf.update(data, {new: b"3", new + 1: b"<< /Length %d 0 R >>\nstream\n%s\nendstream" % (new, FORGED)})
    yield "update without a table, as some readers mend", data + b"%d 0 obj\n%s\nendobj\ntrailer\n%s\n" % (first, pdf.stream(FORGED), pdf.trailer(data))
    yield "objects alone behind the end", data + fake
    oldest, newest = pdf.sections(data)[-1][0], pdf.last_startxref(data)

    def skipping(changed, extra):
        forged = pdf.update(data, changed, extra=extra)
        at = forged.rindex(b"/Prev %d" % newest)
        return forged[:at] + (b"/Prev %d" % oldest).ljust(len(b"/Prev %d" % newest)) + forged[at + len(b"/Prev %d" % newest):]
    later = {number: (offset, 0, True) for number, (offset, _) in where.items() if offset > oldest}
    yield "Prev passes over the signed revisions", skipping({first: pdf.stream(FORGED)}, {})
    yield "Prev passes over them, their objects are listed again", skipping({first: pdf.stream(FORGED)}, later)
    packed = (b"%d 0 " % second + b"<< /Length 0 >>")
    stream = b"<< /Type /ObjStm /N 1 /First %d /Length %d >>\nstream\n%s\nendstream" % (len(b"%d 0 " % second), len(packed), packed)
    yield "object stream in a classic update", pdf.update(data, {new: stream})


def section_streams(data):
    """Updates whose cross-reference section is a stream, and hybrids."""
    page, new = pages(data)[0], pdf.size(data)
    first = contents_of(data, page)
    inner = b"<< /Type /Page /Parent %d 0 R /Contents %d 0 R >>" % (int(re.search(rb"/Parent\s+(\d+)", pdf.body(data, page))[1]), contents_of(data, pages(data)[1]))
    head = b"%d 0 " % page
    out = bytearray(data)
    holder = len(out)
    out += b"%d 0 obj\n<< /Type /ObjStm /N 1 /First %d /Length %d >>\nstream\n%s%s\nendstream\nendobj\n" % (new, len(head), len(head + inner), head, inner)
    rows = {page: (2, new, 0), new: (1, holder, 0), new + 1: (1, len(out), 0)}
    body = b"".join(bytes([kind]) + a.to_bytes(4, "big") + bytes([b]) for kind, a, b in (rows[n] for n in sorted(rows)))
    index = b" ".join(b"%d 1" % n for n in sorted(rows))
    keep = re.sub(rb"/(Size|Prev)\s+\d+", b"", pdf.trailer(data)).strip()[2:-2]
    start = len(out)
    out += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Index [%s] /Prev %d /Length %d %s >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        new + 1, new + 2, index, pdf.last_startxref(data), len(body), keep, body, start)
    yield "page taken from an object stream", bytes(out)
    out = bytearray(data)
    plain = len(out)
    out += b"%d 0 obj\n%s\nendobj\n" % (first, pdf.stream(FORGED))
    old = pdf.table(data)[first][0]
    for name, table, stream in (("hybrid: the stream alone replaces", None, plain), ("hybrid: table and stream disagree", old, plain), ("hybrid: the table alone replaces", plain, old)):
        file = bytearray(out)
        row = b"\x01" + stream.to_bytes(4, "big") + b"\x00"
        at = len(file)
        file += b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Index [%d 1] /Length %d %s >>\nstream\n%s\nendstream\nendobj\n" % (new, new + 1, first, len(row), keep, row)
        start = len(file)
        entries = {new: (at, 0, True)}
        if table:
            entries[first] = (table, 0, True)
        else:
            entries[first] = (0, 65535, False)
        file += pdf.write_table(entries) + b"trailer\n<< /Size %d /XRefStm %d /Prev %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (new + 1, at, pdf.last_startxref(data), keep, start)
        yield name, bytes(file)


def fields(data):
    """Forms and signature fields."""
    page, catalog, new = pages(data)[0], pdf.root(data), pdf.size(data)
    field = signature_field(data)
    text, top = pdf.body(data, field), pdf.body(data, catalog)
    value = int(re.search(rb"/V\s+(\d+)", text)[1])
    listed = re.search(rb"/Fields\s*\[([^\]]*)\]", top)
    holder = catalog
    if not listed:
        holder = int(re.search(rb"/AcroForm\s+(\d+)", top)[1])
        listed = re.search(rb"/Fields\s*\[([^\]]*)\]", pdf.body(data, holder))
    form = pdf.body(data, holder)

    def with_fields(more):
        return {holder: form.replace(listed[0], b"/Fields [%s]" % more)}
    yield "signed field without its value", pdf.update(data, {field: re.sub(rb"/V\s+\d+ \d+ R", b"", text)})
    yield "signed field with another rectangle", pdf.update(data, with_key(data, field, b"Rect", b"[0 0 595 842]"))
    look = pdf.stream(FORGED, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    yield "signed field with another appearance", pdf.update(data, {field: re.sub(rb"<<", b"<< /AP << /N %d 0 R >> " % new, re.sub(rb"/AP\s*<<[^>]*>>", b"", text), count=1), new: look})
    yield "changed signature dictionary", pdf.update(data, with_key(data, value, b"Reason", b"(FORGED)"))
    yield "signed field hidden", pdf.update(data, with_key(data, field, b"F", b"2"))
    yield "form without its fields", pdf.update(data, with_fields(b""))
    yield "catalog without the form", pdf.update(data, {catalog: top.replace(b"/AcroForm", b"/NoForm")})
    box = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (total) /V (1,000,000) /Rect [100 100 300 130] /DA (/Helv 12 Tf) /F 4 /P %d 0 R >>" % page
    annots = re.search(rb"/Annots\s*\[([^\]]*)\]", pdf.body(data, page))
    yield "new text field over the page", pdf.update(data, {**with_fields(listed[1] + b" %d 0 R" % new), new: box,
                                                            **with_key(data, page, b"Annots", b"[%s %d 0 R]" % (annots[1] if annots else b"", new))})
    empty = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Later) /Rect [0 0 595 842] /F 4 /P %d 0 R /AP << /N %d 0 R >> >>" % (page, new + 1)
    yield "new signature field without a signature", pdf.update(data, {**with_fields(listed[1] + b" %d 0 R" % new), new: empty, new + 1: look})
    junk = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <00> >>"
    yield "new signature field with a signature of nothing", pdf.update(data, {**with_fields(listed[1] + b" %d 0 R" % new), new: empty.replace(b"/FT", b"/V %d 0 R /FT" % (new + 2)), new + 1: look, new + 2: junk})
    yield "form with NeedAppearances", pdf.update(data, {holder: form.replace(listed[0], listed[0] + b" /NeedAppearances true")})
    yield "form with XFA", pdf.update(data, {holder: form.replace(listed[0], listed[0] + b" /XFA (<xdp/>)")})


def evidence(data):
    """DSS used for something else."""
    catalog, new, page = pdf.root(data), pdf.size(data), pages(data)[0]
    text = pdf.body(data, catalog)
    bare = re.sub(rb"/DSS\s+\d+ \d+ R", b"", text)
    content = contents_of(data, page)
    if bare != text:
        yield "catalog without its DSS", pdf.update(data, {catalog: bare})
    yield "DSS that replaces a content stream", pdf.update(data, {catalog: bare.replace(b"<<", b"<< /DSS << /Certs [%d 0 R] >> " % content, 1), content: pdf.stream(FORGED)})
    yield "DSS with a form XObject", pdf.update(data, {catalog: bare.replace(b"<<", b"<< /DSS << /Certs [%d 0 R] >> " % new, 1), new: pdf.stream(FORGED, b"/Subtype /Form")})
    yield "DSS with an action", pdf.update(data, {catalog: bare.replace(b"<<", b"<< /DSS << /Certs [] /OpenAction %d 0 R >> " % new, 1), new: b"<< /S /JavaScript /JS (x) >>"})
    yield "DSS with a page among the validations", pdf.update(data, {catalog: bare.replace(b"<<", b"<< /DSS << /VRI << /AA %d 0 R >> >> " % new, 1), new: b"<< /Type /Page >>"})


def explained(data):
    """New objects that something harmless leads to, and that are shown all the same."""
    catalog, new, page = pdf.root(data), pdf.size(data), pages(data)[0]
    text = pdf.body(data, catalog)
    annots = re.search(rb"/Annots\s*\[([^\]]*)\]", pdf.body(data, page))
    look = pdf.stream(FORGED, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    evil = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (x) /Rect [0 0 595 842] /F 4 /AP << /N %d 0 R >> >>" % (new + 1)
    shown = with_key(data, page, b"Annots", b"[%s %d 0 R]" % (annots[1] if annots else b"", new))
    for name, entry in (("by itself", b"/XX %d 0 R" % new), ("within", b"/XX << /URL %d 0 R >>" % new), ("in an array", b"/XX [ << /BaseVersion %d 0 R >> ]" % new)):
        widened = re.sub(rb"/Extensions\s*<<", b"/Extensions << " + entry, text) if b"/Extensions" in text else pdf.put_key(text, b"Extensions", b"<< %s >>" % entry)
        yield "a widget that is an extension too, " + name, pdf.update(data, {catalog: widened, new: evil, new + 1: look, **shown})
    for value in (b"/1.0", b"<< /S /JavaScript >>", b"(1.7)"):
        yield "catalog with the version %s" % value.decode(), pdf.update(data, {catalog: pdf.put_key(text, b"Version", value)})
    information = int(re.search(rb"/Info\s+(\d+)", pdf.trailer(data))[1])
    yield "dictionary for the date in Info", pdf.update(data, with_key(data, information, b"ModDate", b"<< /S /JavaScript >>"))
    if b"/SigFlags 3" in text:
        yield "form that takes back that it is signed", pdf.update(data, {catalog: text.replace(b"/SigFlags 3", b"/SigFlags 0")})
    yield "a widget that is the catalog's version too", pdf.update(data, {catalog: pdf.put_key(text, b"Version", b"%d 0 R" % new), new: evil, new + 1: look, **shown})


def repairs(data):
    """Updates that say nothing, and lead readers that repair to an object that no table lists."""
    page = pages(data)[0]
    content = contents_of(data, page)
    same = {content: pdf.body(data, content)}
    fake = b"\n%d 0 obj\n%s\nendobj\n" % (content, pdf.stream(FORGED))
    store = re.search(rb"/DSS\s+(\d+)", pdf.body(data, pdf.root(data)))
    hidden = pdf.update(data, same)
    if store:
        new, listed = pdf.size(data), re.sub(rb"/Certs\s*\[", b"/Certs [ %d 0 R " % pdf.size(data), pdf.body(data, int(store[1])))
        hidden = pdf.update(data, {int(store[1]): listed, new: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(fake), fake)})
        yield "evidence that looks like an object", hidden
    at = hidden.rindex(b"startxref")
    end = hidden.rindex(b"%%EOF")
    yield "comment before the last offset", hidden[:at] + b"startxref %x\n" + hidden[at + 10:]
    yield "spaces between the last offset and the end", hidden[:end] + b" " * 1000 + b"\n" + hidden[end:]
    yield "an object's head in a long comment", pdf.update(data, same, stray=b"%" + b"x" * 254 + b"%d 0 obj << >> endobj\n" % content)
    blank = pdf.update(data, same)
    start = pdf.last_startxref(blank)
    yield "table that begins an object at the space before it", blank[:start] + blank[start:].replace(b"%010d 00000 n" % pdf.table(blank)[content][0], b"%010d 00000 n" % (pdf.table(blank)[content][0] - 1), 1)
    uneven = blank[start:].replace(b" 00000 n \n", b" 00000 n\n", 1)
    yield "table with a line of 19 bytes", blank[:start] + uneven


STAMP_ROOM = 8192


def stamped(data, rectangle, entries=b"", more=None):
    """data with a document time stamp that is still to be filled in, and that looks like something. more: other objects and, first of
    them, another annotation. Returns it, and where the hole begins and ends."""
    catalog, page, new = pdf.root(data), pages(data)[0], pdf.size(data)
    annots = re.search(rb"/Annots\s*\[([^\]]*)\]", pdf.body(data, page))
    field = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Stamp.9) /Rect %s /F 4 /V %d 0 R /AP << /N %d 0 R >> /P %d 0 R %s >>" % (rectangle, new + 1, new + 2, page, entries)
    value = b"<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /ByteRange [0 0000000000 0000000000 0000000000] /Contents <%s> >>" % (b"0" * 2 * STAMP_ROOM)
    look = pdf.stream(FORGED, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    top = re.sub(rb"/Fields\s*\[", b"/Fields [ %d 0 R " % new, pdf.body(data, catalog))
    shown = b"[%s %d 0 R %s]" % (annots[1] if annots else b"", new, b"%d 0 R" % min(more) if more else b"")
    out = pdf.update(data, {catalog: top, new: field, new + 1: value, new + 2: look, **(more or {}), **with_key(data, page, b"Annots", shown)})
    start = out.rindex(b"/Contents <" + b"0" * 200) + len(b"/Contents ")
    end = start + 2 * STAMP_ROOM + 2
    return out.replace(b"[0 " + b" ".join([b"0" * 10] * 3), b"[0 %010d %010d %010d" % (start, end, len(out) - end)), start, end


def stamps(data):
    """What anybody who may ask a time-stamp authority can put on a page. A stamp of no size is a good one."""
    new = pdf.size(data)
    evil = {new + 5: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (x) /Rect [0 0 595 842] /F 4 /AP << /N %d 0 R >> >>" % (new + 2)}
    yield "of no size", True, stamped(data, b"[0 0 0 0]")
    yield "over the page", False, stamped(data, b"[0 0 595 842]")
    yield "over the page, with a rectangle of five numbers", False, stamped(data, b"[0 0 595 842 0]")
    yield "with a widget below its own", False, stamped(data, b"[0 0 0 0]", b"/MK << /X %d 0 R >>" % (new + 5), evil)


def linearized(data, length):
    """data with a first object that claims to be linearized at this length, and a table behind it that no section leads to."""
    page, new, where = pages(data)[0], pdf.size(data), pdf.table(data)
    content = contents_of(data, page)
    head = re.match(rb"%PDF-[^\r\n]*\r?\n(%[^\n]*\n)?", data).end()
    claim = b"%d 0 obj\n<< /Linearized 1 /L %010d /H [0 0] /O %d /E 0 /N 2 /T 0 >>\nendobj\n" % (new, length, page)
    shown = b"%d 0 obj\n%s\nendobj\n" % (content, pdf.stream(FORGED))

    def section(moved, forged):
        entries = {0: (0, 65535, False), **{number: (offset + moved, 0, True) for number, (offset, _) in where.items()}}
        entries[content] = (forged, 0, True)
        return pdf.write_table(entries) + b"trailer\n" + pdf.trailer(data) + b"\nstartxref\n0\n%%EOF\n"
    front = len(claim) + len(section(0, 0))
    moved = front + len(shown)
    out = data[:head] + claim + section(moved, head + front) + shown + data[head:]
    start = pdf.last_startxref(data) + moved
    body, tail = out[:start], out[start:]
    tail = re.sub(rb"(\d{10}) (\d{5}) n", lambda m: b"%010d %s n" % (int(m[1]) + moved, m[2]), tail)
    return body + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % start, tail)


# ---- the signature itself ----

def ranges(data):
    """ByteRange, and where Contents stands."""
    start, end, match = pdf.signature_places(data)[0]
    room = len(match[0])

    def with_range(text):
        return data[:match.start()] + text.ljust(room) + data[match.end():]
    a, b, c, d = (int(match[i]) for i in range(1, 5))
    for name, text in (("zeros", b"/ByteRange [0 0 0 0]"), ("a gap one byte wider", b"/ByteRange [%d %d %d %d]" % (a, b, c + 1, d - 1)),
                       ("a gap that begins earlier", b"/ByteRange [%d %d %d %d]" % (a, b - 1, c, d)), ("a beginning later", b"/ByteRange [1 %d %d %d]" % (b - 1, c, d)),
                       ("an end earlier", b"/ByteRange [%d %d %d %d]" % (a, b, c, d - 1)), ("no gap", b"/ByteRange [0 %d %d %d]" % (b, b, len(data) - b)),
                       ("ranges that overlap", b"/ByteRange [0 %d %d %d]" % (c, b, d)), ("a negative number", b"/ByteRange [0 %d %d -1]" % (b, c)),
                       ("a number beyond the file", b"/ByteRange [0 %d %d %d]" % (b, c, d + 10 ** 6)), ("two numbers", b"/ByteRange [0 %d]" % b),
                       ("a great number", b"/ByteRange [0 %d %d 99999999999]" % (b, c)), ("nothing", b"/ByteRange []"), ("null", b"/ByteRange null"),
                       ("another key", b"/ByteRangf [%d %d %d %d]" % (a, b, c, d))):
        if len(text) <= room:
            yield "ByteRange: " + name, with_range(text)
    hole = data[start + 1:end - 1]
    used = len(hole.rstrip(b"0")) + 1

    def with_hole(text):
        return data[:start + 1] + text + data[end - 1:]
    yield "Contents all zeros", with_hole(b"0" * len(hole))
    yield "Contents 0x00 alone", with_hole(b"00" + b" " * (len(hole) - 2))
    yield "Contents blank", with_hole(b" " * len(hole))
    yield "a byte in the padding", with_hole(hole[:-2] + b"01")
    yield "a byte right behind the signature", with_hole(hole[:used + used % 2] + b"01" + hole[used + used % 2 + 2:])
    yield "Contents cut in half", with_hole(hole[:used // 4 * 2].ljust(len(hole), b"0"))
    yield "Contents no string", data[:start] + b" " + hole + b" " + data[end:]
    yield "Contents a literal string", data[:start] + b"(" + hole + b")" + data[end:]
    yield "Contents ended early", with_hole(hole[:used + 20] + b">" + b" " * (len(hole) - used - 21))
    yield "Contents under another name", data.replace(b"/Contents<", b"/Kontents<").replace(b"/Contents <", b"/Kontents <")


def wrapping(data):
    """The signed bytes moved apart, with a new signature dictionary that names them where they are now."""
    start, end, match = pdf.signature_places(data)[0]
    a, b, c, d = (int(match[i]) for i in range(1, 5))
    field, new, content = signature_field(data), pdf.size(data), contents_of(data, pages(data)[0])
    hole = data[start:end]
    value = int(re.search(rb"/V\s+(\d+)", pdf.body(data, field))[1])
    copied = b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [%d %d %d %d] /Contents %s >>" % (a, b, c, d, hole)
    yield "copy of the signature, ranges of the first", pdf.update(data, {value: copied, content: pdf.stream(FORGED)})
    yield "copy of the signature in a new object", pdf.update(data, {field: re.sub(rb"/V\s+\d+", b"/V %d" % new, pdf.body(data, field)), new: copied, content: pdf.stream(FORGED)})
    middle = b">\n%d 0 obj\n%s\nendobj\n<" % (content, pdf.stream(FORGED))
    moved = data[:end - 1] + middle + data[end - 1:]
    shifted = b"/ByteRange [%d %d %d %d]" % (a, b, c + len(middle), d)
    if len(shifted) <= len(match[0]):
        yield "second range moved behind foreign objects", moved[:match.start()] + shifted.ljust(len(match[0])) + moved[match.end():]
    tail = data[c:c + d]
    wrapped = data[:end] + b" >>\nendobj\n%d 0 obj\n%s\nendobj\n" % (content, pdf.stream(FORGED))
    at = len(wrapped)
    yield "second range moved, objects before it", wrapped[:match.start()] + (b"/ByteRange [%d %d %d %d]" % (a, b, at, d)).ljust(len(match[0]))[:len(match[0])] + wrapped[match.end():] + tail


def grafts(data, other):
    """The signature of another file, and the other way round."""
    (start, end, _), (from_start, from_end, _) = pdf.signature_places(data)[0], pdf.signature_places(other)[0]
    foreign, room = other[from_start + 1:from_end - 1].rstrip(b"0"), end - start - 2
    foreign += b"0" * (len(foreign) % 2)
    yield "signature of another document", data[:start + 1] + foreign.ljust(room, b"0")[:room] + data[end - 1:]


def swapped_stamp(data, other):
    """The document time stamp of another file."""
    (start, end, _), (from_start, from_end, _) = pdf.signature_places(data)[-1], pdf.signature_places(other)[-1]
    foreign = other[from_start + 1:from_end - 1].rstrip(b"0")
    foreign += b"0" * (len(foreign) % 2)
    yield "document time stamp of another file", data[:start + 1] + foreign.ljust(end - start - 2, b"0") + data[end - 1:]


def stamp_as_signature(data):
    """A time stamp, which anybody gets, in the place of the signature, and both swapped."""
    (start, end, _), (last_start, last_end, _) = pdf.signature_places(data)[0], pdf.signature_places(data)[-1]
    first, last = data[start + 1:end - 1].rstrip(b"0"), data[last_start + 1:last_end - 1].rstrip(b"0")
    first, last = first + b"0" * (len(first) % 2), last + b"0" * (len(last) % 2)
    yield "time stamp in the place of the signature", data[:start + 1] + last.ljust(end - start - 2, b"0") + data[end - 1:]
    if len(first) <= last_end - last_start - 2:
        yield "signature in the place of the time stamp", data[:last_start + 1] + first.ljust(last_end - last_start - 2, b"0") + data[last_end - 1:]


# ---- prepared before signing ----

def shadow_bases(data):
    """(name, file to be signed, how it is changed afterwards)."""
    page, new = pages(data)[0], pdf.size(data)
    content = contents_of(data, page)
    parent = int(re.search(rb"/Parent\s+(\d+)", pdf.body(data, page))[1])
    dangling = pdf.update(data, {content: pdf.stream(b"BT ET"), page: pdf.put_key(pdf.body(data, page), b"Contents", b"[%d 0 R %d 0 R]" % (content, new))})
    yield "hide: content that was missing is written later", dangling, lambda signed: pdf.update(signed, {new: pdf.stream(FORGED)})
    loose = pdf.update(data, {page: pdf.put_key(pdf.body(data, page), b"Contents", b"[%d 0 R %d  %%x\n 0 %%y\n R]" % (content, new))})
    yield "hide: the same with comments in the reference", loose, lambda signed: pdf.update(signed, {new: pdf.stream(FORGED)})
    cover = pdf.update(data, {new: pdf.stream(FORGED), page: pdf.put_key(pdf.body(data, page), b"Contents", b"[%d 0 R %d 0 R]" % (content, new))})
    yield "hide: a cover over the text is taken away", cover, lambda signed: pdf.update(signed, {page: pdf.put_key(pdf.body(signed, page), b"Contents", b"%d 0 R" % content)})
    yield "hide: a cover over the text is deleted", cover, lambda signed: pdf.update(signed, {}, extra={new: (0, 1, False)})
    second = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R >>" % (parent, new)
    both = pdf.update(data, {new: pdf.stream(FORGED), new + 1: second})
    tree = pdf.body(both, parent)
    yield "hide and replace: pages point to a hidden page", both, lambda signed: pdf.update(signed, {parent: re.sub(rb"/Kids\s*\[\s*\d+", b"/Kids [ %d" % (new + 1), tree)})
    shadow = b"\n%d 0 obj\n%s\nendobj\n" % (content, pdf.stream(FORGED))
    carrier = pdf.update(data, {new: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(shadow), shadow)})

    def repoint(signed):
        return pdf.update(signed, {}, extra={content: (signed.index(shadow) + 1, 0, True)})
    yield "hide and replace: table points to the hidden object", carrier, repoint
    tail = pdf.update(data, {new: pdf.stream(FORGED)})

    def section(signed):
        return signed + b"startxref\n%d\n%%%%EOF\n" % hidden.index(b"xref\n%d 1" % content)
    fake = b"xref\n%d 1\n%010d 00000 n \ntrailer\n%s\n" % (content, pdf.table(tail)[new][0],
                                                              re.sub(rb"/Size", b"/Prev %d /Size" % pdf.last_startxref(data), pdf.trailer(data)))
    hidden = pdf.update(tail, {new + 1: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(fake), fake)})
    yield "hide and replace: startxref to a hidden table", hidden, section
    box = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (sum) /V (100) /Rect [100 100 300 130] /DA (/Helv 12 Tf) /F 4 /P %d 0 R /AP << /N %d 0 R >> >>" % (page, new + 1)
    look = pdf.stream(b"BT ET", b"/Type /XObject /Subtype /Form /BBox [0 0 200 30]")
    catalog = pdf.root(data)
    form = re.sub(rb"/Fields\s*\[", b"/Fields [%d 0 R " % new, pdf.body(data, catalog))
    annots = re.search(rb"/Annots\s*\[([^\]]*)\]", pdf.body(data, page))
    filled = pdf.update(data, {new: box, new + 1: look, catalog: form, page: pdf.put_key(pdf.body(data, page), b"Annots", b"[%s %d 0 R]" % (annots[1], new))})
    yield "replace: another value of a text field", filled, lambda signed: pdf.update(signed, with_key(signed, new, b"V", b"(900)"))
    yield "replace: another look of a text field", filled, lambda signed: pdf.update(signed, {new + 1: pdf.stream(FORGED, b"/Type /XObject /Subtype /Form /BBox [0 0 200 30]")})
    shared = pdf.update(data, {new: b"[%d 0 R]" % content, page: pdf.put_key(pdf.body(data, page), b"Contents", b"%d 0 R" % new)})

    def through_store(signed):
        extra = pdf.size(signed)
        top = re.sub(rb"/DSS\s+\d+ \d+ R", b"", pdf.body(signed, catalog)).replace(b"<<", b"<< /DSS << /Certs %d 0 R >> " % new, 1)
        return pdf.update(signed, {catalog: top, new: b"[%d 0 R %d 0 R]" % (content, extra), extra: pdf.stream(FORGED)})
    yield "evidence list that is a page's content too", shared, through_store
