#!/usr/bin/env python3
"""The test PKI and its servers are what they say, by `openssl verify|ts|ocsp|crl`: every certificate, every mode, and dates decades ahead.
check.py FOLDER"""
import os
import subprocess
import sys
import urllib.request

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from pdf import Tests  # noqa: E402
from pki import DISTINGUISHING_ID, Pki  # noqa: E402
from servers import MODES, Servers  # noqa: E402

tests = Tests()
pki = Pki(sys.argv[1])
ROOT, ICA, TSA = pki.path("root.pem"), pki.path("ica.pem"), pki.path("tsa-ca.pem")
# What openssl says of each mode; "" stands for an honest answer that it accepts. The words differ between its versions.
NO_LIST = ("Unable to load CRL", "Could not find CRL")
TIME_STAMPS = {"good": "", "compromised": "", "yesterday": "", "tomorrow": "", "rejected": "Message digest algorithm is not supported", "imprint": "imprint mismatch",
               "nonce": "nonce mismatch", "no-nonce": "nonce not returned", "no-certificate": "signer certificate not found",
               "stranger": "unable to get local issuer", "expired": "certificate has expired", "garbage": "not enough data", "truncated": "not enough data"}
ANSWERS = {"good": ": good", "revoked": ": revoked", "unknown": ": unknown", "expired": "status expired", "yet-to-come": "status not yet valid",
           "try-later": "trylater (3)", "other": "No Status found", "unauthorised": "Response Verify Failure", "500": ("code=500", "http code 500"), "garbage": ("unexpected content type", "content type mismatch"),
           "empty": ("unexpected content type", "content type mismatch"), "truncated": "inconsistent content length", "drop": "failed reading data"}
LISTS = {"good": "verify OK", "revoked": "verify OK", "expired": "verify OK", "yet-to-come": "verify OK", "stranger": "Error getting CRL issuer",
         "garbage": NO_LIST, "truncated": NO_LIST}
# No answer at all: seen by the client, not by openssl.
SILENT = {"refused": "refused", "drop": "closed connection", "500": "500", "empty": "", "redirect-file": "302", "slow": "timed out"}
MORE = 1 << 20                                                       # bytes that no honest answer has


def openssl(*command, data=None, environment=None):
    done = subprocess.run(["openssl", *command], input=data, capture_output=True, env=environment)
    return done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")


def says(text, words):
    """One of the words, or the only one."""
    return any(one in text for one in ([words] if isinstance(words, str) else words))


def fetch(url, data=None):
    """(body or None, what went wrong)"""
    try:
        request = urllib.request.Request(url, data, {"Content-Type": "application/timestamp-query"} if data else {})
        with urllib.request.urlopen(request, timeout=1 if "slow" in url else 30) as answer:
            return answer.read(MORE), ""
    except Exception as error:
        return None, str(error)


def certificates():
    def verify(name, *more):
        return openssl("verify", "-x509_strict", "-CAfile", ROOT, "-untrusted", ICA, "-untrusted", TSA, *more, pki.path(name + ".pem"))
    wrong = {"expired": "has expired", "not-yet": "not yet valid", "stranger": "unable to get local issuer"}
    for name in ("seal", "seal-2", "ec", "seal-plain", "seal-crl", "document-signing", "revoked", "expired", "not-yet", "stranger"):
        good, text = verify(name)
        tests.check("certificate " + name, good != (name in wrong) and wrong.get(name, "OK") in text, text)
    tests.check("certificate wrong-usage signs no mail", not verify("wrong-usage", "-purpose", "smimesign")[0])
    tests.check("certificate tsa", verify(pki.current("tsa"), "-purpose", "timestampsign")[0])
    good, text = openssl("verify", "-CAfile", pki.path("sm2-root.pem"), "-vfyopt", DISTINGUISHING_ID, pki.path("sm2.pem"))
    tests.check("certificate sm2", good, text)
    for name in ("seal", "ec", "sm2"):
        for word in ("pass", "pass-wrong"):
            same = openssl("pkcs12", "-in", pki.path(name + ".p12"), "-noout", "-passin", "file:" + pki.path(word))[0]
            same &= openssl("pkey", "-in", pki.path(name + ".enc.pem"), "-noout", "-passin", "file:" + pki.path(word))[0]
            tests.check("%s takes %s" % (name, word), same == (word == "pass"))


def stamps(servers, query):
    request = open(query, "rb").read()
    for mode in MODES["tsa"] if servers.at is None else ("good",):
        body, trouble = fetch(servers.tsa(mode), request)
        if mode == "endless":
            tests.check("time stamp, endless", body and len(body) == MORE, trouble)
            continue
        if mode in SILENT:
            tests.check("time stamp, %s" % mode, not body and SILENT[mode] in trouble, trouble)
            continue
        text = openssl("ts", "-verify", "-in", "/dev/stdin", "-queryfile", query, "-CAfile", ROOT, "-untrusted", TSA, data=body, environment=servers.environment())[1]
        tests.check("time stamp, %s, %s" % (mode, servers.at), (TIME_STAMPS[mode] or "Verification: OK") in text, text)


def statuses(servers):
    for mode in ANSWERS if servers.at is None else ("good",):
        servers.ocsp = mode
        text = openssl("ocsp", "-issuer", ICA, "-cert", pki.path("seal.pem"), "-url", pki.url + "/ocsp-ica", "-CAfile", ROOT, environment=servers.environment())[1]
        tests.check("OCSP, %s, %s" % (mode, servers.at), says(text, ANSWERS[mode]), text)
    for name, at in (("revoked", None), ("compromised", None), ("revoked-later", None), ("revoked-later", pki.year(3.6))):
        servers.ocsp, servers.at, before = "good", at, servers.at
        text = openssl("ocsp", "-issuer", ICA, "-cert", pki.path(name + ".pem"), "-url", pki.url + "/ocsp-ica", "-CAfile", ROOT, environment=servers.environment())[1]
        tests.check("OCSP of %s, %s" % (name, at), (": good" if (name, at) == ("revoked-later", None) else ": revoked") in text, text)
        servers.at = before


def lists(servers):
    for mode in LISTS if servers.at is None else ("good",):
        servers.crl = mode
        body, trouble = fetch(pki.url + "/ica.crl")
        text = openssl("crl", "-inform", "DER", "-CAfile", ICA, "-noout", "-text", data=body)[1]
        tests.check("CRL, %s, %s" % (mode, servers.at), says(text, LISTS[mode]) and (mode != "revoked" or text.count("Serial Number") > 5), trouble + text)


def main():
    certificates()
    query = pki.path("work", "query")
    good, text = openssl("ts", "-query", "-data", ROOT, "-sha256", "-cert", "-out", query)
    tests.check("a time stamp is asked for", good, text)
    for at in (None, "2035-05-01", "2049-12-31", "2060-02-03"):
        with Servers(pki, at) as servers:
            stamps(servers, query)
            statuses(servers)
            lists(servers)
    token = subprocess.run(["softhsm2-util", "--show-slots"], env=dict(os.environ, SOFTHSM2_CONF=pki.token()), capture_output=True, text=True).stdout
    tests.check("the token has its label", "Label:            hongtou" in token, token)


if __name__ == "__main__":
    main()
