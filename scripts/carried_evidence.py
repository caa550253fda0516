"""The certificates that a signed PDF carries, and the moment at which it was finished: what a verification with nothing but
the file needs. Read with pyHanko's object model; what it cannot read is left out."""

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

REVOCATION_ARCHIVE = "1.2.840.113583.1.1.8"


@dataclass
class Carried:
    """What the file holds. `moments` are the times of its tokens, lists and responses."""

    certificates: dict[bytes, x509.Certificate] = field(default_factory=dict)
    moments: list[datetime] = field(default_factory=list)

    def add_certificate(self, der: bytes):
        with contextlib.suppress(ValueError, TypeError):
            certificate = x509.Certificate.load(der, strict=True)
            certificate.self_signed  # noqa: B018 - reads the whole certificate
            self.certificates[der] = certificate

    def add_signed_data(self, content: cms.SignedData):
        for certificate in content["certificates"] or []:
            self.add_certificate(certificate.chosen.dump())
        for signer in content["signer_infos"]:
            for attribute in [*(signer["unsigned_attrs"] or []), *(signer["signed_attrs"] or [])]:
                with contextlib.suppress(ValueError, TypeError, KeyError):
                    self.add_attribute(attribute)

    def add_attribute(self, attribute: cms.CMSAttribute):
        if attribute["type"].native == "signature_time_stamp_token":
            for token in attribute["values"]:
                self.add_token(token["content"])
        elif attribute["type"].dotted == REVOCATION_ARCHIVE:
            from pyhanko.sign.attributes import asn1_pdf

            for archive in attribute["values"]:
                archive = asn1_pdf.RevocationInfoArchival.load(archive.dump())
                for one in archive["ocsp"] or []:
                    self.add_response(one.dump())
                for one in archive["crl"] or []:
                    self.add_list(one.dump())

    def add_token(self, content: cms.SignedData):
        self.moments.append(content["encap_content_info"]["content"].parsed["gen_time"].native)
        self.add_signed_data(content)

    def add_response(self, der: bytes):
        with contextlib.suppress(ValueError, TypeError):
            basic = ocsp.OCSPResponse.load(der).basic_ocsp_response
            self.moments.append(basic["tbs_response_data"]["produced_at"].native)
            for certificate in basic["certs"] or []:
                self.add_certificate(certificate.dump())

    def add_list(self, der: bytes):
        with contextlib.suppress(ValueError, TypeError):
            self.moments.append(crl.CertificateList.load(der)["tbs_cert_list"]["this_update"].native)

    def finished(self) -> datetime | None:
        """When the last token, list or response was made."""
        return max((one.astimezone(UTC) for one in self.moments), default=None)


def carried_by(pdf: Path) -> Carried:
    carried = Carried()
    with pdf.open("rb") as stream, contextlib.suppress(Exception):
        reader = PdfFileReader(stream, strict=False)
        with contextlib.suppress(Exception):
            for signature in reader.embedded_signatures:
                with contextlib.suppress(Exception):
                    add_signature(carried, signature)
        with contextlib.suppress(Exception):
            add_store(carried, reader.root["/DSS"])
    return carried


def add_signature(carried: Carried, signature):
    if signature.sig_object_type == pdf_name("/DocTimeStamp") or signature.sig_object["/SubFilter"] == "/ETSI.RFC3161":
        carried.add_token(signature.signed_data)
    else:
        carried.add_signed_data(signature.signed_data)


def add_store(carried: Carried, store):
    for key, add in (("/Certs", carried.add_certificate), ("/OCSPs", carried.add_response), ("/CRLs", carried.add_list)):
        for stream in store.get(key, []):
            add(stream.get_object().data)
