#!/usr/bin/env python3
"""Asks pdfsig, pyHanko, qpdf, mutool, openssl and pdftotext about one signed PDF.

usage: check_signed.py SIGNED --input ORIGINAL --trust DIR --signatures N [--number 05 --date 2026-11-20]
Exit status: 0 all agree · 1 at least one complaint · 2 wrong usage.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import oracles
from places import check_places
from signatures import embedded_signatures
from trust_folder import TrustFolder


@dataclass(frozen=True)
class Expectation:
    """What a signed file must look like; number and date (ISO 8601) only after issuing."""

    original: Path
    signatures: int
    number: str | None = None
    date: str | None = None


def complaints_about(signed: Path, expectation: Expectation, trust: TrustFolder, work: Path) -> dict[str, list[str]]:
    """Per validator, what it holds against the file. `work` receives temporary files."""
    try:
        found = embedded_signatures(signed.read_bytes())
    except ValueError as error:
        return {"bytes": [str(error)]}
    if len(found) != expectation.signatures:
        return {"bytes": [f"{len(found)} signatures instead of {expectation.signatures}"]}
    checks = {
        "bytes": lambda: oracles.check_bytes(signed, expectation.original),
        "qpdf": lambda: oracles.check_qpdf(signed),
        "pdfsig": lambda: oracles.check_pdfsig(signed, trust, found),
        "mutool": lambda: oracles.check_mutool(signed, found),
        "pyHanko": lambda: oracles.check_pyhanko(signed, trust, found),
        "openssl": lambda: oracles.check_openssl(signed, trust, work),
    }
    if expectation.number and expectation.date:
        checks["pdftotext"] = lambda: check_places(signed, expectation.original, expectation.number, expectation.date)
    return {name: complaints_of(check) for name, check in checks.items()}


def complaints_of(check) -> list[str]:
    """A validator that breaks down on the file is a complaint too."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - any failure of a validator counts
        return [f"{type(error).__name__}: {error}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("signed", type=Path)
    parser.add_argument("--input", type=Path, required=True)
    parser.add_argument("--trust", type=Path, required=True)
    parser.add_argument("--signatures", type=int, required=True)
    parser.add_argument("--number")
    parser.add_argument("--date")
    options = parser.parse_args()
    expectation = Expectation(options.input, options.signatures, options.number, options.date)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        verdicts = complaints_about(options.signed, expectation, TrustFolder(options.trust, work), work)
    for name, complaints in verdicts.items():
        print(f"{'FAIL' if complaints else 'ok':5}{name}", *complaints, sep="\n      " if complaints else "")
    return int(any(verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())
