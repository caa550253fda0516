"""What kyso says of files, and what therefore must look the same."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

# Rules that let something be drawn, each with whether it may take the place of ink that was there; a filled field may
# of what it showed itself.
DRAWING_RULES = {
    "new_signature": False,
    "new_visible_signature": False,
    "form_filling": True,
    "annotation": True,
}
WHITE_SPACE = b"\0\t\n\f\r "
# Files for one process of kyso, and the time for them besides a second for each.
TOGETHER = 200
SECONDS = 30


@dataclass
class Judge:
    """The verifier: a program, and the trust it is given."""

    program: str
    trust: str
    at: str
    # Takes every signature for standing, whatever followed: what a harness that can fail has to find.
    blind: bool = False

    def reports(self, files: list[Path]) -> list[dict]:
        """One report a file, in their order."""
        reports = []
        for start in range(0, len(files), TOGETHER):
            reports += self.together(files[start:start + TOGETHER])
        return [without_rules(report) for report in reports] if self.blind else reports

    def together(self, files: list[Path]) -> list[dict]:
        """The reports of some files; one by one when the program ends without them."""
        command = [self.program, "verify", "--format", "json", "--offline", "--lang", "en",
                   "--trust", self.trust, "--at", self.at, *map(str, files)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS + len(files), check=False)
        except subprocess.TimeoutExpired:
            if len(files) == 1:
                return [{"error": {"code": "OUT_OF_TIME"}}]
            return [report for file in files for report in self.together([file])]
        if done.returncode == 5 and len(files) == 1 and not done.stdout:
            return [{"error": {"code": done.stderr.decode(errors="replace").strip()[:200]}}]
        try:
            answer = json.loads(done.stdout)
        except ValueError:
            if len(files) == 1:
                raise RuntimeError(f"no report of {files[0]}: {done.stderr[:500]!r}") from None
            return [report for file in files for report in self.together([file])]
        return answer if isinstance(answer, list) else [answer]


def without_rules(report: dict) -> dict:
    """The report as if later changes did not matter."""
    for signature in report.get("signatures", []):
        if signature["integrity"] == "intact":
            signature.update(modifications="permitted", changes=[])
    return report


@dataclass
class Pair:
    """A file and the part of it that a signature covers: both must look the same but for what is permitted."""

    file: str
    start: int
    end: int
    signature: str
    wanted: list
    original: bool

    def job(self) -> dict:
        """For a worker."""
        return {"file": self.file, "start": self.start, "end": self.end, "wanted": self.wanted, "original": self.original}


def is_accepted(report: dict) -> bool:
    """Whether kyso calls the file passed, or any signature in it intact and what followed none or permitted."""
    return report.get("verdict") == "TOTAL_PASSED" or any(map(stands, report.get("signatures", [])))


def stands(signature: dict) -> bool:
    """Whether this signature still speaks for the file as it is, and kyso does not say that programs may show another."""
    doubted = signature.get("sub_indication") == "GENERIC"
    return signature["integrity"] == "intact" and signature["modifications"] in ("none", "permitted") and not doubted


def pairs(file: Path, report: dict) -> list[Pair]:
    """What has to be compared: for the first and for the last standing signature that something follows."""
    original = report.get("legal_status") == "ORIGINAL"
    data = file.read_bytes()
    found = {}
    signatures = report.get("signatures", [])
    start = leading(data, signatures)
    timestamps = {one["field"] for one in signatures if one["kind"] == "document_timestamp"}
    for signature in filter(stands, signatures):
        offset, length = signature["byte_range"][2:4]
        end = start + offset + length
        places = wanted(signature, original, timestamps)
        found.setdefault(end, Pair(str(file), start, end, signature["field"], places, original))
    ends = sorted(end for end in found if start or data[end:].strip(WHITE_SPACE))
    chosen = [found[end] for end in sorted({*ends[:1], *ends[-1:]})]
    if not chosen and original:
        chosen = [Pair(str(file), start, len(data), "", [], True)]
    return chosen


def leading(data: bytes, signatures: list[dict]) -> int:
    """How many bytes stand before the header from which byte ranges count: they are in no signature."""
    before = max(data.find(b"%PDF-"), 0)
    ranges = [signature["byte_range"] for signature in signatures if signature.get("byte_range")]
    # The value of a signature stands in the gap of its range.
    values = [data[gap:gap + 1] for _, gap, *_ in ranges]
    return 0 if all(value == b"<" for value in values) else before


def wanted(signature: dict, original: bool, timestamps: set) -> list[dict]:
    """The objects and fields whose places may look different: never those of document timestamps, which draw nothing."""
    changes = [
        change for change in signature["changes"]
        if change["permitted_by"] in DRAWING_RULES and change.get("field") not in timestamps
    ]
    return [
        {
            "object": change["object"],
            "field": change.get("field"),
            "may_cover": DRAWING_RULES[change["permitted_by"]] and not original,
        }
        for change in changes
    ]
