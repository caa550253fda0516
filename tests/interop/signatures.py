"""Signatures as they lie in the bytes of a PDF, found without a PDF library.

Nothing here is shared with kyso or with the other validators: the byte ranges and the CMS are cut out of the file by
their text, so that a mistake in an object parser cannot hide.
"""

import re
from dataclasses import dataclass

from asn1crypto import cms

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass(frozen=True)
class EmbeddedSignature:
    """One signature: its byte range (offsets and lengths in bytes), its CMS without padding, the bytes it covers."""

    byte_range: tuple[int, int, int, int]
    cms: bytes
    content: bytes

    @property
    def end(self) -> int:
        """Offset just behind the last covered byte."""
        return self.byte_range[2] + self.byte_range[3]

    @property
    def is_pss(self) -> bool:
        """Whether the signature value is RSASSA-PSS."""
        signer = cms.ContentInfo.load(self.cms)["content"]["signer_infos"][0]
        return signer["signature_algorithm"]["algorithm"].native == "rsassa_pss"


def embedded_signatures(pdf: bytes) -> list[EmbeddedSignature]:
    """Every signature of the file, the oldest first. Raises ValueError where a byte range does not frame a hex string."""
    ranges = [tuple(int(number) for number in match.groups()) for match in BYTE_RANGE.finditer(pdf)]
    return sorted((cut_out(pdf, byte_range) for byte_range in ranges), key=lambda signature: signature.end)


def cut_out(pdf: bytes, byte_range: tuple[int, int, int, int]) -> EmbeddedSignature:
    start, length, resume, rest = byte_range
    end = resume + rest
    if start != 0 or not length < resume <= end <= len(pdf):
        raise ValueError(f"byte range {byte_range} does not fit a file of {len(pdf)} bytes")
    hole = pdf[length:resume]
    if not re.fullmatch(rb"<[0-9A-Fa-f]*>", hole):
        raise ValueError(f"byte range {byte_range} leaves out more or less than /Contents")
    padded = bytes.fromhex(hole[1:-1].decode("ascii"))
    return EmbeddedSignature(byte_range, der_prefix(padded), pdf[:length] + pdf[resume:end])


def der_prefix(padded: bytes) -> bytes:
    """The DER value at the start; everything behind it must be zero padding."""
    lead = padded[1]
    size_octets = lead & 0x7F if lead & 0x80 else 0
    size = int.from_bytes(padded[2 : 2 + size_octets], "big") if size_octets else lead
    total = 2 + size_octets + size
    if any(padded[total:]):
        raise ValueError("/Contents holds something behind the CMS that is not zero padding")
    return padded[:total]
