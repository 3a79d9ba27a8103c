#!/usr/bin/env python3
"""Time-stamp authority, OCSP responder and revocation lists of a test PKI (pki.py) on loopback, at any date, honest or not.

  servers.py DIR [--at DATE] [--tsa MODE] [--ocsp MODE] [--crl MODE] [-- COMMAND …]

With a COMMAND: runs it with TSA_URL in the environment and ends with its exit code. Without: prints the URL, serves until standard
input ends. In Python: `with Servers(pki, at="2031-05-01") as s:` then s.tsa_url, s.tsa("rejected"), s.ocsp = "revoked", s.at = "2036-01-01",
s.requests (what was asked for). The answers come from `openssl ts -reply`, `openssl ocsp` and `openssl ca -gencrl`, under libfaketime
when a date is given, which then stands still. The port is the one that the certificates name.

MODE of all three: good, refused (nobody listens), drop (the connection is closed), 500, garbage, empty, truncated, slow (ten minutes),
endless (never stops sending). Of --tsa also: rejected, imprint (somebody else's digest), nonce (a wrong one), no-nonce, no-certificate,
stranger, expired and compromised (other signers), yesterday, tomorrow (its clock is wrong), redirect-file (sends the client to file:).
Of --ocsp also: revoked, unknown, expired, yet-to-come, try-later, other (speaks of another certificate), unauthorised (signed by a seal).
Of --crl also: revoked, expired, yet-to-come, stranger (of another issuer)."""
import argparse
import datetime
import http.server
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from pki import ROWS, SEALS, Pki, faked, moment, openssl  # noqa: E402

TSA = """[tsa_default]
serial = %(serial)s
crypto_device = builtin
default_policy = 1.2.3.4.1
digests = %(digests)s
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
signer_digest = sha256
"""
ANY = ("good", "refused", "drop", "500", "garbage", "empty", "truncated", "slow", "endless")
MODES = {
    "tsa": ANY + ("rejected", "imprint", "nonce", "no-nonce", "no-certificate", "stranger", "expired", "compromised", "yesterday", "tomorrow", "redirect-file"),
    "ocsp": ANY + ("revoked", "unknown", "expired", "yet-to-come", "try-later", "other", "unauthorised"),
    "crl": ANY + ("revoked", "expired", "yet-to-come", "stranger"),
}
DAY = datetime.timedelta(days=1)


def der(tag, *parts):
    body = b"".join(parts)
    size = bytes([len(body)]) if len(body) < 128 else bytes([0x80 + (len(body).bit_length() + 7) // 8]) + len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag]) + size + body


def elements(data):
    """[(tag, body)] of the DER elements in a row."""
    out, at = [], 0
    while at < len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7f
            size, at = int.from_bytes(data[at:at + count], "big"), at + count
        out.append((tag, data[at:at + size]))
        at += size
    return out


def lying_request(request, mode):
    """The TimeStampReq that the lying authority pretends to have read (RFC 3161, 2.4.1)."""
    parts = elements(elements(request)[0][1])
    if mode == "imprint":
        algorithm, digest = elements(parts[1][1])
        parts[1] = (0x30, der(*algorithm) + der(4, bytes(b ^ 0xff for b in digest[1])))
    nonce = [i for i, part in enumerate(parts) if i > 1 and part[0] == 2]
    if mode == "nonce" and nonce:
        parts[nonce[0]] = (2, bytes([parts[nonce[0]][1][0] ^ 1]) + bytes(b ^ 0x55 for b in parts[nonce[0]][1][1:]))
    if mode == "no-nonce":
        parts = [part for i, part in enumerate(parts) if i not in nonce]
    if mode == "no-certificate":
        parts = [part for part in parts if part[0] != 1]
    return der(0x30, *(der(*part) for part in parts))


SIGNING_TIME = bytes.fromhex("06092a864886f70d010905")               # 1.2.840.113549.1.9.5


def without_signing_time(response, key):
    """The TimeStampResp signed again without the attribute signing-time, which OpenSSL 3.0 tags as UTCTime even in 2050 and later
    (PKCS7_add0_attrib_signing_time), where other readers refuse it; RFC 3161 does not ask for it."""
    status, token = elements(elements(response)[0][1])
    kind, content = elements(token[1])
    data = elements(elements(content[1])[0][1])
    signer = elements(elements(data[-1][1])[0][1])
    attributes = b"".join(der(*one) for one in elements(signer[3][1]) if not one[1].startswith(SIGNING_TIME))
    signature = openssl("dgst", "-sha256", "-sign", key, input=der(0x31, attributes))
    signer = der(0x30, *(der(*part) for part in signer[:3]), der(0xa0, attributes), der(*signer[4]), der(4, signature))
    data = der(0x30, *(der(*part) for part in data[:-1]), der(0x31, signer))
    return der(0x30, der(*status), der(0x30, der(*kind), der(0xa0, data)))


class Servers:
    def __init__(self, pki, at=None, ocsp="good", crl="good", tsa="good"):
        self.pki, self.ocsp, self.crl, self.default = pki, ocsp, crl, tsa
        self.requests = []
        self.lock = threading.Lock()
        self.stopped = threading.Event()
        self.at = moment(at) if at is not None else None   # stands still: a program started later is never behind it

    @property
    def tsa_url(self):
        return self.tsa(self.default)

    def tsa(self, mode):
        """URL of the authority in one of its modes."""
        assert mode in MODES["tsa"], mode
        return "http://127.0.0.1:%d/tsa" % self.closed.getsockname()[1] if mode == "refused" else "%s/tsa/%s" % (self.pki.url, mode)

    def environment(self):
        """For a program that is to live at the simulated moment."""
        return faked(self.at)

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.closed = socket.socket()              # bound and not listening: whoever connects is refused
        self.closed.bind(("127.0.0.1", 0))
        http.server.ThreadingHTTPServer.daemon_threads = True
        self.http = None
        if "refused" not in (self.ocsp, self.crl):
            self.http = http.server.ThreadingHTTPServer(("127.0.0.1", self.pki.port), self._handler())
            threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": .02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        if self.http:
            self.http.shutdown()
            self.http.socket.close()
        self.closed.close()
        self.folder.cleanup()

    def _openssl(self, at, *arguments):
        return subprocess.run(["openssl", *arguments], env=faked(at), capture_output=True)

    def _file(self, name, data=None):
        path = os.path.join(self.folder.name, name)
        if data is not None:
            open(path, "wb").write(data)
        return path

    def stamp(self, request, mode="good"):
        """TimeStampResp for a TimeStampReq; the way of RFC 3161 that ends in "rejected" is one without the asked digest."""
        signer = {"stranger": "tsa-stranger", "expired": "tsa-expired", "compromised": "tsa-compromised"}.get(mode) or self.pki.current("tsa", self.at)
        at = {"yesterday": -DAY, "tomorrow": DAY}.get(mode)
        at = self.pki.now(self.at) + at if at else self.at
        chain = [] if signer == "tsa-stranger" else ["-chain", self.pki.path("tsa-ca.pem")]
        with self.lock:
            if not os.path.exists(self._file("serial")):
                self._file("serial", b"%016X\n" % int(time.time() * 1000))
            digests = "sha224" if mode == "rejected" else "sha256, sha384, sha512, sm3"
            config = self._file("tsa.cnf", (TSA % {"serial": self._file("serial"), "digests": digests}).encode())
            done = self._openssl(at, "ts", "-reply", "-config", config, "-section", "tsa_default", "-queryfile", self._file("q.tsq", lying_request(request, mode)),
                                 "-signer", self.pki.path(signer + ".pem"), "-inkey", self.pki.path(signer + ".key"), *chain, "-out", self._file("r.tsr"))
            if done.returncode:
                raise RuntimeError(done.stderr.decode())
            response = open(self._file("r.tsr"), "rb").read()
            late = at is not None and at.year >= 2050 and mode != "rejected"
            return without_signing_time(response, self.pki.path(signer + ".key")) if late else response

    def status(self, issuer, request, mode="good"):
        """OCSPResponse for an OCSPRequest about certificates of ica or tsa-ca."""
        if mode == "try-later":
            return bytes.fromhex("30030a0103")                           # RFC 6960, 4.2.1
        signer = "seal-2" if mode == "unauthorised" else self.pki.current(issuer + "-ocsp", self.at)
        at = {"expired": -60 * DAY, "yet-to-come": 60 * DAY}.get(mode)
        at = self.pki.now(self.at) + at if at else self.at
        with self.lock:
            index = self.pki.index(issuer, self.at, [n for n in SEALS if ROWS[n][1] == issuer] if mode == "revoked" else ())
            if mode == "unknown":
                open(index, "w").close()
            query = self._file("q.ocsp", request)
            if mode == "other":
                self._openssl(None, "ocsp", "-issuer", self.pki.path("ica.pem"), "-cert", self.pki.path("seal-crl.pem"), "-no_nonce", "-reqout", query)
            done = self._openssl(at, "ocsp", "-index", index, "-CA", self.pki.path(issuer + ".pem"), "-rsigner", self.pki.path(signer + ".pem"), "-rkey",
                                 self.pki.path(signer + ".key"), "-rmd", "sha256", "-ndays", "7", "-reqin", query, "-respout", self._file("r.ocsp"))
            os.remove(index)
            os.remove(index + ".attr")
            if done.returncode:
                raise RuntimeError(done.stderr.decode())
            return open(self._file("r.ocsp"), "rb").read()

    def list(self, issuer, mode="good"):
        """DER of the issuer's CRL."""
        at = {"expired": -60 * DAY, "yet-to-come": 60 * DAY}.get(mode)
        if mode == "stranger":
            issuer = "root" if issuer != "root" else "ica"
        with self.lock:
            return self.pki.crl(issuer, self.pki.now(self.at) + at if at else self.at, revoke=SEALS if mode == "revoked" else ())

    def answer(self, service, mode, path, request):
        """(HTTP status, content type, body, headers)"""
        if mode in ("garbage", "500"):
            return 500 if mode == "500" else 200, "text/html", b"<html><body>503 Service Unavailable</body></html>", {}
        if mode == "empty":
            return 200, "application/" + service, b"", {}
        if mode == "redirect-file":
            return 302, "text/html", b"", {"Location": "file:///etc/passwd"}
        if service == "tsa":
            kind, body = "application/timestamp-reply", self.stamp(request, mode)
        elif service == "ocsp":
            kind, body = "application/ocsp-response", self.status(path[6:].split("/")[0], request, mode)
        else:
            kind, body = "application/pkix-crl", self.list(os.path.basename(path)[:-4], mode)
        return 200, kind, body[:len(body) // 2] if mode == "truncated" else body, {}

    def _handler(self):
        servers = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def serve(self, request):
                path = self.path
                if path == "/tsa" or path.startswith("/tsa/"):
                    service, mode = "tsa", path[5:] or servers.default
                elif path.startswith("/ocsp-"):
                    service, mode = "ocsp", servers.ocsp
                    if self.command == "GET":                            # RFC 6960, appendix A.1
                        import base64
                        import urllib.parse
                        request = base64.b64decode(urllib.parse.unquote(path[6:].partition("/")[2]))
                elif path.endswith(".crl"):
                    service, mode = "crl", servers.crl
                elif path.endswith(".cer"):
                    name = servers.pki.path(os.path.basename(path)[:-4] + ".pem")
                    body = subprocess.run(["openssl", "x509", "-in", name, "-outform", "DER"], capture_output=True).stdout
                    return self.send(200, "application/pkix-cert", body, {})
                else:
                    return self.send(404, "text/plain", b"nothing here\n", {})
                servers.requests.append((service, mode, path))
                if mode == "drop" or (mode == "slow" and servers.stopped.wait(600)):
                    self.close_connection = True
                    return self.connection.shutdown(socket.SHUT_RDWR)
                if mode == "endless":
                    return self.flood()
                try:
                    answer = servers.answer(service, mode, path, request)
                except Exception as error:                               # the tests shall see it, whatever it is
                    print("servers.py: %s %s: %s" % (service, mode, error), file=sys.stderr)
                    answer = 500, "text/plain", str(error).encode(), {}
                return self.send(*answer)

            def send(self, status, kind, body, headers):
                self.send_response(status)
                for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def flood(self):
                self.send_response(200)
                self.end_headers()
                self.close_connection = True
                while not servers.stopped.is_set():
                    self.wfile.write(b"\x30\x84\x7f\xff\xff\xff" + bytes(1 << 16))

            def handle(self):
                try:
                    super().handle()
                except OSError:                                          # the client went away
                    pass

            def do_GET(self):
                self.serve(b"")

            def do_POST(self):
                self.serve(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        return Handler


def main():
    own, command = sys.argv[1:], []
    if "--" in own:
        own, command = own[:own.index("--")], own[own.index("--") + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--at")
    for service in MODES:
        parser.add_argument("--" + service, choices=MODES[service], default="good")
    a = parser.parse_args(own)
    with Servers(Pki(a.folder, made=True), a.at, a.ocsp, a.crl, a.tsa) as servers:
        if command:
            return subprocess.run(command, env=dict(os.environ, TSA_URL=servers.tsa_url)).returncode
        print(servers.tsa_url, flush=True)
        sys.stdin.read()
        return 0


if __name__ == "__main__":
    sys.exit(main())
