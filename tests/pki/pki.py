#!/usr/bin/env python3
"""A certificate authority for the tests, made by the `openssl` command.

  pki.py make DIR [--start DATE] [--port PORT]    all certificates of ROWS, with keys, PKCS#12 files, CRLs and a trust folder
  pki.py token DIR                                a SoftHSM2 token with the RSA and EC keys; prints its SOFTHSM2_CONF
  pki.py crl DIR ISSUER FILE [--at DATE]          the CRL (DER) of root, ica or tsa-ca as it stands at DATE

For each NAME of ROWS the folder has NAME.pem (certificate), NAME.key (plain PEM), NAME.enc.pem (AES-256, passphrase in `pass`),
NAME.p12 (key, certificate and CAs; same passphrase) and NAME.chain.pem (the CAs above it, without the root). `trust/` holds root.pem
alone, `trust-sm2/` and `trust-other/` other roots, `pass-wrong` a passphrase that fits nothing. Keys are made once and kept in build/pki-keys; the rest
takes about two seconds. Years in ROWS count from the start, by default the first of January of last year."""
import argparse
import datetime
import fcntl
import os
import random
import shutil
import socket
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
KEYS = os.path.join(HERE, "..", "..", os.environ.get("BUILD", "build"), "pki-keys")
PASSPHRASE = "印章 passphrase 42"
PIN = "648219"
ORGANISATION = "济宁高新区督查局"
DISTINGUISHING_ID = "distid:1234567812345678"        # GM/T 0009-2012, 10

# name: (key, issuer, common name, extensions, first year, last year)
ROWS = {
    "root": ("root", "root", "Test Root CA", "ca", 0, 75),
    "ica": ("ica", "root", "Test Seal CA", "sub_ca", 0, 40),
    "tsa-ca": ("tsa-ca", "root", "Test Time Stamp CA", "sub_ca", 0, 70),
    "other-root": ("other-root", "other-root", "Unknown Root CA", "ca", 0, 75),
    "sm2-root": ("sm2-root", "sm2-root", "Test SM2 Root CA", "ca", 0, 75),
    "seal": ("seal", "ica", "督查局电子印章", "seal", 0, 5),
    "seal-2": ("seal-2", "ica", "财政局电子印章", "seal", 0, 5),
    "ec": ("ec", "ica", "水务局电子印章", "seal", 0, 5),
    "seal-plain": ("seal", "ica", "无吊销信息的印章", "seal_plain", 0, 5),           # neither AIA nor CRL distribution point
    "seal-crl": ("seal", "ica", "只有吊销列表的印章", "seal_crl", 0, 5),
    "document-signing": ("seal", "ica", "文件签名印章", "seal_document", 0, 5),     # extended key usage 1.3.6.1.5.5.7.3.36 alone (RFC 9336)
    "expired": ("seal", "ica", "过期的印章", "seal", -3, 0),
    "not-yet": ("seal", "ica", "尚未生效的印章", "seal", 4, 8),
    "revoked": ("seal", "ica", "已吊销的印章", "seal", 0, 5),
    "compromised": ("seal", "ica", "密钥泄露的印章", "seal", 0, 5),
    "revoked-later": ("seal", "ica", "以后吊销的印章", "seal", 0, 5),
    "wrong-usage": ("seal", "ica", "服务器证书", "server", 0, 5),
    "stranger": ("seal-2", "other-root", "无人信任的印章", "seal_plain", 0, 5),
    "sm2": ("sm2", "sm2-root", "督查局电子印章（SM2）", "seal_sm2", 0, 5),
    "tsa-stranger": ("tsa", "other-root", "Unknown TSA", "tsa", 0, 20),
    "tsa-expired": ("tsa", "tsa-ca", "Expired TSA", "tsa", -3, 0),
    "tsa-compromised": ("tsa", "tsa-ca", "Compromised TSA", "tsa", 0, 8),
}
# One after another for decades: each time stamping certificate lasts eight years, each OCSP responder six, a new one every five.
for _n in range(0, 70, 5):
    ROWS["tsa-%d" % _n] = ("tsa", "tsa-ca", "Test TSA %d" % _n, "tsa", _n, min(_n + 8, 70))
    ROWS["tsa-ca-ocsp-%d" % _n] = ("ocsp", "tsa-ca", "Time Stamp OCSP %d" % _n, "ocsp", _n, min(_n + 6, 70))
for _n in range(0, 40, 5):
    ROWS["ica-ocsp-%d" % _n] = ("ocsp", "ica", "Seal OCSP %d" % _n, "ocsp", _n, min(_n + 6, 40))

# name: (years after the start, reason in an index of `openssl ca`)
REVOKED = {"revoked": (.5, ""), "compromised": (.5, "keyCompromise"), "revoked-later": (3.5, "superseded"), "tsa-compromised": (3.5, "keyCompromise")}
SEALS = [name for name, row in ROWS.items() if row[3].startswith("seal") or name == "wrong-usage"]

CONFIG = """
[ca]
default_ca = issuer
[issuer]
default_md = %(digest)s
policy = any
unique_subject = no
rand_serial = yes
copy_extensions = none
string_mask = utf8only
[any]
countryName = optional
organizationName = optional
commonName = supplied
[req]
prompt = no
string_mask = utf8only
distinguished_name = dn
utf8 = yes
[dn]
C = CN
O = %(organisation)s
CN = %(name)s
[x_ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[x_sub_ca]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
crlDistributionPoints = URI:%(url)s/%(issuer)s.crl
authorityInfoAccess = caIssuers;URI:%(url)s/%(issuer)s.cer
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[leaf]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""
LEAF = "basicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature%s\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n"
SEAL = LEAF % ", nonRepudiation"
CRL = "crlDistributionPoints = URI:%(url)s/%(issuer)s.crl\n"
AIA = "authorityInfoAccess = OCSP;URI:%(url)s/ocsp-%(issuer)s, caIssuers;URI:%(url)s/%(issuer)s.cer\n"
LEAVES = {
    "seal": SEAL + CRL + AIA + "extendedKeyUsage = emailProtection, 1.3.6.1.5.5.7.3.36\n",
    "seal_plain": SEAL,
    "seal_crl": SEAL + CRL,
    "seal_document": SEAL + CRL + AIA + "extendedKeyUsage = 1.3.6.1.5.5.7.3.36\n",
    "seal_sm2": SEAL + CRL,
    "server": LEAF % "" + CRL + AIA + "extendedKeyUsage = serverAuth\n",
    "tsa": LEAF % ", nonRepudiation" + CRL + AIA + "extendedKeyUsage = critical, timeStamping\n",                      # RFC 3161, 2.3
    "ocsp": LEAF % "" + "extendedKeyUsage = OCSPSigning\nnoCheck = yes\n",                           # RFC 6960, 4.2.2.2
}


def openssl(*arguments, **more):
    """Standard output of the command, which must succeed."""
    done = subprocess.run(["openssl", *arguments], capture_output=True, **more)
    if done.returncode:
        raise RuntimeError("openssl %s: %s" % (" ".join(arguments), done.stderr.decode("utf-8", "replace")))
    return done.stdout


def moment(text):
    """A date, or a date and time, in UTC, as a datetime."""
    return text if isinstance(text, datetime.datetime) else datetime.datetime.fromisoformat(str(text)).replace(tzinfo=None)


def x509_time(when):
    return when.strftime("%Y%m%d%H%M%SZ")


def index_time(when):
    """As `openssl ca` writes it: two digits of the year up to 2049 (RFC 5280, 4.1.2.5)."""
    return when.strftime("%y%m%d%H%M%SZ") if when.year < 2050 else x509_time(when)


def libfaketime():
    for base in ("/usr/lib", "/usr/local/lib"):
        for root, _, names in os.walk(base):
            if root.endswith("faketime") and "libfaketime.so.1" in names:
                return os.path.join(root, "libfaketime.so.1")
    raise RuntimeError("libfaketime is not installed")


def faked(at, environment=None):
    """The environment for a program whose clock starts at the given moment; at None: the true clock."""
    environment = dict(os.environ if environment is None else environment)
    if at is not None:
        environment.update(LD_PRELOAD=libfaketime(), FAKETIME=moment(at).strftime("@%Y-%m-%d %H:%M:%S"), TZ="UTC", FAKETIME_DONT_FAKE_MONOTONIC="1")
    return environment


def free_port():
    """One below those that the system gives to clients, so that nobody takes it between two runs of the servers."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def key_file(name):
    """The path of the plain key of that name, made when it is not there."""
    os.makedirs(KEYS, exist_ok=True)
    path = os.path.join(KEYS, name + ".key")
    with open(os.path.join(KEYS, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.exists(path):
            kind = (["-algorithm", "SM2"] if name.startswith("sm2") else ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"] if name == "ec"
                    else ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072"])
            openssl("genpkey", *kind, "-out", path + ".new")
            os.rename(path + ".new", path)
    return path


class Pki:
    """The folder of a PKI: made anew, or with made=True one that `make` has filled."""

    def __init__(self, folder, start=None, port=None, made=False):
        self.folder = os.path.abspath(folder)
        if made:
            begin, port = open(self.path("parameters")).read().split()
            self.start, self.port = moment(begin), int(port)
            return
        self.start = moment(start) if start else datetime.datetime(datetime.date.today().year - 1, 1, 1)
        self.port = port or free_port()
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.path("work"))
        open(self.path("parameters"), "w").write("%s %d\n" % (self.start.isoformat(), self.port))
        for name, text in (("pass", PASSPHRASE), ("pass-wrong", "not " + PASSPHRASE), ("pin", PIN)):
            with os.fdopen(os.open(self.path(name), os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as out:
                out.write(text + "\n")
        for name in ROWS:
            self._issue(name)
        for name in SEALS:
            self._wrap(name)
        for name in ("root", "ica", "tsa-ca", "sm2-root"):
            open(self.path(name + ".crl"), "wb").write(self.crl(name))
        for folder, root in (("trust", "root"), ("trust-sm2", "sm2-root"), ("trust-other", "other-root")):
            os.mkdir(self.path(folder))
            shutil.copy(self.path(root + ".pem"), self.path(folder))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def year(self, years):
        """The moment that many years after the start."""
        whole = int(years // 1)
        return self.start.replace(year=self.start.year + whole) + datetime.timedelta(days=round((years - whole) * 365))

    def now(self, at=None):
        return moment(at) if at is not None else datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None, microsecond=0)

    def current(self, kind, at=None):
        """Name of the newest certificate of the kind "tsa", "ica-ocsp" or "tsa-ca-ocsp" that is valid at that moment."""
        names = [n for n, row in ROWS.items() if n.rpartition("-")[0] == kind and n[-1].isdigit() and self.year(row[4]) <= self.now(at) < self.year(row[5])]
        if not names:
            raise RuntimeError("no %s certificate is valid at %s" % (kind, at))
        return names[-1]

    def _issue(self, name):
        key, issuer, common_name, extensions, first, last = ROWS[name]
        shutil.copy(key_file(key), self.path(name + ".key"))
        sm2 = issuer.startswith("sm2")
        values = {"url": self.url, "issuer": issuer, "name": common_name, "organisation": ORGANISATION, "digest": "sm3" if sm2 else "sha256"}
        config, request, index = self.path("work", name + ".cnf"), self.path("work", name + ".csr"), self.path("work", issuer + ".index")
        leaves = "".join("[x_%s]\n%s" % (section, text % values) for section, text in LEAVES.items())
        open(config, "w", encoding="utf-8").write(CONFIG % values + leaves)
        sigopt, vfyopt = (["-sigopt", DISTINGUISHING_ID], ["-vfyopt", DISTINGUISHING_ID]) if sm2 else ([], [])
        openssl("req", "-new", "-utf8", "-config", config, "-key", self.path(name + ".key"), "-" + values["digest"], *sigopt, "-out", request)
        open(index, "a").close()
        text = open(config, encoding="utf-8").read().replace("[issuer]\n", "[issuer]\ndatabase = %s\nnew_certs_dir = %s\n" % (index, self.path("work")))
        open(config, "w", encoding="utf-8").write(text)
        by = ["-selfsign"] if issuer == name else ["-cert", self.path(issuer + ".pem")]
        openssl("ca", "-batch", "-notext", "-utf8", "-config", config, "-in", request, "-keyfile", self.path(issuer + ".key"), *by, *sigopt, *vfyopt,
                "-extensions", "x_" + extensions, "-startdate", x509_time(self.year(first)), "-enddate", x509_time(self.year(last)),
                "-out", self.path(name + ".pem"))
        chain = "" if issuer in (name, "root", "other-root", "sm2-root") else open(self.path(issuer + ".pem")).read()
        open(self.path(name + ".chain.pem"), "w").write(chain)

    def _wrap(self, name):
        """The key under the passphrase, as PEM and as PKCS#12."""
        word, key, certificate = "file:" + self.path("pass"), self.path(name + ".key"), self.path(name + ".pem")
        openssl("pkcs8", "-topk8", "-in", key, "-v2", "aes-256-cbc", "-passout", word, "-out", self.path(name + ".enc.pem"))
        above = ["-certfile", self.path(name + ".chain.pem")] if os.path.getsize(self.path(name + ".chain.pem")) else []
        openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, *above, "-name", name, "-passout", word, "-out", self.path(name + ".p12"))

    def serial(self, name):
        return openssl("x509", "-in", self.path(name + ".pem"), "-noout", "-serial").decode().strip().partition("=")[2]

    def index(self, issuer, at=None, revoke=()):
        """Path of an index as `openssl ca` and `openssl ocsp` read it, as it stands at that moment; `revoke` names more certificates."""
        serials = {}
        for name in list(REVOKED) + list(revoke):
            years, reason = REVOKED.get(name, (.5, ""))
            if ROWS[name][1] == issuer and (self.year(years) <= self.now(at) or name in revoke):
                serials[self.serial(name)] = index_time(self.year(years) if self.year(years) <= self.now(at) else self.now(at)) + ("," + reason if reason else "")
        lines = []
        for line in open(self.path("work", issuer + ".index"), encoding="utf-8"):
            fields = line.split("\t")
            if fields[3] in serials:
                fields[0], fields[2] = "R", serials[fields[3]]
            lines.append("\t".join(fields))
        path = self.path("work", "%s.index.%d.%d" % (issuer, os.getpid(), random.getrandbits(40)))
        open(path, "w", encoding="utf-8").writelines(lines)
        open(path + ".attr", "w").write("unique_subject = no\n")
        return path

    def crl(self, issuer, at=None, days=30, revoke=()):
        """DER of the issuer's revocation list of that moment."""
        index, config = self.index(issuer, at, revoke), self.path("work", "crl.%d.%d.cnf" % (os.getpid(), random.getrandbits(40)))
        number = config + ".number"
        open(number, "w").write("%08X\n" % int((self.now(at) - datetime.datetime(2000, 1, 1)).total_seconds() // 60))
        open(config, "w").write("[ca]\ndefault_ca = issuer\n[issuer]\ndatabase = %s\ncrlnumber = %s\ndefault_md = %s\ncrl_extensions = x\nunique_subject = no\n"
                                "[x]\nauthorityKeyIdentifier = keyid\n" % (index, number, "sm3" if issuer.startswith("sm2") else "sha256"))
        sigopt = ["-sigopt", DISTINGUISHING_ID] if issuer.startswith("sm2") else []
        pem = openssl("ca", "-gencrl", "-config", config, "-cert", self.path(issuer + ".pem"), "-keyfile", self.path(issuer + ".key"), *sigopt,
                      "-crl_lastupdate", x509_time(self.now(at)), "-crl_nextupdate", x509_time(self.now(at) + datetime.timedelta(days=days)))
        for path in (index, index + ".attr", config, number, number + ".old"):
            if os.path.exists(path):
                os.remove(path)
        return openssl("crl", "-outform", "DER", input=pem)

    def token(self):
        """A SoftHSM2 token labelled hongtou, PIN in `pin`, keys "seal" (id 01) and "ec" (id 02). Returns the path for SOFTHSM2_CONF."""
        configuration = self.path("softhsm2.conf")
        shutil.rmtree(self.path("tokens"), ignore_errors=True)
        os.mkdir(self.path("tokens"))
        open(configuration, "w").write("directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n" % self.path("tokens"))
        environment = dict(os.environ, SOFTHSM2_CONF=configuration)
        calls = [["--init-token", "--free", "--label", "hongtou", "--so-pin", PIN, "--pin", PIN]]
        for number, name in enumerate(("seal", "ec"), 1):
            calls.append(["--import", self.path(name + ".key"), "--token", "hongtou", "--label", name, "--id", "%02d" % number, "--pin", PIN])
        for call in calls:
            subprocess.run(["softhsm2-util", *call], env=environment, check=True, capture_output=True)
        return configuration


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("folder")
    make.add_argument("--start")
    make.add_argument("--port", type=int)
    commands.add_parser("token").add_argument("folder")
    crl = commands.add_parser("crl")
    crl.add_argument("folder")
    crl.add_argument("issuer")
    crl.add_argument("file")
    crl.add_argument("--at")
    a = parser.parse_args()
    if a.command == "make":
        print(Pki(a.folder, a.start, a.port).folder)
    elif a.command == "token":
        print(Pki(a.folder, made=True).token())
    else:
        open(a.file, "wb").write(Pki(a.folder, made=True).crl(a.issuer, a.at))


if __name__ == "__main__":
    sys.exit(main())
