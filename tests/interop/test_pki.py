"""Drives `kyso-test-pki`: a PKI in a folder and one server that answers for it, by a clock that stands where it is set."""

import shutil
import subprocess
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import crl, ocsp, tsp, x509
from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign.timestamps import TimeStamper

SECONDS = 30
PUBLISHING = ["root", "root-tsa", "ca", "ca-lists"]


class TestPki:
    """The standard test PKI, made for `now`; a context manager, because it has a server."""

    __test__ = False

    def __init__(self, binary: Path, folder: Path, now: datetime):
        self.folder, self.now = folder, now
        command = [str(binary), str(folder), "--at", stamp(now), "--serve"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self._server.stdout.readline().strip()
        if not self.url:
            raise RuntimeError(f"{binary} did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._server.stdin.close()
        self._server.wait(timeout=SECONDS)
        self._server.stdout.close()

    @property
    def trust(self) -> Path:
        """Anchors and sub-authorities, no lists."""
        return self.folder / "trust"

    def key(self, name: str) -> Path:
        return self.folder / "keys" / f"{name}.p12"

    def password_file(self) -> Path:
        return self.folder / "password.txt"

    def password(self) -> bytes:
        return self.password_file().read_bytes().strip()

    def certificate(self, name: str) -> x509.Certificate:
        return load_cert_from_pemder(str(self.folder / "certificates" / f"{name}.pem"))

    def set_clock(self, time: datetime):
        """What the servers answer from now on is made at this time."""
        self._server.stdin.write(f"clock {stamp(time)}\n")
        self._server.stdin.flush()
        if (answer := self._server.stdout.readline().strip()) != "ok":
            raise RuntimeError(answer)

    def revocation_list(self, authority: str) -> crl.CertificateList:
        with urllib.request.urlopen(f"{self.url}/crl/{authority}.crl", timeout=SECONDS) as answer:
            return crl.CertificateList.load(answer.read(), strict=True)

    def lists_at(self, time: datetime) -> list[crl.CertificateList]:
        """What the authorities publish at a time."""
        self.set_clock(time)
        return [self.revocation_list(name) for name in PUBLISHING]

    def trust_at(self, time: datetime, folder: Path) -> Path:
        """A new trust folder with the lists of a time."""
        shutil.copytree(self.trust, folder)
        for name, revocation_list in zip(PUBLISHING, self.lists_at(time), strict=True):
            (folder / f"{name}.crl").write_bytes(revocation_list.dump())
        return folder

    def ocsp_response(self, name: str, issuer: str, responder: str) -> ocsp.OCSPResponse:
        request = ocsp_request(self.certificate(name), self.certificate(issuer))
        answer = post(f"{self.url}/ocsp/{responder}", "application/ocsp-request", request.dump())
        return ocsp.OCSPResponse.load(answer, strict=True)

    def timestamper(self, name: str) -> "SiteTimeStamper":
        return SiteTimeStamper(f"{self.url}/tsa/{name}")


class SiteTimeStamper(TimeStamper):
    """pyHanko's client, with the network of the standard library."""

    def __init__(self, url: str):
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(post(self.url, "application/timestamp-query", req.dump()))


def ocsp_request(certificate: x509.Certificate, issuer: x509.Certificate) -> ocsp.OCSPRequest:
    name = ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": "sha1"},
            "issuer_name_hash": certificate.issuer.sha1,
            "issuer_key_hash": issuer.public_key.sha1,
            "serial_number": certificate.serial_number,
        }
    )
    return ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": name}]}})


def post(url: str, content_type: str, body: bytes) -> bytes:
    request = urllib.request.Request(url, data=body, headers={"Content-Type": content_type})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return answer.read()


def stamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
