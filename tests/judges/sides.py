"""The judges of signed files, each as a function of a Case that returns "" where the file is accepted, else why not: pyHanko and EU DSS
(both by the AdES procedures of ETSI EN 319 102-1), BouncyCastle, poppler's pdfsig, and `openssl cms|ts -verify`."""
import dataclasses
import json
import os
import re
import subprocess
import sys
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "pki"))
from pki import faked  # noqa: E402
from servers import elements  # noqa: E402

TIME_STAMP_INFO = bytes.fromhex("2a864886f70d0109100104")     # 1.2.840.113549.1.9.16.1.4
SM3_AND_SM2 = "1.2.156.10197.1.401/1.2.156.10197.1.501"
STAMP_ATTRIBUTE = bytes.fromhex("2a864886f70d010910020e")     # 1.2.840.113549.1.9.16.2.14


@dataclasses.dataclass
class Case:
    name: str
    path: str
    level: str                  # B, T, LT or LTA, of every signature
    signatures: int = 1
    sm2: int = 0                # further signatures, which know SM2 only: of no use to pyHanko, EU DSS and NSS
    at: object = None           # the moment of judgement; None: now
    root: str = "root"          # name of the certificate that is trusted
    by: tuple = ("pyhanko", "dss", "bouncycastle", "pdfsig", "openssl")

    @property
    def online(self):
        """B-B and B-T bring no evidence: the judge asks the responders. Later on the last time stamp always needs some of today."""
        return self.level in ("B", "T") or self.at is not None


class Side:
    """A program of judges kept running: a job a line goes in, an answer a line comes out."""

    def __init__(self, command, log, environment=None):
        self.lock = threading.Lock()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(log, "a"), text=True, encoding="utf-8",
                                        env=environment)

    def ask(self, job):
        with self.lock:
            self.process.stdin.write(self.encode(job) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the judge ended over %s" % job)
        return self.decode(line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


class Python(Side):
    """pyhanko_side.py, at a date if need be."""

    def __init__(self, folder, at=None):
        super().__init__([os.path.join(folder, "python", "bin", "python"), os.path.join(HERE, "pyhanko_side.py")], os.path.join(folder, "pyhanko.log"), faked(at))

    encode, decode = staticmethod(json.dumps), staticmethod(json.loads)


class Java(Side):
    """Judge.java."""

    def __init__(self, folder):
        path = "%s:%s" % (os.path.join(folder, "classes"), os.path.join(folder, "jars", "*"))
        super().__init__(["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g", "-cp", path, "Judge"], os.path.join(folder, "java.log"))

    @staticmethod
    def encode(job):
        return "\t".join("%s=%s" % item for item in job.items() if item[1])

    @staticmethod
    def decode(line):
        return dict(part.split("=", 1) for part in line.rstrip("\n").split("\t") if part)


def fields(path):
    """[(signed bytes, DER of Contents, is a document time stamp)] as the bytes of the file say, without anybody's parser."""
    data, found = open(path, "rb").read(), []
    for match in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data):
        a, b, c, d = map(int, match.groups())
        contents = bytes.fromhex(data[a + b + 1:c - 1].decode("ascii"))
        size = 2 + contents[1] if contents[1] < 0x80 else 2 + (contents[1] & 0x7f) + int.from_bytes(contents[2:2 + (contents[1] & 0x7f)], "big")
        if contents[1] == 0x80:                                          # of indefinite length, as NSS writes it: BER, not the DER that is asked for
            size = len(contents)
        found.append((data[a:a + b] + data[c:c + d], contents[:size], TIME_STAMP_INFO in contents[:80]))
    return found


def signature_stamp(cms):
    """(signature value, TimeStampToken or None) of a CMS with one signer."""
    signed = elements(elements(elements(elements(cms)[0][1])[1][1])[0][1])
    signer = elements(elements(signed[-1][1])[0][1])
    for tag, body in signer[6:]:
        for _, attribute in elements(body):
            kind, values = elements(attribute)
            if kind[1] == STAMP_ATTRIBUTE:
                return signer[5][1], values[1]
    return signer[5][1], None


class Judges:
    """pki: the Pki; folder: where fetch.sh put the programs; work: for what is written between."""

    def __init__(self, pki, folder, work, java, python):
        self.pki, self.folder, self.work, self.java, self.python = pki, folder, work, java, python

    def verdict(self, judge, case):
        return getattr(self, judge)(case)

    def pyhanko(self, case):
        job = {"do": "judge", "file": case.path, "level": case.level, "trust": self.pki.path(case.root + ".pem"), "online": case.online}
        if case.at is None:
            answer = self.python.ask(job)
        else:
            with Python(self.folder, case.at) as late:
                answer = late.ask(job)
        if "error" in answer:
            return answer["error"]
        wrong = [s for s in answer["signatures"] if not s["good"] or s["coverage"] not in ("ENTIRE_FILE", "ENTIRE_REVISION")
                 or (case.level != "B" and case.at is None and not s["stamped"]) or (case.level == "LTA") != (s["archived"] != "None")]
        wrong += [s for s in answer["stamps"] if s not in ("ENTIRE_FILE", "ENTIRE_REVISION")]
        if len(answer["signatures"]) != case.signatures or (case.level in ("LT", "LTA")) != answer["dss"] or (case.level == "LTA") != bool(answer["stamps"]):
            wrong.append("level")
        return str(wrong + [answer]) if wrong else ""

    def dss(self, case):
        job = {"do": "dss", "file": case.path, "trust": self.pki.path(case.root + ".pem")}
        if case.level in ("B", "T"):
            job["online"] = "yes"
        if case.at is not None:
            job["at"] = case.at.isoformat()
        answer = self.java.ask(job)
        good = answer.get("levels") == ",".join(["PAdES-BASELINE-" + case.level] * case.signatures)
        good &= set(answer.get("verdicts", "none").split(",")) <= {"TOTAL_PASSED", "PASSED"}
        return "" if good and not answer["errors"] else str(answer)

    def bouncycastle(self, case):
        trust = self.pki.path(case.root + ".pem") + ("," + self.pki.path("sm2-root.pem") if case.sm2 else "")
        names = self.java.ask({"do": "bc", "file": case.path, "trust": trust}).get("fields", "").split(",")
        if len([name for name in names if name.startswith(SM3_AND_SM2)]) != case.sm2 + (case.root == "sm2-root"):
            return str(names)
        names = [name for name in names if not case.sm2 or not name.startswith(SM3_AND_SM2)]
        good = len([name for name in names if "/" in name and ("+time-stamp" in name) == (case.level != "B")]) == case.signatures
        return "" if good and ("document-time-stamp" in names) == (case.level == "LTA") else str(names)

    def database(self, root):
        """NSS database that trusts the root alone."""
        folder = os.path.join(self.work, "nss-" + root)
        if not os.path.isdir(folder):
            os.makedirs(folder)
            subprocess.run(["certutil", "-N", "-d", "sql:" + folder, "--empty-password"], check=True, capture_output=True)
            subprocess.run(["certutil", "-A", "-d", "sql:" + folder, "-n", root, "-t", "CT,C,C", "-i", self.pki.path(root + ".pem")], check=True, capture_output=True)
        return folder

    def pdfsig(self, case):
        done = subprocess.run(["pdfsig", "-nssdir", "sql:" + self.database(case.root), case.path], capture_output=True, text=True, errors="replace")
        blocks = [b for b in re.split(r"^Signature #", done.stdout, flags=re.M)[1:] if "ETSI.CAdES.detached" in b or "adbe.pkcs7.detached" in b]
        valid = [b for b in blocks if "Signature is Valid." in b and "Certificate is Trusted." in b]
        good = len(valid) == case.signatures and len(blocks) == case.signatures + case.sm2
        if case.level in ("B", "T"):
            good &= "  - Total document signed" in blocks[-1] if blocks else False
        return "" if good else done.stdout + done.stderr

    def openssl(self, case):
        def file(name, data):
            path = os.path.join(self.work, name)
            open(path, "wb").write(data)
            return path

        def run(*command):
            done = subprocess.run(["openssl", *command], capture_output=True, text=True)
            return "" if done.returncode == 0 else done.stderr

        def stamp(token, data):
            return run("ts", "-verify", "-token_in", "-in", file("token", token), "-data", file("data", data), "-CAfile", root,
                       "-untrusted", self.pki.path("tsa-ca.pem"))

        root, wrong, signatures = self.pki.path(case.root + ".pem"), "", 0
        for signed, contents, is_stamp in fields(case.path):
            if is_stamp:
                wrong += stamp(contents, signed)
                continue
            signatures += 1
            wrong += run("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", file("cms", contents), "-content", file("content", signed), "-CAfile", root,
                         "-purpose", "any", "-out", "/dev/null")
            value, token = signature_stamp(contents)
            if (token is not None) != (case.level != "B"):
                wrong += "a time stamp: %s" % (token is not None)
            if token:
                wrong += stamp(token, value)
        return wrong + ("" if signatures == case.signatures else "%d signatures" % signatures)
