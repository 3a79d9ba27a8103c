#!/usr/bin/env python3
"""Independent judges of signed files. First they are held against files that pyHanko and EU DSS signed with the certificates of tests/pki,
good ones and bad ones, so that each is known to accept and to refuse; then they judge what `hongtou sign` makes, and `hongtou verify`
judges what the others made. judges.py PROGRAM FOLDER (filled by fetch.sh)"""
import concurrent.futures
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pdf import Tests  # noqa: E402
from sides import Case, Java, Judges, Python  # noqa: E402
from pki import Pki, faked  # noqa: E402
from servers import Servers  # noqa: E402

program, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
work = os.path.join(folder, "work")
tests = Tests()
LEVELS = ("B", "T", "LT", "LTA")
ALL = ("pyhanko", "dss", "bouncycastle", "pdfsig", "openssl")
# Years after the start of the PKI: a signature, its renewals (each while the certificate of the time stamp before lasts), and a judgement.
SIGNED_AT, RENEWED_AT, JUDGED_AT = 2.5, (7, 12, 17, 22, 27, 32), 37
REVOKED_SEEN_AT = 4                                                  # pki.py: "revoked-later" at 3.5
EDITION = ("[document]\ntemplate = tongbao\nnumber = 济高督字〔2018〕54号\ntitle = 情况通报\nbody = b.txt\n[head]\nmark = printed\nname = 督查局文件\n"
           "%s[signature]\ndate = 2018年7月19日\n[imprint]\nprinter = 督查局\ndate = 2018年7月19日\n")


def path(name):
    return os.path.join(work, name + ".pdf")


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, errors="replace", **more)


def render(name, issuers):
    where = os.path.join(work, name)
    os.makedirs(where)
    text = "".join("[issuer.%d]\nname = %s\n" % (i, issuer) for i, issuer in enumerate(issuers, 1))
    open(os.path.join(where, "edition.ini"), "w", encoding="utf-8").write(EDITION % text)
    open(os.path.join(where, "b.txt"), "w", encoding="utf-8").write("正在推进项目前期各项手续办理，已完成规划设计。\n" * 5)
    done = run(program, "--lang", "en", "render", where, "-o", path(name))
    tests.check(name + " is rendered", done.returncode == 0, done.stderr)
    done = run("qpdf", "--object-streams=generate", path(name), path(name + "-objects"))
    tests.check(name + " is written with object streams", done.returncode == 0, done.stderr)


def flipped(source, out):
    """One bit of the first content stream is another."""
    data = bytearray(open(path(source), "rb").read())
    data[data.index(b"stream") + 40] ^= 1
    open(path(out), "wb").write(data)


class Signers:
    """Whoever signs, with the keys of the PKI and its authority. Each method ends with the Case that the judges are to accept."""

    def __init__(self, pki, servers, java, python):
        self.pki, self.servers, self.java, self.python = pki, servers, java, python

    def job(self, do, source, out, level, key):
        pki = self.pki
        return {"do": do, "in": path(source), "out": path(out), "level": level, "key": pki.path(key + ".key"), "trust": pki.path("root.pem"),
                "tsa": self.servers.tsa_url}

    def pyhanko(self, out, level, key="seal", source="one", side=None, **more):
        job = self.job("sign", source, out, level, key)
        answer = (side or self.python).ask(dict(job, certificate=self.pki.path(key + ".pem"), chain=self.pki.path(key + ".chain.pem"), **more))
        tests.check(out + " is signed", "error" not in answer, answer)
        return Case(out, path(out), level)

    def dss(self, out, level, key="seal", source="one", **more):
        chain = "%s,%s" % (self.pki.path(key + ".pem"), self.pki.path("ica.pem"))
        answer = self.java.ask(dict(self.job("sign", source, out, level, key), chain=chain, **more))
        tests.check(out + " is signed", not answer, answer)
        return Case(out, path(out), level)

    def bouncycastle(self, out, source="one"):
        answer = self.java.ask(dict(self.job("sign-sm2", source, out, "B", "sm2"), chain=self.pki.path("sm2.pem")))
        tests.check(out + " is signed", not answer, answer)
        return Case(out, path(out), "B", root="sm2-root", by=("bouncycastle",))

    def poppler(self, out):
        """pdfsig signs as Okular does, with NSS, which writes the CMS as BER of indefinite length; not PAdES."""
        database = os.path.join(work, "nss-signer")
        os.makedirs(database)
        for command in (["certutil", "-N", "-d", "sql:" + database, "--empty-password"],
                        ["certutil", "-A", "-d", "sql:" + database, "-n", "root", "-t", "CT,C,C", "-i", self.pki.path("root.pem")],
                        ["pk12util", "-i", self.pki.path("seal.p12"), "-d", "sql:" + database, "-w", self.pki.path("pass")],
                        ["pdfsig", "-nssdir", "sql:" + database, "-sign", "Seal.1", "-nick", "seal", path("one"), path(out)]):
            done = run(*command)
        tests.check(out + " is signed", os.path.exists(path(out)), done.stdout + done.stderr)
        return Case(out, path(out), "B", by=("bouncycastle", "pdfsig"))

    def hongtou(self, out, level, key="seal", source="one", signatures=1, at=None, more=()):
        command = [program, "--lang", "en", "sign", path(source), "-o", path(out), "--key", self.pki.path(key + ".p12"), "--pass-file", self.pki.path("pass"),
                   "--level", "b-" + level.lower(), "--trust", self.pki.path("trust-sm2" if key == "sm2" else "trust"), *more]
        command += [] if level == "B" else ["--timestamp", self.servers.tsa_url]
        done = run(*command, env=faked(at))
        tests.check(out + " is signed", done.returncode == 0, done.stderr)
        return Case(out, path(out), level, signatures)


def foreign(signers):
    """Files of pyHanko and EU DSS, all of them good."""
    cases = []
    for name, sign in (("pyhanko", signers.pyhanko), ("dss", signers.dss)):
        cases += [sign("%s-%s-%s" % (name, key, level), level, key) for key in ("seal", "ec") for level in LEVELS]
        cases += [sign(name + "-pss-LTA", "LTA", pss="yes"), sign(name + "-certify-LTA", "LTA", certify="yes"),
                  sign(name + "-objects-LTA", "LTA", source="one-objects")]
        if name == "dss":
            # EU DSS names its time stamp's field as one that is filled in, and its update takes the number of the cross-reference stream
            # before it: pyHanko, which is strict, allows neither. All others do.
            cases[-2].by = cases[-1].by = tuple(judge for judge in ALL if judge != "pyhanko")
        second = sign(name + "-joint-LTA", "LTA", "ec", name + "-seal-LTA", **({"field": "Signature2"} if name == "pyhanko" else {}))
        second.signatures = 2
        cases.append(second)
    cases.append(signers.dss("dss-prepared-LTA", "LTA", field="Seal.1"))
    signers.pyhanko("pyhanko-prepared", "LTA", source="two", field="Seal.1")
    prepared = signers.pyhanko("pyhanko-prepared-LTA", "LTA", "ec", "pyhanko-prepared", field="Seal.2")
    # It draws over the prepared appearance instead of putting another in its place: EU DSS has no name for that.
    prepared.signatures, prepared.by = 2, tuple(judge for judge in ALL if judge != "dss")
    cases.append(prepared)
    adobe = signers.pyhanko("pyhanko-adobe-B", "B", adobe="yes", digest="sha512")
    adobe.by = ("bouncycastle", "pdfsig")
    return cases + [adobe, signers.poppler("poppler-B"), signers.bouncycastle("bouncycastle-sm2-B")]


def own(signers):
    """Files of `hongtou sign`, all of them good."""
    cases = [signers.hongtou("hongtou-%s-%s" % (key, level), level, key) for key in ("seal", "ec") for level in LEVELS]
    cases += [signers.hongtou("hongtou-objects-" + level, level, source="one-objects") for level in LEVELS]
    for level in LEVELS:
        for kind in ("", "-objects"):
            signers.hongtou("hongtou-first%s-%s" % (kind, level), level, source="two" + kind)
            cases.append(signers.hongtou("hongtou-joint%s-%s" % (kind, level), level, "ec", "hongtou-first%s-%s" % (kind, level), 2))
    sm2 = signers.hongtou("hongtou-sm2-B", "B", "sm2", more=("--invisible",))
    sm2.root, sm2.by = "sm2-root", ("bouncycastle",)
    # An additional field in the procedures of China, and a seal that all readers know.
    both = signers.hongtou("hongtou-sm2-and-seal-LTA", "LTA", source="hongtou-sm2-B")
    both.sm2, both.by = 1, ("bouncycastle", "pdfsig")                    # EU DSS and pyHanko break off at an SM2 certificate
    return cases + [sm2, both]


def bad(signers):
    """(Case, judges that must refuse it): each judge is shown a flipped bit, a forged revision where it looks for one, a stranger's root,
    and a revoked certificate where it asks for revocations."""
    cases = []
    for level in ("B", "LTA"):
        flipped("pyhanko-seal-" + level, "flipped-" + level)
        cases.append((Case("flipped-" + level, path("flipped-" + level), level), ALL))
        signers.python.ask({"do": "forge", "in": path("dss-seal-" + level), "out": path("forged-" + level)})
        cases.append((Case("forged-" + level, path("forged-" + level), level), ("pyhanko", "dss") + (("pdfsig",) if level == "B" else ())))
    flipped("bouncycastle-sm2-B", "flipped-sm2")
    cases.append((Case("flipped-sm2", path("flipped-sm2"), "B", root="sm2-root"), ("bouncycastle",)))
    signers.bouncycastle("against-P1", "pyhanko-certify-LTA")
    cases.append((Case("against-P1", path("against-P1"), "LTA", 2), ("pyhanko", "dss")))
    cases.append((Case("strangers", path("dss-seal-LTA"), "LTA", root="other-root"), ALL))
    signers.pyhanko("revoked-B", "B", "revoked")
    cases.append((Case("revoked-B", path("revoked-B"), "B"), ("pyhanko", "dss", "pdfsig")))
    cases.append((Case("wrong-level", path("dss-seal-T"), "LT"), ("pyhanko", "dss")))
    cases.append((Case("wrong-level-T", path("dss-seal-B"), "T"), ("pyhanko", "dss", "bouncycastle", "openssl")))
    return cases


def decades(signers, servers, pki):
    """(good, bad) at later dates: a file of pyHanko's renewed for thirty years, and the same left alone; a signature from before its
    certificate was revoked, with its time proven, and without."""
    servers.at = pki.year(SIGNED_AT)
    with Python(folder, servers.at) as side:
        signers.pyhanko("decades-0", "LTA", side=side)
        signers.pyhanko("revoked-after-LTA", "LTA", "revoked-later", side=side)
        signers.pyhanko("revoked-after-B", "B", "revoked-later", side=side)
    for number, when in enumerate(RENEWED_AT, 1):
        servers.at = pki.year(when)
        with Python(folder, servers.at) as side:
            answer = side.ask(signers.job("renew", "decades-%d" % (number - 1), "decades-%d" % number, "LTA", "seal"))
        tests.check("decades-%d is renewed" % number, "error" not in answer, answer)
    by, late, soon = ("pyhanko", "dss", "bouncycastle"), pki.year(JUDGED_AT), pki.year(REVOKED_SEEN_AT)
    good = [Case("renewed", path("decades-%d" % len(RENEWED_AT)), "LTA", at=late, by=by), Case("revoked-after-LTA", path("revoked-after-LTA"), "LTA", at=soon, by=by)]
    wrong = [(Case("left-alone", path("decades-1"), "LTA", at=late), by[:2]), (Case("revoked-after-B", path("revoked-after-B"), "B", at=soon), by[:2])]
    return good, wrong


def judge_all(judges, good, wrong):
    """Every judge in a thread of its own over all files; then the words, in order."""
    def one(name):
        out = []
        for case, refused in [(c, False) for c in good if name in c.by] + [(c, True) for c, by in wrong if name in by]:
            try:
                verdict = judges.verdict(name, case)
            except Exception as error:                                   # a judge that breaks down neither accepts nor refuses
                verdict, refused = "%s: %s" % (type(error).__name__, error), None
            out.append(("%s %s %s" % (name, "refuses" if refused else "accepts", case.name), bool(verdict) == refused, verdict or "accepted"))
        return out
    with concurrent.futures.ThreadPoolExecutor(len(ALL)) as pool:
        for outcome in pool.map(one, ALL):
            for line in outcome:
                tests.check(*line)


TRUST = {"root": "trust", "sm2-root": "trust-sm2", "other-root": "trust-other"}
VALID, INVALID, UNDECIDED = 0, 1, 5


def verify(pki, case, *codes):
    """`hongtou verify`, which asks nobody: without evidence of revocation in the file it cannot decide."""
    at = ["--at", case.at.strftime("%Y-%m-%d")] if case.at else []
    done = run(program, "--lang", "en", "verify", case.path, "--trust", pki.path(TRUST[case.root]), *at)
    tests.check("hongtou verify ends with %s for %s" % (" or ".join(map(str, codes)), case.name), done.returncode in codes,
                "%d\n%s%s" % (done.returncode, done.stdout, done.stderr))


def verify_all(pki, good, wrong):
    for case in good:
        verify(pki, case, *((VALID,) if case.level in ("LT", "LTA") and not case.sm2 else (UNDECIDED,)))
    for case, by in wrong:
        if len(by) > 1 and "wrong-level" not in case.name:
            verify(pki, case, *((UNDECIDED,) if case.root == "other-root" or case.name.startswith("revoked") else (INVALID,)))


def main():
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    pki = Pki(os.path.join(work, "pki"))
    render("one", ["督查局"])
    render("two", ["督查局", "财政局"])
    with Servers(pki) as servers, Java(folder) as java, Python(folder) as python:
        signers, judges = Signers(pki, servers, java, python), Judges(pki, folder, work, java, python)
        good = foreign(signers)
        wrong = bad(signers)
        good += own(signers)
        judge_all(judges, good, wrong)
        verify_all(pki, good, wrong)
        good, wrong = decades(signers, servers, pki)
        for at in sorted({case.at for case in good}):                    # the responders answer as of the judges' day
            servers.at = at
            judge_all(judges, [case for case in good if case.at == at], [(case, by) for case, by in wrong if case.at == at])
        verify_all(pki, good, wrong)


if __name__ == "__main__":
    main()
