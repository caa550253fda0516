"""Levels B-B to B-LTA over the years: files of pyHanko judged by kyso, files of kyso judged by pyHanko.

All times are relative to the moment of the run; nothing waits. The certificate of the signer is revoked after 300 days and ends
after two years; that of the timestamp authority lasts longer. Each file is judged at several times, with nothing but itself and
with the revocation lists of that time; both programs must say what is wanted.
"""

import asyncio
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from asn1crypto import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.ades.report import AdESIndeterminate, AdESPassed
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_lta_validation,
    ades_timestamp_validation,
    ades_with_time_validation,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import process_legacy_crl_input, process_legacy_ocsp_input

from kyso_command import SAMPLES, Kyso
from kyso_service import KysoService
from test_pki import TestPki, stamp

PASSED, FAILED, INDETERMINATE = "TOTAL_PASSED", "TOTAL_FAILED", "INDETERMINATE"
ANCHORS = ["root", "root-tsa", "root-g1"]
SOURCE, PRINTED_NAME = SAMPLES / "quyet-dinh.pdf", "Trần Thị Minh Ánh"
SIGNER, SECOND_SIGNER = "person-revoked-later", "person"
ISSUERS = {"person": "ca", "person-revoked-later": "ca", "person-lists": "ca-lists"}

# Days after signing and what is at hand → the verdict.
ALONE, LISTS = "alone", "with the lists of the time"
AFTER_AN_HOUR, REVOKED, REVOKED_AND_EXPIRED = 1 / 24, 310, 3 * 365
WANTED = {
    "B-B": {
        (AFTER_AN_HOUR, ALONE): INDETERMINATE,
        (AFTER_AN_HOUR, LISTS): PASSED,
        (REVOKED, LISTS): INDETERMINATE,
        (REVOKED_AND_EXPIRED, LISTS): INDETERMINATE,
    },
    "B-T": {
        (AFTER_AN_HOUR, ALONE): INDETERMINATE,
        (AFTER_AN_HOUR, LISTS): PASSED,
        (REVOKED, LISTS): PASSED,
        (REVOKED_AND_EXPIRED, ALONE): INDETERMINATE,
        (REVOKED_AND_EXPIRED, LISTS): PASSED,
    },
    "B-LT": {
        (AFTER_AN_HOUR, ALONE): PASSED,
        (REVOKED, LISTS): PASSED,
        (REVOKED_AND_EXPIRED, ALONE): INDETERMINATE,
        (REVOKED_AND_EXPIRED, LISTS): PASSED,
    },
    "B-LTA": {
        (AFTER_AN_HOUR, ALONE): PASSED,
        (REVOKED, LISTS): PASSED,
        (REVOKED_AND_EXPIRED, ALONE): INDETERMINATE,
        (REVOKED_AND_EXPIRED, LISTS): PASSED,
    },
}

# Offline and with nothing at hand, pyHanko wants to know what became of the newest timestamp's authority; kyso goes by the file
# while that authority's certificate is valid and nothing says that it was revoked (docs/long-term.md).
KYSO_GOES_BY_THE_FILE = {(level, REVOKED_AND_EXPIRED, ALONE) for level in ("B-LT", "B-LTA")}

# Timestamps of these authorities prove nothing.
BAD_AUTHORITIES = ["tsa-expired", "tsa-revoked", "tsa-wrong-usage", "tsa-stranger"]


@dataclass(frozen=True)
class AtHand:
    """What a judge has besides the file, at a time."""

    at: datetime
    lists: tuple = ()
    trust: Path | None = None


def files_of_pyhanko(kyso: Kyso, pki: TestPki, work: Path) -> list[str]:
    """Files that pyHanko signs at each level have that level for kyso, and for both the same verdict over the years."""
    long_term = LongTerm(kyso, pki, work)
    complaints = []
    for level in WANTED:
        signed = work / f"{level}.pdf"
        long_term.sign_with_pyhanko(SOURCE, signed, SIGNER, level)
        complaints += long_term.complaints_about(signed, level)
    complaints += long_term.complaints_about_damage(work / "B-LTA.pdf")
    for authority in BAD_AUTHORITIES:
        signed = work / f"{authority}.pdf"
        long_term.sign_with_pyhanko(SOURCE, signed, SIGNER, "B-T", authority)
        complaints += long_term.complaints_about_time(signed)
    return complaints


def files_of_kyso(kyso: Kyso, pki: TestPki, work: Path) -> list[str]:
    """Files that kyso signs at each level, with the timestamps and evidence of servers, are what pyHanko takes them for."""
    long_term = LongTerm(kyso, pki, work)
    complaints = []
    for level in WANTED:
        signed = work / f"{level}.pdf"
        with KysoService(kyso.binary, write_config(pki, level, work / f"{level}.toml")) as service:
            signed.write_bytes(service.approve(SOURCE, SIGNER, PRINTED_NAME))
        complaints += long_term.complaints_about(signed, level)
    return complaints


def files_lifted_by_kyso(kyso: Kyso, pki: TestPki, work: Path) -> list[str]:
    """Files that pyHanko signed, once and twice, and kyso lifted, are what pyHanko takes files of their new level for."""
    long_term = LongTerm(kyso, pki, work)
    complaints = []
    for level in ("B-LT", "B-LTA"):
        for before in ("B-B", "B-T"):
            signed = work / f"{before} lifted to {level}.pdf"
            long_term.sign_with_pyhanko(SOURCE, signed, SIGNER, before)
            long_term.sign_with_pyhanko(signed, signed, SECOND_SIGNER, before, field="Signature2")
            original = signed.read_bytes()
            kyso.extend(signed, level, write_config(pki, level, work / "lifting.toml"))
            if not signed.read_bytes().startswith(original):
                complaints.append(f"{signed.stem}: bytes that were signed have changed")
            complaints += long_term.complaints_about(signed, level)
    return complaints


def write_config(pki: TestPki, level: str, target: Path) -> Path:
    """Everything comes from the one server of the test PKI."""
    target.write_text(
        f"""
trust = "{pki.trust}"
signing_level = "{level}"

[online]
allow_networks = ["127.0.0.0/8"]
ports = [{pki.url.rsplit(":")[-1]}]
cache_mb = 0

[[tsa]]
url = "{pki.url}/tsa/tsa"

[[keys]]
id = "{SIGNER}"
pkcs12 = "{pki.key(SIGNER)}"
pin_file = "{pki.password_file()}"
"""
    )
    return target


@dataclass(frozen=True)
class LongTerm:
    """The PKI and who judges."""

    kyso: Kyso
    pki: TestPki
    folder: Path

    def at_hand(self, days: float, evidence: str) -> AtHand:
        """What is published `days` after the moment of the PKI; its clock is set back afterwards."""
        at = self.pki.now + timedelta(days=days)
        if evidence == ALONE:
            return AtHand(at, trust=self.pki.trust)
        trust = self.folder / f"trust-{int(days * 24)}"
        if not trust.exists():
            self.pki.trust_at(at, trust)
        lists = tuple(self.pki.lists_at(at))
        self.pki.set_clock(self.pki.now)
        return AtHand(at, lists, trust)

    def complaints_about(self, signed: Path, level: str) -> list[str]:
        """Whether both programs say what is wanted of a file of this level, and kyso finds the level."""
        complaints = by_pdfsig(signed)
        for (days, evidence), wanted in WANTED[level].items():
            at_hand = self.at_hand(days, evidence)
            where = f"{signed.stem} after {days:.2f} days, {evidence}"
            theirs, ours = by_pyhanko(signed, at_hand, self.anchors()), self.by_kyso(signed, at_hand)
            if theirs.keys() != ours.keys():
                complaints.append(f"{where}: pyHanko judges {list(theirs)}, kyso {list(ours)}")
            for field, found in theirs.items():
                if found != wanted:
                    complaints.append(f"{where}: pyHanko says {found} about {field} instead of {wanted}")
            if (level, days, evidence) in KYSO_GOES_BY_THE_FILE:
                wanted = PASSED
            for field, (verdict, reason, found_level) in ours.items():
                if verdict != wanted:
                    complaints.append(f"{where}: kyso says {verdict} {reason} about {field} instead of {wanted}")
                if wanted == PASSED and found_level != level:
                    complaints.append(f"{where}: kyso finds the level {found_level} of {field} instead of {level}")
        return complaints

    def by_kyso(self, signed: Path, at_hand: AtHand) -> dict[str, tuple[str, str | None, str]]:
        """Verdict, sub-indication and level of each signature by `kyso verify --at`."""
        report = self.kyso.judgement_at(signed, stamp(at_hand.at), at_hand.trust)
        found = [one for one in report["signatures"] if one["kind"] == "signature"]
        return {one["field"]: (one["verdict"], one["sub_indication"], one["level"]) for one in found}

    def complaints_about_time(self, signed: Path) -> list[str]:
        """Whether both programs refuse a signature of a revoked signer whose timestamp proves nothing."""
        return self.complaints_about_acceptance(signed, self.at_hand(REVOKED, LISTS))

    def complaints_about_acceptance(self, signed: Path, at_hand: AtHand) -> list[str]:
        by_kyso = self.by_kyso(signed, at_hand).items()
        found = {
            "pyHanko": by_pyhanko(signed, at_hand, self.anchors()),
            "kyso": {field: verdict for field, (verdict, *_) in by_kyso},
        }
        return [f"{signed.stem}: {who} says {PASSED}" for who, verdicts in found.items() if PASSED in verdicts.values()]

    def complaints_about_damage(self, signed: Path) -> list[str]:
        """Whether both programs object to one flipped bit in the signed bytes."""
        damaged = signed.with_stem(f"{signed.stem}-damaged")
        data = bytearray(signed.read_bytes())
        data[len(SOURCE.read_bytes()) // 2] ^= 1
        damaged.write_bytes(data)
        return self.complaints_about_acceptance(damaged, self.at_hand(AFTER_AN_HOUR, LISTS))

    def sign_with_pyhanko(
        self, source: Path, target: Path, signer: str, level: str, authority: str = "tsa", field: str = "Signature1"
    ):
        key = signers.SimpleSigner.load_pkcs12(str(self.pki.key(signer)), passphrase=self.pki.password())
        evidence = level in ("B-LT", "B-LTA")
        metadata = signers.PdfSignatureMetadata(
            field_name=field,
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            embed_validation_info=evidence,
            use_pades_lta=level == "B-LTA",
            validation_context=self.signing_context(signer) if evidence else None,
        )
        stamper = self.pki.timestamper(authority) if level != "B-B" else None
        writer = IncrementalPdfFileWriter(BytesIO(source.read_bytes()))
        with target.open("wb") as output:
            signers.PdfSigner(metadata, key, timestamper=stamper).sign_pdf(writer, output=output)

    def signing_context(self, signer: str) -> ValidationContext:
        """What the servers say now about the signer and the timestamp authority."""
        pki, issuer = self.pki, ISSUERS[signer]
        return ValidationContext(
            trust_roots=self.anchors(),
            other_certs=[pki.certificate(issuer)],
            crls=[pki.revocation_list(name) for name in ("root", "root-tsa", issuer)],
            ocsps=[pki.ocsp_response(signer, "ca", "ocsp")] if issuer == "ca" else [],
            moment=pki.now,
            revocation_mode="require",
        )

    def anchors(self):
        return [self.pki.certificate(name) for name in ANCHORS]


def by_pdfsig(signed: Path) -> list[str]:
    """The value of the first signature; pdfsig 22.12 does not look at document timestamps."""
    text = subprocess.run(["pdfsig", signed], capture_output=True, text=True, timeout=60).stdout
    first = text.split("Signature #2")[0]
    return [] if "Signature Validation: Signature is Valid." in first else [f"{signed.stem}: pdfsig: {first}"]


def by_pyhanko(signed: Path, at_hand: AtHand, anchors) -> dict[str, str]:
    """The verdict on each signature, by its field."""
    reader = PdfFileReader(BytesIO(signed.read_bytes()))
    spec = validation_spec(reader, at_hand, anchors)
    stamps = reader.embedded_timestamp_signatures
    found = reader.embedded_regular_signatures
    return {signature.field_name: verdict_on(signature, stamps, spec, at_hand.at) for signature in found}


def verdict_on(signature, stamps, spec: SignatureValidationSpec, at: datetime) -> str:
    """The verdict of EN 319 102-1: clause 5.6.3 with document timestamps, 5.5 with a signature timestamp, 5.3 without.

    pyHanko's 5.5 insists on a signature timestamp. Where a document timestamp alone proves the time, it must be valid, and the
    signature by 5.3 at its time.
    """
    if stamps and not has_timestamp(signature):
        return by_document_timestamp(signature, stamps, spec, at)
    if stamps:
        timing = ValidationTimingInfo(at, at, point_in_time_validation=False)
        judging = ades_lta_validation(signature, PdfSignatureValidationSpec(spec), timing_info=timing)
        return verdict_of(asyncio.run(judging).ades_subindic)
    process = ades_with_time_validation if has_timestamp(signature) else ades_basic_validation
    return by_process(process, signature, spec, at)


def by_document_timestamp(signature, stamps, spec: SignatureValidationSpec, at: datetime) -> str:
    """Every timestamp holds and the last one is valid now; then the first one proves when the signature existed."""
    for stamp in stamps:
        judging = ades_timestamp_validation(
            stamp.signed_data,
            spec,
            stamp.compute_digest,
            timing_info=ValidationTimingInfo(at, at, point_in_time_validation=False),
        )
        verdict = verdict_of(asyncio.run(judging).ades_subindic)
        if verdict != PASSED:
            return verdict
    proven = stamps[0].signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    return by_process(ades_basic_validation, signature, spec, proven)


def by_process(process, signature, spec: SignatureValidationSpec, at: datetime) -> str:
    timing = ValidationTimingInfo(at, at, point_in_time_validation=False)
    judging = process(signature.signed_data, spec, timing_info=timing, raw_digest=signature.compute_digest())
    return verdict_of(asyncio.run(judging).ades_subindic)


def has_timestamp(signature) -> bool:
    attributes = signature.signer_info["unsigned_attrs"] or []
    return any(one["type"].native == "signature_time_stamp_token" for one in attributes)


def validation_spec(reader: PdfFileReader, at_hand: AtHand, anchors) -> SignatureValidationSpec:
    """Revocation must be known, from the security store and what is at hand; nothing is fetched."""
    certificates, responses, lists = [], [], list(at_hand.lists)
    try:
        store = DocumentSecurityStore.read_dss(reader)
        certificates = [x509.Certificate.load(one.get_object().data) for one in store.certs.values()]
        responses = [one.get_object().data for one in store.ocsps]
        lists += [one.get_object().data for one in store.crls]
    except NoDSSFoundError:
        pass
    return SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build(trust_roots=anchors),
            revinfo_policy=CertRevTrustPolicy(revocation_checking_policy=REQUIRE_REVINFO, retroactive_revinfo=True),
        ),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=LocalKnowledge(
            known_certs=certificates,
            known_ocsps=process_legacy_ocsp_input(responses),
            known_crls=process_legacy_crl_input(lists),
        ),
    )


def verdict_of(indication) -> str:
    if indication is AdESPassed.OK:
        return PASSED
    return INDETERMINATE if isinstance(indication, AdESIndeterminate) else FAILED
