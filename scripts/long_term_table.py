#!/usr/bin/env python3
"""Writes the table of docs/long-term.md: what the sources of the corpus assert of their LT and LTA files, and what kyso says.

usage: long_term_table.py KYSO [--check]
Each file is verified offline at the moment at which it was finished, with the certificates of authorities that the files of the
corpus carry as trust folder, and no revocation lists but those in the file. What is asserted stands in long_term.tsv beside this
script. --check compares with the document instead of writing it. Skipped when ../shared/corpus is not there.
"""

import json
import logging
import re
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

from carried_evidence import Carried, carried_by
from skips import skip

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "long-term.md"
CORPUS = HERE.parent.parent / "shared" / "corpus" / "files"
START, END = "<!-- table: scripts/long_term_table.py -->", "<!-- end of table -->"

# What kyso says in English → why it differs from a source that asked the network or had other anchors.
REASONS = [
    (re.compile(r"No path to a trust anchor: no certificate of “(.*?)[,”]"), "no file of the corpus holds {}"),
    (re.compile(r"No path to a trust anchor"), "the path ends in no anchor"),
    (re.compile(r"evidence for the certificate of “(.*?)”: the responder was not"), "a responder that the issuer of {} did not certify"),
    (re.compile(r"evidence for the certificate of “(.*?)”: the evidence at hand is signed by"), "evidence about {} that does not count"),
    (re.compile(r"No usable revocation evidence for the certificate of “(.*?)”"), "no evidence in the file about {}"),
    (re.compile(r"SHA-1 is too weak"), "SHA-1"),
]
COMMON_NAME = re.compile(r"CN=((?:\\.|[^,\\])*)")


@dataclass(frozen=True)
class Assertion:
    """What a source says of a file: levels and indications of its signatures in order, "–" for nothing."""

    name: str
    level: str
    indication: str
    source: str
    note: str


def main() -> int:
    if not CORPUS.is_dir():
        skip("long-term files of others", f"{CORPUS} is not there")
        return 0
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    text = DOCUMENT.read_text()
    head, rest = text.split(START)
    _, tail = rest.split(END)
    made = f"{head}{START}\n{table(Path(sys.argv[1]).resolve())}{END}{tail}"
    if "--check" not in sys.argv:
        DOCUMENT.write_text(made)
        return 0
    old, new = text.splitlines(), made.splitlines()
    for line in sorted(set(old) ^ set(new)):
        print(("- " if line in old else "+ ") + line)
    return int(old != new)


def table(kyso: Path) -> str:
    assertions = [Assertion(*line.split("\t")) for line in (HERE / "long_term.tsv").read_text().splitlines()]
    files = [CORPUS / f"{one.name}.pdf" for one in assertions]
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        carried = [carried_by(file) for file in files]
        trust = write_trust(Path(folder), carried)
        found = pool.map(lambda pair: verify(kyso, trust, *pair), zip(files, carried, strict=True))
        rows = [row(*one) for one in zip(assertions, found, map(roles, carried), strict=True)]
    title = "| file | asserted level | asserted indication | by | kyso: level verdict | why not the same |\n"
    return title + "|---|---|---|---|---|---|\n" + "".join(rows)


def write_trust(folder: Path, carried: list[Carried]) -> Path:
    """All authorities that any file carries; self-signed ones count as anchors, of no Vietnamese class."""
    (folder / "other").mkdir()
    authorities = {der for one in carried for der, certificate in one.certificates.items() if certificate.ca}
    for index, der in enumerate(sorted(authorities)):
        (folder / "other" / f"{index}.cer").write_bytes(der)
    return folder


def verify(kyso: Path, trust: Path, file: Path, carried: Carried) -> list[dict]:
    command = [kyso, "verify", file, "--offline", "--lang", "en", "--format", "json", "--trust", trust]
    if finished := carried.finished():
        at = (finished + timedelta(seconds=1)).astimezone(UTC)
        command += ["--at", at.strftime("%Y-%m-%dT%H:%M:%SZ")]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout)["signatures"]


def roles(carried: Carried) -> dict[str, str]:
    """Persons are not named here."""
    holders = {}
    for certificate in carried.certificates.values():
        if not certificate.ca:
            usage = certificate.extended_key_usage_value
            stamps = usage is not None and "time_stamping" in usage.native
            holders[certificate.subject.native.get("common_name", "")] = "a timestamp authority" if stamps else "the signer"
    return holders


def row(assertion: Assertion, signatures: list[dict], holders: dict[str, str]) -> str:
    ours = [one for one in signatures if one["kind"] == "signature"]
    stamps = [one for one in signatures if one["kind"] != "signature"]
    said = "; ".join(describe(one) for one in ours)
    if stamps:
        said += " · document timestamps: " + ", ".join(describe(one, level=False) for one in stamps)
    why = assertion.note if assertion.note != "–" else "; ".join(reasons(signatures, holders))
    return f"| {assertion.name} | {assertion.level} | {assertion.indication} | {assertion.source} | {said} | {why} |\n"


def describe(signature: dict, level: bool = True) -> str:
    verdict = signature["verdict"] + (f"/{signature['sub_indication']}" if signature["sub_indication"] else "")
    return f"{signature['level']} {verdict}" if level else verdict


def reasons(signatures: list[dict], holders: dict[str, str]) -> list[str]:
    """In the order in which they are said, each once."""
    found = {}
    for message in (message for one in signatures for message in one["messages"]):
        for pattern, words in REASONS:
            if match := pattern.search(message):
                name = name_in(match)
                found[words.format(holders.get(name, name))] = None
                break
    return list(found)


def name_in(match: re.Match) -> str:
    if not match.groups():
        return ""
    name = COMMON_NAME.search(match[1])
    return (name[1] if name else match[1]).replace("\\", "")


if __name__ == "__main__":
    sys.exit(main())
