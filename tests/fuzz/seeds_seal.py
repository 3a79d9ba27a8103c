#!/usr/bin/env python3
"""Seeds for the targets of publisher/seal, of a fresh test PKI: signatures, a token, lists and responses behind their certificates, an
electronic seal (unsigned) and a signature with it. seeds_seal.py FOLDER"""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pki"))
from pki import Pki  # noqa: E402
from servers import Servers, der  # noqa: E402


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def seal(certificate):
    text = lambda tag, words: der(tag, words.encode())
    when = lambda year: text(0x18, year + "0101000000Z")
    number = lambda value: der(2, bytes([value]))
    info = der(0x30, der(0x30, text(0x16, "ES"), number(4), text(0x16, "v")), text(0x16, "1"),
               der(0x30, number(1), text(0x0c, "章"), number(1), der(0x30, der(4, certificate)), when("2020"), when("2020"), when("2040")),
               der(0x30, text(0x16, "png"), der(4, b"picture"), number(42), number(42)))
    oid, value = bytes.fromhex("06082a811ccf55018375"), der(3, b"\0" + b"0" * 70)
    whole = der(0x30, info, der(4, certificate), oid, value)
    tbs = der(0x30, number(4), whole, when("2027"), der(3, b"\0" + bytes(32)), text(0x16, "p"))
    return whole, der(0x30, tbs, der(4, certificate), oid, value)


def main(folder):
    def put(name, data):
        open(os.path.join(folder, "seal-" + name), "wb").write(data)

    def parts(*values):
        return b"".join(len(value).to_bytes(2, "big") + value for value in values)

    with tempfile.TemporaryDirectory() as work:
        pki = Pki(os.path.join(work, "pki"))
        certificate = lambda name: openssl("x509", "-in", pki.path(name + ".pem"), "-outform", "DER")
        for name in ("seal", "ec"):
            put("cms-" + name, openssl("cms", "-sign", "-binary", "-cades", "-md", "sha256", "-outform", "DER", "-signer", pki.path(name + ".pem"),
                                       "-inkey", pki.path(name + ".key"), data=b"content\n"))
        put("pem", open(pki.path("ica.pem"), "rb").read())
        put("certificate", certificate("sm2"))
        with Servers(pki) as servers:
            query = openssl("ts", "-query", "-sha256", "-cert", data=b"content\n")
            response = os.path.join(work, "r.tsr")
            open(response, "wb").write(servers.stamp(query))
            put("token", openssl("ts", "-reply", "-in", response, "-token_out"))
            request = os.path.join(work, "q.ocsp")
            openssl("ocsp", "-issuer", pki.path("ica.pem"), "-cert", pki.path("seal.pem"), "-no_nonce", "-reqout", request)
            put("ocsp", parts(certificate("seal"), certificate("ica"), servers.status("ica", open(request, "rb").read())))
        put("crl", parts(certificate("revoked"), certificate("ica"), pki.crl("ica")))
        put("crl-sm2", parts(certificate("sm2"), certificate("sm2-root"), pki.crl("sm2-root")))
        for name, data in zip(("esl", "ses"), seal(certificate("sm2"))):
            put(name, data)


main(sys.argv[1])
