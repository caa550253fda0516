"""What programs that nobody here wrote say about a signed PDF. Every check returns a list of complaints, empty when content."""

import logging
import re
import subprocess
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signatures import EmbeddedSignature, embedded_signatures
from trust_folder import TrustFolder

SECONDS = 120

# pyHanko logs a stack trace for each path that it rejects; the verdict says the same in one line.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


def output_of(*command: str | Path) -> tuple[int, str]:
    """Exit status and everything that a program printed."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=SECONDS)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def check_bytes(signed: Path, original: Path) -> list[str]:
    """Signing only appends: the input is a prefix, and the newest signature covers the whole file."""
    data, before = signed.read_bytes(), original.read_bytes()
    complaints = [] if data.startswith(before) else ["the input is not a prefix of the output"]
    newest = embedded_signatures(data)[-1]
    if newest.end != len(data):
        complaints.append(f"the newest signature ends at byte {newest.end} of {len(data)}")
    return complaints


def check_qpdf(signed: Path) -> list[str]:
    """`qpdf --check`: status 0 means neither errors nor warnings."""
    status, text = output_of("qpdf", "--check", signed)
    return [] if status == 0 and "WARNING" not in text else [f"status {status}: {text.strip()}"]


def check_pdfsig(signed: Path, trust: TrustFolder, expected: list[EmbeddedSignature]) -> list[str]:
    """poppler and NSS: every signature valid and trusted, exactly the newest one covering the total document."""
    status, text = output_of("pdfsig", "-nssdir", trust.nss, signed)
    blocks = re.split(r"^Signature #\d+:$", text, flags=re.MULTILINE)[1:]
    if status != 0 or len(blocks) != len(expected):
        return [f"status {status}, {len(blocks)} signatures instead of {len(expected)}: {text.strip()}"]
    complaints, judged = [], set()
    for block in blocks:
        signer = re.search(r"Distinguished Name: (.*)", block).group(1)
        end = int(re.findall(r"\[\d+ - (\d+)\]", block)[-1])
        wanted = ["Signature is Valid.", "- Total document signed" if end == expected[-1].end else "- Not total document signed"]
        # NSS 3.87 answers “Unknown issue” when one process validates the same certificate again: only the first counts.
        wanted += [] if signer in judged else ["Certificate is Trusted."]
        judged.add(signer)
        complaints += [f"missing “{line}” in: {block.strip()}" for line in wanted if line not in block]
    return complaints


def check_mutool(signed: Path, expected: list[EmbeddedSignature]) -> list[str]:
    """MuPDF: every signature valid, only the newest one without later edits. It knows no trust but Adobe's."""
    status, text = output_of("mutool", "sign", "-v", signed)
    blocks = re.split(r"^Verifying signature \d+:$", text, flags=re.MULTILINE)[1:]
    if status != 0 or len(blocks) != len(expected):
        return [f"status {status}, {len(blocks)} signatures instead of {len(expected)}: {text.strip()}"]
    # MuPDF verifies through OpenSSL's PKCS7 functions, which know no RSASSA-PSS.
    judged_pss = sum("Digest error: Unknown error." in block for block in blocks)
    edited = sum("The signature is valid but there have been edits since signing." in block for block in blocks)
    unchanged = sum("The document is unchanged since signing." in block for block in blocks)
    pss = sum(one.is_pss for one in expected)
    newest_pss = expected[-1].is_pss
    wanted = (pss, len(expected) - pss - (not newest_pss), int(not newest_pss))
    found = (judged_pss, edited, unchanged)
    return [] if found == wanted else [f"(unjudged, edited, unchanged) is {found} instead of {wanted}: {text.strip()}"]


def check_pyhanko(signed: Path, trust: TrustFolder, expected: list[EmbeddedSignature]) -> list[str]:
    """pyHanko: intact, valid, trusted with known revocation, later revisions permitted, coverage without gaps."""
    reader = PdfFileReader(BytesIO(signed.read_bytes()))
    # pyHanko lists signatures in the order in which they were added.
    found = list(reader.embedded_regular_signatures)
    if len(found) != len(expected):
        return [f"{len(found)} signatures instead of {len(expected)}"]
    complaints = []
    for signature in found:
        status = validate_pdf_signature(signature, trust.validation_context())
        whole = SignatureCoverageLevel.ENTIRE_FILE if signature is found[-1] else SignatureCoverageLevel.ENTIRE_REVISION
        accepted = status.bottom_line and status.docmdp_ok and status.coverage == whole
        if not accepted or status.modification_level > ModificationLevel.FORM_FILLING:
            complaints.append(f"{signature.field_name}: {status.pretty_print_details()}")
    return complaints


def check_openssl(signed: Path, trust: TrustFolder, work: Path) -> list[str]:
    """`openssl cms -verify` over the byte ranges: signature value, ESS signing certificate, path and CRLs."""
    complaints = []
    for index, signature in enumerate(embedded_signatures(signed.read_bytes()), start=1):
        cms, content = work / f"{index}.cms", work / f"{index}.content"
        cms.write_bytes(signature.cms)
        content.write_bytes(signature.content)
        status, text = output_of(*openssl_command(cms, content, trust, work))
        if status != 0:
            complaints.append(f"signature {index}: {text.strip()}")
    return complaints


def openssl_command(cms: Path, content: Path, trust: TrustFolder, work: Path) -> list[str | Path]:
    command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", cms, "-content", content]
    command += ["-CAfile", trust.bundle, "-no-CApath", "-no-CAstore", "-purpose", "any", "-out", work / "verified"]
    return command + (["-crl_check_all"] if trust.crls else [])
