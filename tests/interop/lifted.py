"""Files of pyHanko that allow little or nothing afterwards, lifted by `kyso extend`: the security store and the document timestamp
that kyso appends are what every signature allows (ISO 32000-2, table 257), for pyHanko as for kyso.
"""

import json
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm

import oracles
from kyso_command import SAMPLES, Kyso
from long_term import write_config
from report_schema import require
from test_pki import TestPki

LEVEL = "B-LTA"
SIGNER = "person"
# Both forms of cross-references.
SOURCES = ["quyet-dinh.pdf", "quyet-dinh-xref-stream.pdf"]
PROTECTED = {
    "P1": {"certify": MDPPerm.NO_CHANGES},
    "P2": {"certify": MDPPerm.FILL_FORMS},
    "lock": {"lock": FieldMDPSpec(FieldMDPAction.ALL)},
}


def protected_files(kyso: Kyso, pki: TestPki, work: Path) -> list[str]:
    """Each is lifted in place, without a byte of it changed."""
    config = write_config(pki, LEVEL, work / "kyso.toml")
    complaints = []
    for source in SOURCES:
        for name, protection in PROTECTED.items():
            signed = work / f"{name}-{source}"
            signed.write_bytes(signed_by_pyhanko(pki, SAMPLES / source, **protection))
            before = signed.read_bytes()
            kyso.run("extend", signed, "--level", LEVEL, "--config", config)
            if not signed.read_bytes().startswith(before):
                complaints.append(f"{signed.name}: bytes of the signed file were changed")
            complaints += [f"{signed.name}: {one}" for one in complaints_about(kyso, pki, signed)]
    return complaints


def signed_by_pyhanko(pki: TestPki, source: Path, certify=None, lock=None) -> bytes:
    """At B-T, by the timestamp authority of the PKI."""
    key = signers.SimpleSigner.load_pkcs12(str(pki.key(SIGNER)), passphrase=pki.password())
    metadata = signers.PdfSignatureMetadata(
        field_name="Signature1",
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=certify is not None,
        docmdp_permissions=certify or MDPPerm.FILL_FORMS,
    )
    spec = fields.SigFieldSpec("Signature1", field_mdp_spec=lock)
    signing = signers.PdfSigner(metadata, key, timestamper=pki.timestamper("tsa"), new_field_spec=spec)
    out = BytesIO()
    signing.sign_pdf(IncrementalPdfFileWriter(BytesIO(source.read_bytes())), output=out)
    return out.getvalue()


def complaints_about(kyso: Kyso, pki: TestPki, lifted: Path) -> list[str]:
    complaints = oracles.check_qpdf(lifted)
    signature = PdfFileReader(BytesIO(lifted.read_bytes())).embedded_regular_signatures[0]
    signature.compute_integrity_info()
    found = getattr(signature.diff_result, "modification_level", signature.diff_result)
    if found != ModificationLevel.LTA_UPDATES:
        complaints.append(f"pyHanko finds {found}")
    report = kyso.run("verify", lifted, "--offline", "--format", "json", "--detailed", "--trust", pki.trust)
    require(kyso.binary, "report", json.loads(report))
    for part in ('"level": "B-LTA"', '"modifications": "permitted"', '"verdict": "TOTAL_PASSED"'):
        if part not in report:
            complaints.append(f"kyso does not say {part}")
    return complaints
