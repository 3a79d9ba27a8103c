#!/usr/bin/env python3
"""Signs rendered and foreign files with hongtou sign, and has poppler's pdfsig, openssl, qpdf and mutool judge what comes out.
sign.py PROGRAM FOLDER"""
import json
import os
import re
import resource
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "pki"))
import foreign  # noqa: E402
from pdf import Tests, characters, run  # noqa: E402
from pki import PIN, Pki  # noqa: E402
from servers import Servers, der  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
tests = Tests()
SEAL = os.path.abspath("input/example-pictures/seal-zhengfu.png")
EPOCH = "1785466800"    # 2026-07-31


def at(*names):
    return os.path.join(folder, *names)


def hongtou(*arguments, **more):
    return subprocess.run([program, "--lang", "en", *arguments], capture_output=True, text=True, **more)


def render(edition, name):
    outcome = hongtou("render", edition, "-o", at(name))
    assert outcome.returncode == 0, outcome.stderr
    return at(name)


def sign(source, name, *options, key="seal-plain.p12", **more):
    if os.path.exists(at(name)):
        os.unlink(at(name))
    secret = [] if "--pass-fd" in options else ["--pass-file", at("pki", "pass")]
    return hongtou("sign", source, "-o", at(name), "--key", at("pki", key) if not key.startswith("pkcs11:") else key, *secret, *options, **more)


# ---- judges

def nss():
    """A database for pdfsig, in which the PKI's root is trusted."""
    shutil.rmtree(at("nss"), ignore_errors=True)
    os.mkdir(at("nss"))
    run("certutil", "-N", "-d", "sql:" + at("nss"), "--empty-password")
    run("certutil", "-A", "-d", "sql:" + at("nss"), "-n", "root", "-t", "CT,C,C", "-i", at("pki", "root.pem"))
    run("certutil", "-A", "-d", "sql:" + at("nss"), "-n", "ica", "-t", ",,", "-i", at("pki", "ica.pem"))


def judged(path):
    """pdfsig's verdicts: {field: (valid, trusted, whole)}. Its exit code says nothing. It trusts a certificate but once a
    run, so that each signature of a file must be another's."""
    text = subprocess.run(["pdfsig", "-nssdir", "sql:" + at("nss"), path], capture_output=True, text=True).stdout
    found = {}
    for part in text.split("Signature #")[1:]:
        if "Signature Validation" not in part:    # a field that waits for its signature
            continue
        name = re.search(r"Field Name: (.*)", part)[1]
        found[name] = tuple(line in part for line in ("Signature is Valid.", "Certificate is Trusted.", "Total document signed"))
    return found


def ranges(path, number=-1):
    """(start, end of the hole, end of the signature) of a signature by its ByteRange."""
    data = open(path, "rb").read()
    found = [tuple(int(n) for n in match) for match in re.findall(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+) *\]", data)]
    before, behind, length = found[number]
    return data, before, behind, behind + length


def by_openssl(path, *options):
    data, before, behind, end = ranges(path)
    content, signature = at("content"), at("signature")
    open(content, "wb").write(data[:before] + data[behind:end])
    der = bytes.fromhex(data[before + 1:behind - 1].decode())
    length = int.from_bytes(der[2:4], "big") + 4
    open(signature, "wb").write(der[:length])
    outcome = subprocess.run(["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", signature, "-content", content, "-binary", "-CAfile",
                              at("pki", "root.pem"), "-purpose", "any", "-out", os.devnull, *options], capture_output=True, text=True)
    return outcome.returncode == 0 and "CAdES Verification successful" in outcome.stderr and not any(der[length:]), outcome.stderr


def sound(path):
    """What qpdf and mutool say against the file; mutool wants it unchanged since the last signature."""
    outcome = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    wrong = "" if outcome.returncode == 0 and "WARNING" not in outcome.stderr else outcome.stderr + outcome.stdout
    outcome = subprocess.run(["mutool", "info", path], capture_output=True, text=True)
    return wrong + outcome.stderr


def good(name, path, outcome, fields=("Seal.1",)):
    """The file is there, every judge accepts its signatures, the last of which covers all."""
    if outcome.returncode or outcome.stderr:
        return tests.check(name, False, (outcome.returncode, outcome.stderr))
    verdicts, cades, wrong = judged(path), by_openssl(path), sound(path)
    whole = all(verdicts.get(field, ())[:2] == (True, True) for field in fields) and list(verdicts.values())[-1][2]
    unchanged = "unchanged since signing" in run("mutool", "sign", "-v", path)
    return tests.check(name, sorted(verdicts) == sorted(fields) and whole and cades[0] and not wrong and unchanged, (verdicts, cades, wrong, unchanged))


def objects(path):
    """{number: value} of all objects, streams by their dictionaries."""
    return {name: value for name, value in json.loads(run("qpdf", "--json=2", "--json-key=qpdf", path))["qpdf"][1].items() if name.startswith("obj:")}


# ---- the parts

def certificates(name):
    """A file with a certificate and those above it."""
    path = at(name + ".all.pem")
    open(path, "w").write(open(at("pki", name + ".pem")).read() + open(at("pki", name + ".chain.pem")).read())
    return path


def test_keys(base):
    for key, options in (("seal-plain.p12", ()), ("seal-plain.enc.pem", ("--certificate", certificates("seal-plain"))), ("ec.p12", ())):
        good("key %s" % key, at("key.pdf"), sign(base, "key.pdf", *options, key=key))
    reading, writing = os.pipe()
    os.write(writing, open(at("pki", "pass"), "rb").read())
    os.close(writing)
    good("passphrase from a file descriptor", at("key.pdf"), sign(base, "key.pdf", "--pass-fd", str(reading), pass_fds=(reading,)))
    os.close(reading)
    environment = dict(os.environ, SOFTHSM2_CONF=PKI.token())
    outcome = hongtou("sign", base, "-o", at("token.pdf"), "--key", "pkcs11:token=hongtou;object=seal", "--certificate", certificates("seal"), "--module",
                      "/usr/lib/softhsm/libsofthsm2.so", "--pass-file", at("pki", "pin"), env=environment)
    good("key on a token", at("token.pdf"), outcome)


def test_untouched(base, signed):
    before, after = open(base, "rb").read(), open(signed, "rb").read()
    tests.check("the old bytes stay", after.startswith(before) and len(after) > len(before))
    old, new = objects(base), objects(signed)
    changed = {name: set(map(str, new[name]["value"].items())) ^ set(map(str, old[name]["value"].items())) for name in old if new[name] != old[name]}
    keys = {name: {key for key in new[name]["value"] if new[name]["value"].get(key) != old[name]["value"].get(key)} for name in changed}
    wanted = sorted([["/AP", "/V"], ["/AcroForm", "/Extensions", "/Perms"]])
    tests.check("only the field's V and AP and the catalog change", sorted(map(sorted, keys.values())) == wanted, keys)
    kinds = sorted(str(new[name].get("value", new[name].get("stream", {}).get("dict", {})).get("/Type")) for name in set(new) - set(old))
    tests.check("the signature, the picture, its mask and its form are new", kinds == ["/Sig", "/XObject", "/XObject", "/XObject"], kinds)
    tests.check("the structure tree is as it was", all(new[n] == old[n] for n in old if "/StructElem" in str(old[n]) or "/StructTreeRoot" in str(old[n].get("value", ""))[:60]))
    tests.check("signing twice gives the same bytes", not sign(base, "again.pdf", "--seal", SEAL, "--reason", "印发").returncode and open(at("again.pdf"), "rb").read() == after)
    text = after[len(before):]
    tests.check("it certifies: nothing may change later (DocMDP, P 1)", text.count(b"/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 1/V/1.2>>") == 1)
    tests.check("the signing time is SOURCE_DATE_EPOCH", b"/M(D:20260731030000Z)" in text)
    tests.check("the reason is there", b"/Reason<FEFF537053D1>" in text)
    tests.check("no signing-time attribute (PAdES)", b"signingTime" not in subprocess.run(["openssl", "asn1parse", "-inform", "DER", "-in", at("signature")], capture_output=True).stdout)


def test_kinds(base):
    """Each way in which cross references are written is continued in its own way."""
    run("qpdf", "--object-streams=generate", base, at("streams.pdf"))
    run("qpdf", "--linearize", base, at("linear.pdf"))
    run("qpdf", "--linearize", "--object-streams=generate", base, at("linear-streams.pdf"))
    assert hongtou("compact", base, "-o", at("compact.pdf")).returncode == 0
    for name, stream in (("streams", True), ("linear", False), ("linear-streams", True), ("compact", True)):
        good("%s: signed" % name, at("kind.pdf"), sign(at(name + ".pdf"), "kind.pdf", "--seal", SEAL))
        check_kind(name, at(name + ".pdf"), stream)
    for kind in ("large", "turned", "stream", "packed", "hybrid", "indirect"):
        open(at("foreign.pdf"), "wb").write(foreign.build(kind))
        good("%s by others: signed" % kind, at("kind.pdf"), sign(at("foreign.pdf"), "kind.pdf", "--field", "Sig", "--seal", SEAL), ("Sig",))
        check_kind(kind, at("foreign.pdf"), kind in ("stream", "packed"))
    catalog = run("qpdf", "--show-object=trailer", at("kind.pdf"))
    number = re.search(r"/Root (\d+)", catalog)[1]
    extensions = re.search(r"/Extensions (\d+)", run("qpdf", "--show-object=" + number, at("kind.pdf")))[1]
    shown = run("qpdf", "--show-object=" + extensions, at("kind.pdf"))
    tests.check("extensions of others are kept, an old header is outdone", "/ADBE" in shown and "/ESIC" in shown and "/Version /1.7" in run("qpdf", "--show-object=" + number, at("kind.pdf")))
    for kind in ("plain", "text", "large"):
        open(at("foreign.pdf"), "wb").write(foreign.build(kind))
        good("%s by others: signed invisibly" % kind, at("kind.pdf"), sign(at("foreign.pdf"), "kind.pdf", "--invisible"), ("Signature1",))
    sign(at("kind.pdf"), "second.pdf", "--field", "Sig", key="ec.p12")
    good("one by others, signed three times", at("third.pdf"), sign(at("second.pdf"), "third.pdf", "--invisible", key="seal.p12"), ("Sig", "Signature1", "Signature2"))


def check_kind(name, source, stream):
    old, new = open(source, "rb").read(), open(at("kind.pdf"), "rb").read()
    section = new[int(re.findall(rb"startxref\s+(\d+)", new)[-1]):]
    before = int(re.findall(rb"startxref\s+(\d+)", old)[-1])
    previous = re.search(rb"/Prev (\d+)", section)
    kind = re.match(rb"\d+ 0 obj", section) if stream else section.startswith(b"xref\n")
    first = [re.search(rb"/ID ?\[ ?<([0-9a-fA-F]{32})> ?<([0-9a-fA-F]{32})>", data[data.rindex(b"/ID"):]) for data in (old, new)]
    kept = first[0][1].lower() == first[1][1].lower() and first[0][2].lower() != first[1][2].lower()
    tests.check("%s: the update is of the same kind, names the section before and keeps the identifier" % name,
                bool(kind) and previous and int(previous[1]) == before and b"/XRefStm" not in section and kept, section[:300])


def test_free_list():
    """A file with free objects: the list is as it was."""
    data = foreign.build("indirect")
    open(at("foreign.pdf"), "wb").write(data)
    sign(at("foreign.pdf"), "kind.pdf", "--invisible")
    head = re.search(rb"xref\n0 \d+\n(.{18})", data)[1]
    section = open(at("kind.pdf"), "rb").read()[len(data):]
    tests.check("the head of the list of free objects is repeated", head == re.search(rb"xref\n0 1\n(.{18})", section)[1] and not head.startswith(b"0000000000"), head)


def test_joint():
    base = render("tests/joint", "joint.pdf")
    good("joint: the first seal", at("joint-1.pdf"), sign(base, "joint-1.pdf", "--seal", SEAL))
    outcome = sign(at("joint-1.pdf"), "joint-2.pdf", "--seal", "input/example-pictures/seal-caizhengju.png", key="ec.p12")
    good("joint: the second seal", at("joint-2.pdf"), outcome, ("Seal.1", "Seal.2"))
    data = open(at("joint-2.pdf"), "rb").read()
    tests.check("joint: the first allows further signatures (P 2), the second says nothing", data.count(b"/DocMDP/TransformParams<</Type/TransformParams/P 2") == 1 and data.count(b"/TransformMethod") == 1)
    tests.check("joint: the first file is the beginning of the second", data.startswith(open(at("joint-1.pdf"), "rb").read()))
    flipped = bytearray(data)
    flipped[2000] ^= 1
    open(at("flipped.pdf"), "wb").write(flipped)
    tests.check("the judge refuses a byte flipped", not any(verdict[0] for verdict in judged(at("flipped.pdf")).values()))


def pixels(path, page, dpi=72):
    """(width, height, bytes) of a page's picture."""
    data = subprocess.run(["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), path], capture_output=True, check=True).stdout
    head = re.match(rb"P6\n(\d+) (\d+)\n255\n", data)
    return int(head[1]), int(head[2]), data[head.end():]


def test_look():
    """The signature shows its seal where rendering without a signature draws it, over name and date."""
    edition = at("look")
    os.makedirs(edition, exist_ok=True)
    shutil.copy("tests/small/body.txt", edition)
    text = open("tests/joint/edition.ini", encoding="utf-8").read().replace("../small/", "").replace("../../input/example-pictures/", os.path.abspath("input/example-pictures") + "/")
    text = re.sub(r"\[issuer.2\]\n.*\n.*\n", "", text)
    open(os.path.join(edition, "edition.ini"), "w", encoding="utf-8").write(text)
    drawn = render(edition, "drawn.pdf")
    open(os.path.join(edition, "edition.ini"), "a", encoding="utf-8").write("[sign]\nkey = %s\npass_file = %s\n" % (at("pki", "seal-plain.p12"), at("pki", "pass")))
    signed = render(edition, "signed.pdf")
    tests.check("rendered with [sign]: signed", judged(signed) == {"Seal.1": (True, True, True)}, judged(signed))
    page = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", signed))[1])
    left, right = pixels(drawn, page, 144), pixels(signed, page, 144)
    different = sum(abs(a - b) > 48 for a, b in zip(left[2], right[2]))
    tests.check("the seal looks as if the page had it", left[:2] == right[:2] and different < 50, different)
    red = [i // 3 for i in range(0, len(right[2]), 3) if right[2][i] > 180 and right[2][i + 1] < 90 and right[2][i + 2] < 90]
    rows = [i // right[0] / 2 for i in red if i // right[0] > right[1] / 3]
    top, bottom = min(rows), max(rows)
    date = [y for character, x, y in characters(signed)[page - 1] if character in "2018年7月19日" and bottom - 60 < y < bottom + 5]
    tests.check("the seal's lower edge lies over the date (GB/T 9704 7.3.5.1)", date and (top + bottom) / 2 < max(date) < bottom, (top, bottom, date))
    tests.check("the picture is drawn once", len(re.findall(r"^ +\d+ +\d+ image ", run("pdfimages", "-list", signed), re.M)) == 1, run("pdfimages", "-list", signed))
    return page


def test_chain():
    """Two bodies with keys of their own, passphrases in a row; what fails leaves the old file."""
    edition = at("chain")
    os.makedirs(edition, exist_ok=True)
    shutil.copy("tests/small/body.txt", edition)
    text = open("tests/joint/edition.ini", encoding="utf-8").read().replace("../small/", "").replace("../../input/example-pictures/", os.path.abspath("input/example-pictures") + "/")
    text += "[sign]\nkey = ../pki/seal-plain.p12\n[sign.2]\nkey = ../pki/%s\n"
    open(os.path.join(edition, "edition.ini"), "w", encoding="utf-8").write(text % "ec.p12")
    for word, fits in (("pass", True), ("pass-wrong", False)):
        reading, writing = os.pipe()
        for name in ("pass", word):
            os.write(writing, open(at("pki", name), "rb").read())
        os.close(writing)
        open(at("chain.pdf"), "w").write("old")
        outcome = hongtou("render", edition, "-o", at("chain.pdf"), "--pass-fd", str(reading), pass_fds=(reading,))
        os.close(reading)
        if fits:
            good("a chain with two keys", at("chain.pdf"), outcome, ("Seal.1", "Seal.2"))
        else:
            tests.check("a chain whose second passphrase is wrong leaves the old file", outcome.returncode == 1 and open(at("chain.pdf")).read() == "old" and
                        "passphrase" in outcome.stderr, outcome)
    tests.check("nothing else is left", not [name for name in os.listdir(folder) if name.startswith(".")], os.listdir(folder))
    outcome = subprocess.run([program, "render", edition, "-o", "-", "--pass-fd", "0"], capture_output=True, input=2 * open(at("pki", "pass"), "rb").read())
    tests.check("passphrases from standard input, the file to standard output", outcome.returncode == 0 and outcome.stdout.startswith(b"%PDF-1.7"), outcome.stderr)


def test_archive():
    """What render asks of hongtou-archive, in whose place a script stands here; it may refuse."""
    where = at("archiving")
    os.makedirs(os.path.join(where, "bin"))
    shutil.copy(program, os.path.join(where, "bin", "hongtou"))
    shutil.copytree("tests/small", os.path.join(where, "edition"))
    with open(os.path.join(where, "edition", "edition.ini"), "a", encoding="utf-8") as file:
        file.write("\n[archive]\nfolder = ../kept\n")
    for code in (0, 1):
        script = os.path.join(where, "bin", "hongtou-archive")
        open(script, "w").write('#!/bin/sh\necho "$@" >%s\nhead -c 5 "$5" >>%s\nexit %d\n' % (at("asked"), at("asked"), code))
        os.chmod(script, 0o755)
        outcome = subprocess.run([os.path.join(where, "bin", "hongtou"), "--lang", "en", "render", os.path.join(where, "edition"), "-o", at("kept.pdf")], capture_output=True, text=True)
        asked = open(at("asked")).read()
        tests.check("[archive]: the file is added to the folder, code %d" % code, outcome.returncode == code and
                    asked == "--lang en add %s %s --if-new\n%%PDF-" % (os.path.join(where, "edition", "../kept"), at("kept.pdf")), (outcome, asked))


def test_levels(base):
    for level, parts in (("b-t", b""), ("b-lt", b"/DSS"), ("b-lta", b"/DocTimeStamp")):
        outcome = sign(base, level + ".pdf", "--seal", SEAL, "--level", level, "--timestamp", SERVERS.tsa_url, "--trust", at("pki", "trust"), key="seal.p12", env=NOW)
        verdicts = judged(at(level + ".pdf")) if not outcome.returncode else {}
        tests.check("%s: signed" % level, verdicts.get("Seal.1", ())[:2] == (True, True) and not sound(at(level + ".pdf")), (outcome.stderr, verdicts))
        tests.check("%s: has its parts" % level, not outcome.returncode and parts in open(at(level + ".pdf"), "rb").read()[os.path.getsize(base):])
    for mode in ("refused", "rejected", "imprint", "garbage", "stranger"):
        outcome = sign(base, "lying.pdf", "--level", "b-t", "--timestamp", SERVERS.tsa(mode), "--trust", at("pki", "trust"), key="seal.p12", env=NOW)
        tests.check("a time-stamp server that is %s: no file" % mode, outcome.returncode in (1, 3) and ": error: " in outcome.stderr and not os.path.exists(at("lying.pdf")), outcome)
    data = open(at("b-lta.pdf"), "rb").read()
    check_store(data)
    check_stamp()


def check_store(data):
    """What the security store holds, as openssl reads it."""
    store = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", at("b-lta.pdf")))["qpdf"][1]
    found = next(value["value"] for value in store.values() if isinstance(value.get("value"), dict) and "/Certs" in value["value"])
    names = set()
    for reference in found["/Certs"]:
        number = reference.split()[0]
        der = subprocess.run(["qpdf", "--show-object=" + number, "--filtered-stream-data", at("b-lta.pdf")], capture_output=True, check=True).stdout
        subject = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject", "-nameopt", "utf8"], input=der, capture_output=True).stdout.decode()
        names.add(re.search(r"CN ?= ?(.*)", subject)[1].strip())
    tests.check("the store has signer, authority and those above them", {"督查局电子印章", "Test Seal CA", "Test Time Stamp CA"} <= names and any(n.startswith("Test TSA") for n in names), names)
    tests.check("the store has OCSP answers and revocation lists", found.get("/OCSPs") and found.get("/CRLs"), found)


def check_stamp():
    """The time stamp of the whole, by openssl ts."""
    data, before, behind, end = ranges(at("b-lta.pdf"))
    der = bytes.fromhex(data[before + 1:behind - 1].decode())
    open(at("token"), "wb").write(der[:int.from_bytes(der[2:4], "big") + 4])
    open(at("content"), "wb").write(data[:before] + data[behind:end])
    outcome = subprocess.run(["openssl", "ts", "-verify", "-token_in", "-in", at("token"), "-data", at("content"), "-CAfile", at("pki", "root.pem"), "-untrusted",
                              at("pki", "tsa-ca.pem")], capture_output=True, text=True)
    tests.check("the time stamp of the whole is good, and covers all", "Verification: OK" in outcome.stdout + outcome.stderr and end == len(data), outcome)


def verified(path, *options, trust="trust"):
    outcome = hongtou("verify", path, "--trust", at("pki", trust), *options)
    return outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_renewal():
    """The authority's first certificate lasts eight years; a second time stamp in the sixth carries the proof over."""
    later, end = PKI.year(6), PKI.year(9).strftime("%Y-%m-%d")
    tests.check("before its renewal the proof ends with the authority's certificate", not verified(at("b-lta.pdf"), "--at", end)[0])
    options = ("--renew", "--timestamp", SERVERS.tsa_url, "--trust", at("pki", "trust"))
    SERVERS.at = later
    for name, source in (("renewed", "b-lta.pdf"), ("twice", "renewed.pdf")):
        outcome = hongtou("sign", *options, at(source), "-o", at(name + ".pdf"), env={name: value for name, value in SERVERS.environment().items() if name != "SOURCE_DATE_EPOCH"})
        tests.check("%s: a file of level b-lta" % name, outcome.returncode == 0 and not sound(at(name + ".pdf")), outcome.stderr)
    SERVERS.at = None
    good_later, about = verified(at("renewed.pdf"), "--at", end)
    tests.check("renewed: it is proved past that end", good_later, about)
    old, new = (open(at(name), "rb").read() for name in ("b-lta.pdf", "renewed.pdf"))
    tests.check("renewed: the file before is the beginning", new.startswith(old) and new[len(old):].count(b"/DocTimeStamp") == 1)
    streams = json.loads(run("qpdf", "--json=2", "--json-key=qpdf", "--json-stream-data=inline", at("twice.pdf")))["qpdf"][1]
    store = next(value["value"] for value in streams.values() if isinstance(value.get("value"), dict) and "/Certs" in value["value"])
    for key in ("/Certs", "/OCSPs", "/CRLs"):
        data = [streams["obj:" + reference]["stream"]["data"] for reference in store.get(key, [])]
        tests.check("the store holds nothing twice: %s" % key, len(set(data)) == len(data) > 0, len(data))
    sign(BASE, "b-b.pdf", "--level", "b-b", key="seal.p12", env=NOW)
    outcome = hongtou("sign", *options, at("b-b.pdf"), "-o", at("raised.pdf"), env=NOW)
    tests.check("a b-b file is raised", outcome.returncode == 0 and verified(at("raised.pdf"))[0], outcome.stderr or verified(at("raised.pdf"))[1])


def electronic_seal():
    """A seal of GB/T 38540-2020, version 4, minted for this test by the test PKI's SM2 root."""
    text, number = lambda tag, words: der(tag, words.encode()), lambda value: der(2, bytes([value]))
    certificate = {name: run_bytes("openssl", "x509", "-in", at("pki", name + ".pem"), "-outform", "DER") for name in ("sm2", "sm2-root")}
    created, until = (text(0x18, PKI.year(years).strftime("%Y%m%d%H%M%SZ")) for years in (0, 5))
    info = der(0x30, der(0x30, text(0x16, "ES"), number(4), text(0x16, "hongtou-tests")), text(0x16, "3708000000000001"),
               der(0x30, number(1), text(0x0c, "济宁高新区督查局"), number(1), der(0x30, der(4, certificate["sm2"])), created, created, until),
               der(0x30, text(0x16, "png"), der(4, open(SEAL, "rb").read()), number(42), number(42)))
    open(at("info"), "wb").write(info)
    value = run_bytes("openssl", "dgst", "-sm3", "-sign", at("pki", "sm2-root.key"), "-sigopt", "distid:1234567812345678", at("info"))
    whole = der(0x30, info, der(4, certificate["sm2-root"]), bytes.fromhex("06082a811ccf55018375"), der(3, b"\0" + value))
    open(at("seal.esl"), "wb").write(whole)


def run_bytes(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_sm2(base):
    """Beside a signature that every reader can check, one with SM2 and SM3, and one with an issued electronic seal."""
    joint = at("joint.pdf")
    sign(joint, "ordinary.pdf", "--seal", SEAL)
    outcome = sign(at("ordinary.pdf"), "sm2.pdf", "--invisible", key="sm2.p12")
    tests.check("sm2: signed", outcome.returncode == 0 and not sound(at("sm2.pdf")) and judged(at("sm2.pdf"))["Seal.1"][:2] == (True, True), outcome)
    about = verified(at("sm2.pdf"), trust="trust-sm2")[1]
    tests.check("sm2: hongtou verify finds it sound", re.search(r"signature 'Signature1': (valid|cannot be decided)", about) and "SM3" in about, about)
    electronic_seal()
    outcome = sign(at("ordinary.pdf"), "electronic.pdf", "--electronic-seal", at("seal.esl"), key="sm2.p12")
    tests.check("electronic seal: signed", outcome.returncode == 0 and not sound(at("electronic.pdf")), outcome)
    data = open(at("electronic.pdf"), "rb").read()
    tests.check("electronic seal: in the next seal's field, with its picture", b"/SubFilter/GM.sm2seal" in data and data.count(b"/Subtype/Image") == 4 and
                verified(at("electronic.pdf"), trust="trust-sm2")[1].count("Seal.2") == 1, verified(at("electronic.pdf"), trust="trust-sm2")[1])
    outcome = sign(at("ordinary.pdf"), "bad.pdf", "--electronic-seal", at("seal.esl"), key="ec.p12")
    tests.check("electronic seal: not with another's key", outcome.returncode == 1 and "SM2 key" in outcome.stderr and not os.path.exists(at("bad.pdf")), outcome)


def test_usage(base):
    for about, arguments in (("no output", (base, "--key", "k")), ("no key", (base, "-o", "x")), ("a level without a server", (base, "-o", "x", "--key", "k", "--level", "b-t")),
                             ("field and invisible", (base, "-o", "x", "--key", "k", "--field", "a", "--invisible")), ("a diameter without a seal", (base, "-o", "x", "--key", "k", "--diameter", "40")),
                             ("an unknown level", (base, "-o", "x", "--key", "k", "--level", "b-c")), ("no date", (base, "-o", "x", "--key", "k", "--date", "31.7.2018")),
                             ("two files", (base, base, "-o", "x", "--key", "k"))):
        outcome = hongtou("sign", *arguments)
        tests.check("usage: " + about, outcome.returncode == 2 and outcome.stderr, outcome)
    for about, key, words in (("a key that is not there", "nothing.p12", "cannot open"), ("an expired certificate", "expired.p12", "ended on"), ("one not yet valid", "not-yet.p12", "is valid from")):
        outcome = sign(base, "bad.pdf", key=key, env=NOW)
        tests.check(about + ": no file", outcome.returncode in (1, 3) and words in outcome.stderr and not os.path.exists(at("bad.pdf")), outcome)


def cpu(*command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(20):
        subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 20 * 1000


def test_speed(base):
    """Besides the key operation, which openssl does here on its own."""
    key = at("plain.pem")
    open(key, "w").write(open(at("pki", "seal-plain.key")).read() + open(at("pki", "seal-plain.pem")).read() + open(at("pki", "ica.pem")).read())
    signing = cpu(os.path.join(os.path.dirname(program), "hongtou-sign"), base, "-o", at("speed.pdf"), "--key", key, "--seal", SEAL)
    alone = cpu("openssl", "pkeyutl", "-sign", "-rawin", "-digest", "sha256", "-inkey", key, "-in", SEAL, "-out", at("speed.sig"))
    print("  signing %.1f ms of CPU, openssl alone %.1f ms" % (signing, alone))
    tests.check("signing adds at most 30 ms", signing - alone <= 30, (signing, alone))


shutil.rmtree(folder, ignore_errors=True)
os.makedirs(folder)
NOW = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
os.environ["SOURCE_DATE_EPOCH"] = EPOCH
PKI = Pki(at("pki"))
nss()
with Servers(PKI) as SERVERS:    # pdfsig asks the OCSP responder that certificates name
    BASE = render("input/jining-2018h1-printed", "base.pdf")
    test_keys(BASE)
    good("the sample with its seal", at("signed.pdf"), sign(BASE, "signed.pdf", "--seal", SEAL, "--reason", "印发"))
    test_untouched(BASE, at("signed.pdf"))
    test_kinds(BASE)
    test_free_list()
    test_joint()
    test_look()
    test_chain()
    test_archive()
    test_usage(BASE)
    test_speed(BASE)
    test_levels(BASE)
    test_renewal()
    test_sm2(BASE)
sys.exit(tests.failed)
