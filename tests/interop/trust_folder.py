"""Reads a trust folder of kyso and hands it to each validator in the form it wants."""

import subprocess
from pathlib import Path

from asn1crypto import crl, pem, x509
from pyhanko_certvalidator import ValidationContext

CERTIFICATE_SUFFIXES = {".pem", ".crt", ".cer", ".der", ".crl"}


class TrustFolder:
    """Anchors, intermediates and CRLs of a folder (or of one file); `work` receives files for the validators."""

    def __init__(self, source: Path, work: Path):
        self.anchors, self.intermediates, self.crls = [], [], []
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        for file in files:
            if file.suffix.lower() in CERTIFICATE_SUFFIXES:
                self._add_file(file.read_bytes())
        if not self.anchors:
            raise ValueError(f"no self-signed certificate in {source}")
        self.bundle = work / "trust.pem"
        self.nss = work / "nss"
        self._write_bundle()
        self._write_nss()

    def validation_context(self) -> ValidationContext:
        """For pyHanko: revocation must be known from the CRLs of the folder, nothing is fetched."""
        return ValidationContext(
            trust_roots=self.anchors,
            other_certs=self.intermediates,
            crls=self.crls,
            allow_fetching=False,
            revocation_mode="require" if self.crls else "soft-fail",
        )

    def _add_file(self, data: bytes):
        blocks = [(kind, der) for kind, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [(None, data)]
        for kind, der in blocks:
            if kind == "X509 CRL" or (kind is None and is_crl(der)):
                self.crls.append(crl.CertificateList.load(der, strict=True))
            elif kind in (None, "CERTIFICATE"):
                certificate = x509.Certificate.load(der, strict=True)
                self_signed = certificate.self_signed != "no"
                (self.anchors if self_signed else self.intermediates).append(certificate)

    def _write_bundle(self):
        """One file for OpenSSL. Intermediates in it are no anchors: a path must still end at a self-signed certificate."""
        certificates = [pem.armor("CERTIFICATE", one.dump()) for one in self.anchors + self.intermediates]
        crls = [pem.armor("X509 CRL", one.dump()) for one in self.crls]
        self.bundle.write_bytes(b"".join(certificates + crls))

    def _write_nss(self):
        self.nss.mkdir()
        database = f"sql:{self.nss}"
        certutil("-N", "-d", database, "--empty-password")
        for name, certificates, flags in (("anchor", self.anchors, "CT,C,C"), ("ca", self.intermediates, ",,")):
            for index, certificate in enumerate(certificates):
                certutil("-A", "-d", database, "-n", f"{name}{index}", "-t", flags, der=certificate.dump())


def is_crl(der: bytes) -> bool:
    try:
        return bool(crl.CertificateList.load(der, strict=True)["tbs_cert_list"]["issuer"].native)
    except (ValueError, TypeError):
        return False


def certutil(*arguments: str, der: bytes | None = None):
    subprocess.run(["certutil", *arguments], input=der, check=True, capture_output=True)
