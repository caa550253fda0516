"""Signs a sample with pyHanko and a throw-away PKI: the known-good file by which the checks themselves are tested."""

import datetime
from io import BytesIO
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko.stamp import StaticStampStyle, TextStampStyle

PASSWORD = b"reference"
BLUE, RED = b"0 0 1 rg", b"1 0 0 rg"
FILL = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MID,
    y_align=AxisAlignment.ALIGN_MID,
    margins=Margins(0, 0, 0, 0),
    inner_content_scaling=InnerScaling.STRETCH_FILL,
)
PEM = serialization.Encoding.PEM


class Authority:
    """A CA of the throw-away PKI with one CRL."""

    def __init__(self, name: str, parent: "Authority | None" = None):
        self.key = rsa.generate_private_key(65537, 2048)
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.certificate = (parent or self).issue(name, self.key, is_ca=True)

    def issue(self, name: str, key, is_ca: bool = False) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(not is_ca, not is_ca, False, False, False, is_ca, is_ca, False, False)
        builder = x509.CertificateBuilder(self.name, subject, key.public_key(), x509.random_serial_number())
        builder = builder.not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=2))
        builder = builder.add_extension(x509.BasicConstraints(is_ca, None), True).add_extension(usage, True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return builder.add_extension(identifier, False).add_extension(issuer, False).sign(self.key, hashes.SHA256())

    def crl(self, *revoked: x509.Certificate) -> x509.CertificateRevocationList:
        now = datetime.datetime.now(datetime.UTC)
        builder = x509.CertificateRevocationListBuilder(self.name, now - datetime.timedelta(hours=2), now + datetime.timedelta(days=2))
        for certificate in revoked:
            entry = x509.RevokedCertificateBuilder(certificate.serial_number, now - datetime.timedelta(hours=1))
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self.key, hashes.SHA256())


class ReferencePki:
    """Root, issuing CA, one RSA and one P-256 signer; `trust` is a folder like the one that kyso reads."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.root = Authority("Root")
        self.issuing = Authority("Issuing", self.root)
        self.person = self._signer("person", rsa.generate_private_key(65537, 2048))
        self.agency = self._signer("agency", ec.generate_private_key(ec.SECP256R1()))
        self.trust = self.write_trust("trust")

    def write_trust(self, name: str, *revoked: x509.Certificate) -> Path:
        """Writes certificates and CRLs, with the given signers revoked."""
        trust = self.folder / name
        trust.mkdir()
        for stem, authority, victims in (("root", self.root, ()), ("issuing", self.issuing, revoked)):
            (trust / f"{stem}.pem").write_bytes(authority.certificate.public_bytes(PEM))
            (trust / f"{stem}.crl").write_bytes(authority.crl(*victims).public_bytes(PEM))
        return trust

    def _signer(self, name: str, key) -> x509.Certificate:
        certificate = self.issuing.issue(name, key)
        sealed = pkcs12.serialize_key_and_certificates(
            name.encode(), key, certificate, None, serialization.BestAvailableEncryption(PASSWORD)
        )
        (self.folder / f"{name}.p12").write_bytes(sealed)
        return certificate


def coloured(colour: bytes, width: float, height: float) -> StaticStampStyle:
    """A filled rectangle in place of an image, in points."""
    drawing = RawContent(colour + f" 0 0 {width} {height} re f".encode(), box=BoxConstraints(width, height))
    return StaticStampStyle(border_width=0, background=drawing, background_opacity=1, background_layout=FILL)


def text(content: str) -> TextStampStyle:
    """A text that fills its field."""
    return TextStampStyle(border_width=0, stamp_text=content, background=None, inner_content_layout=FILL)


# Key and digest of the signatures that F7 asks for and that only few programs make.
ALGORITHMS = {
    "Ed25519": (ed25519.Ed25519PrivateKey.generate, "sha512"),
    "Ed448": (ed448.Ed448PrivateKey.generate, "shake256"),
    "ECDSA with SHA3-256": (lambda: ec.generate_private_key(ec.SECP256R1()), "sha3_256"),
    "ECDSA with SHA3-512": (lambda: ec.generate_private_key(ec.SECP521R1()), "sha3_512"),
}


def sign_with(name: str, pki: ReferencePki, source: Path, target: Path) -> None:
    """A PAdES signature with one of ALGORITHMS."""
    make, digest = ALGORITHMS[name]
    key = make()
    der = serialization.Encoding.DER
    certificate = asn1_x509.Certificate.load(pki.issuing.issue(name, key).public_bytes(der))
    secret = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=certificate, signing_key=asn1_keys.PrivateKeyInfo.load(secret), cert_registry=SimpleCertificateStore()
    )
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm=digest
    )
    with target.open("wb") as output:
        signers.PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(source.read_bytes())), output=output)


def sign_encrypted(source: Path, target: Path, key: Path, password: bytes) -> None:
    """An invisible PAdES signature on a file that opens with the empty password."""
    signer = signers.SimpleSigner.load_pkcs12(str(key), passphrase=password)
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1", subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(BytesIO(source.read_bytes()))
    writer.encrypt("")
    with target.open("wb") as output:
        signers.PdfSigner(metadata, signer).sign_pdf(writer, output=output)


def append_signature(source: Path, target: Path, key: Path, spec: fields.SigFieldSpec, style, pss: bool = False):
    """One more PAdES baseline signature with a visible appearance."""
    signer = signers.SimpleSigner.load_pkcs12(str(key), passphrase=PASSWORD, prefer_pss=pss)
    metadata = signers.PdfSignatureMetadata(
        field_name=spec.sig_field_name, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(BytesIO(source.read_bytes()))
    with target.open("wb") as output:
        signers.PdfSigner(metadata, signer, stamp_style=style, new_field_spec=spec).sign_pdf(writer, output=output)
