#!/usr/bin/env python3
"""Makes the encrypted files of this folder: qpdf encrypts a small document in every way that it knows, pyHanko signs some.

usage: .venv-interop/bin/python testdata/encrypted/make.py
Every file opens with the empty password but needs-password.pdf and those whose names begin with "password-": they are
opened by USER and OWNER. The signer's key is thrown away.
"""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parents[1] / "tests" / "interop"))

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: E402
from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: E402
from pyhanko.pdf_utils.writer import copy_into_new_writer  # noqa: E402
from pyhanko.sign import fields, signers  # noqa: E402
from reference_signer import PASSWORD, ReferencePki  # noqa: E402

TITLE, CONTENT = b"(Quyet dinh)", b"BT /F1 12 Tf (So: 05) Tj ET"
METADATA = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
OBJECTS = [
    b"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
    b"<</Length %d>>\nstream\n%b\nendstream" % (len(CONTENT), CONTENT),
    b"<</Title %b/Note[(one)<</Deep(two)>>]>>" % TITLE,
    b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream" % (len(METADATA), METADATA),
]
WEAK = ["--allow-weak-crypto"]
WAYS = {
    "rc4-40": (WEAK, ["", "owner", "40"]),
    "rc4-128": (WEAK, ["", "owner", "128", "--use-aes=n"]),
    "rc4-128-v4": (WEAK, ["", "owner", "128", "--force-V4"]),
    "aes-128": (WEAK, ["", "owner", "128", "--use-aes=y"]),
    "aes-128-plain-metadata": (WEAK, ["", "owner", "128", "--use-aes=y", "--cleartext-metadata"]),
    "aes-256-r5": (WEAK, ["", "owner", "256", "--force-R5"]),
    "aes-256": ([], ["", "owner", "256"]),
    "aes-256-object-streams": (["--object-streams=generate"], ["", "owner", "256"]),
    "aes-256-empty-owner": ([], ["user", "", "256", "--allow-insecure"]),
    "needs-password": ([], ["user", "owner", "256"]),
}
USER, OWNER = "mo-khoa-2026", "chu-tep-2026"
VIETNAMESE = "mở khóa"
PROTECTED = {
    "password-rc4-40": (WEAK, [USER, OWNER, "40"]),
    "password-rc4-128": (WEAK, [USER, OWNER, "128", "--use-aes=n"]),
    "password-aes-128": (WEAK, [USER, OWNER, "128", "--use-aes=y"]),
    "password-aes-256-r5": (WEAK, [USER, OWNER, "256", "--force-R5"]),
    "password-aes-256": ([], [USER, OWNER, "256"]),
    "password-aes-256-object-streams": (["--object-streams=generate"], [VIETNAMESE, OWNER, "256"]),
}
SIGNED = ["rc4-40", "rc4-128", "aes-128", "aes-256", "aes-256-object-streams"]

TWICE = ["rc4-128", "aes-256"]


def document() -> bytes:
    """One page with a title, a content stream and metadata."""
    data, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(OBJECTS, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(OBJECTS) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    identifier = b"<00112233445566778899aabbccddeeff>" * 2
    data += b"trailer\n<</Size %d/Root 1 0 R/Info 5 0 R/ID[%b]>>\n" % (len(OBJECTS) + 1, identifier)
    return bytes(data + b"startxref\n%d\n%%%%EOF\n" % start)


def encrypt(plain: Path, name: str) -> Path:
    options, how = (WAYS | PROTECTED)[name]
    target = FOLDER / f"{name}.pdf"
    fixed = ["--static-id", "--static-aes-iv", "--stream-data=preserve"]
    subprocess.run(["qpdf", *fixed, *options, "--encrypt", *how, "--", plain, target], check=True)
    return target


def sign(source: Path, target: str, field: str, key: Path, password: str = "") -> None:
    signer = signers.SimpleSigner.load_pkcs12(str(key), passphrase=PASSWORD)
    metadata = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256", reason="Ban hanh"
    )
    writer = IncrementalPdfFileWriter(BytesIO(source.read_bytes()))
    writer.encrypt(password)
    with (FOLDER / target).open("wb") as output:
        signers.PdfSigner(metadata, signer).sign_pdf(writer, output=output)


def protect_by_code(plain: Path) -> None:
    """A message authentication code (ISO/TS 32004), which is no signature."""
    writer = copy_into_new_writer(PdfFileReader(BytesIO(plain.read_bytes())))
    writer.encrypt(owner_pass="owner", user_pass="", pdf_mac=True)
    with (FOLDER / "authentication-code.pdf").open("wb") as output:
        writer.write(output)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.pdf"
        plain.write_bytes(document())
        protect_by_code(plain)
        made = {name: encrypt(plain, name) for name in WAYS}
        key = ReferencePki(Path(folder)).folder / "agency.p12"
        for name in SIGNED:
            sign(made[name], f"signed-{name}.pdf", "Signature1", key)
        for name, (_, [user, *_]) in PROTECTED.items():
            encrypted = encrypt(plain, name)
            # pyHanko does not open revision 5.
            if not name.endswith("r5"):
                sign(encrypted, f"{name}.pdf", "Signature1", key, user)
        for name in TWICE:
            sign(FOLDER / f"signed-{name}.pdf", f"twice-{name}.pdf", "Signature2", key)


if __name__ == "__main__":
    main()
