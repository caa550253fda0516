#!/usr/bin/env python3
"""Signs the samples with `kyso` and lets independent programs judge the results.

usage: run_interop.py --kyso target/debug/kyso [--only TEXT] [--keep DIR]
Exit status: 0 everything agrees · 1 at least one complaint.
"""

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import later_changes
import lifted
import long_term
from check_signed import Expectation, complaints_about
from kyso_command import DATE, NUMBER, SAMPLES, SEAL_MM, Keys, Kyso, Refused
from pixels import check_seal
from reference_signer import ALGORITHMS, ReferencePki, sign_encrypted, sign_with
from signatures import embedded_signatures
from soft_token import token_keys
from test_pki import TestPki
from trust_folder import TrustFolder

FLIPS = 500
REFUSED = FAILED = 1
UNREADABLE = 5


@dataclass(frozen=True)
class Document:
    """A sample: who signs it, with which title, on which page (from 1)."""

    file: str
    signer: str
    title: str
    page: int


DECISION = Document("quyet-dinh.pdf", "Trần Thị Minh Ánh", "PHÓ CHỦ TỊCH", 2)
DOCUMENTS = [
    DECISION,
    Document("quyet-dinh-xref-stream.pdf", DECISION.signer, DECISION.title, 2),
    Document("quyet-dinh-linearized.pdf", DECISION.signer, DECISION.title, 2),
    Document("cong-van.pdf", "Nguyễn Văn Đức", "GIÁM ĐỐC", 1),
    Document("cong-van-rotate90.pdf", "Nguyễn Văn Đức", "GIÁM ĐỐC", 1),
    Document("ke-hoach-nhieu-trang.pdf", "Lê Thị Hồng Nhung", "PHÓ GIÁM ĐỐC", 5),
]


@dataclass(frozen=True)
class Bench:
    """What every scenario shares."""

    kyso: Kyso
    trust: TrustFolder
    folder: Path

    def work(self, name: str) -> Path:
        """A fresh folder for one scenario."""
        folder = self.folder / "".join(letter if letter.isalnum() else "-" for letter in name)
        folder.mkdir()
        return folder


def approve_and_issue(bench: Bench, document: Document, keys: Keys) -> list[str]:
    """Both signatures of one sample; every independent program looks at both files."""
    work = bench.work(f"{document.file} {keys.name}")
    original, approved, issued = SAMPLES / document.file, work / "approved.pdf", work / "issued.pdf"
    bench.kyso.approve(original, approved, keys, document.signer)
    complaints = judged(bench, approved, Expectation(original, signatures=1), work)
    bench.kyso.issue(approved, issued, keys)
    complaints += judged(bench, issued, Expectation(original, 3, NUMBER, DATE), work)
    if not issued.read_bytes().startswith(approved.read_bytes()):
        complaints.append("issuing changed bytes of the approved file")
    complaints += check_seal(approved, issued, document.page, SEAL_MM, document.title, document.signer, work)
    return complaints + own_verdict(bench, issued)


def judged(bench: Bench, signed: Path, expectation: Expectation, work: Path) -> list[str]:
    verdicts = complaints_about(signed, expectation, bench.trust, work)
    return [f"{signed.stem}: {name}: {complaint}" for name, complaints in verdicts.items() for complaint in complaints]


def own_verdict(bench: Bench, issued: Path) -> list[str]:
    """`kyso verify` must agree with the others."""
    report = bench.kyso.report(issued)
    found = (report["verdict"], report["legal_status"], [one["role"] for one in report["signatures"]])
    wanted = ("TOTAL_PASSED", "ORIGINAL", ["person", "numbering", "agency"])
    return [] if found == wanted else [f"kyso verify reports {found} instead of {wanted}"]


def scan_at_position(bench: Bench, keys: Keys) -> list[str]:
    """A scan has no text: refused without a position, signed with one."""
    work, original = bench.work("scan"), SAMPLES / "ban-quet-200dpi.pdf"
    complaints = refused(bench, original, work / "refused.pdf", keys)
    approved = work / "approved.pdf"
    bench.kyso.approve(original, approved, keys, DECISION.signer, "--at-position", "1,110,200")
    return complaints + judged(bench, approved, Expectation(original, signatures=1), work)


def encrypted_refused(bench: Bench, keys: Keys) -> list[str]:
    """An encrypted file is refused before anything is written."""
    return refused(bench, SAMPLES / "cong-van-encrypted.pdf", bench.work("encrypted") / "refused.pdf", keys)


def encrypted_verified(bench: Bench, keys: Keys) -> list[str]:
    """A file that qpdf encrypts with an empty user password and pyHanko signs is found valid, and broken when touched."""
    work, complaints = bench.work("encrypted verified"), []
    password = keys.secret.read_bytes().strip()
    for way in (["40"], ["128", "--use-aes=n"], ["128", "--use-aes=y"], ["256"]):
        name = "".join(way)
        plain, signed = work / f"{name}.pdf", work / f"{name}-signed.pdf"
        encryption = ["qpdf", "--allow-weak-crypto", "--encrypt", "", "owner", *way, "--", SAMPLES / DECISION.file, plain]
        subprocess.run(encryption, check=True)
        sign_encrypted(plain, signed, Path(keys.person), password)
        report = bench.kyso.report(signed)
        found = (report["verdict"], [one["coverage"] for one in report["signatures"]])
        if found != ("TOTAL_PASSED", ["whole_file"]):
            complaints.append(f"{name}: kyso verify reports {found}")
        data = bytearray(signed.read_bytes())
        data[len(data) // 4] ^= 1
        signed.write_bytes(data)
        if (status := bench.kyso.verdict_status(signed)) not in (FAILED, UNREADABLE):
            complaints.append(f"{name}, one bit flipped: exit status {status}")
    return complaints


def rare_algorithms(bench: Bench) -> list[str]:
    """EdDSA and SHA-3 signatures by pyHanko are found valid, and broken when touched."""
    work, complaints = bench.work("rare algorithms"), []
    pki = ReferencePki(work)
    for name in ALGORITHMS:
        signed = work / "signed.pdf"
        sign_with(name, pki, SAMPLES / DECISION.file, signed)
        verify = ("verify", signed, "--offline", "--trust", pki.trust)
        try:
            bench.kyso.run(*verify)
        except Refused as refusal:
            complaints.append(f"{name}: {refusal}")
        data = bytearray(signed.read_bytes())
        data[len(data) // 4] ^= 1
        signed.write_bytes(data)
        try:
            bench.kyso.run(*verify)
            complaints.append(f"{name}: passed with a flipped bit")
        except Refused as refusal:
            if refusal.status not in (FAILED, UNREADABLE):
                complaints.append(f"{name}: {refusal}")
    return complaints


def later_changes_judged(bench: Bench) -> list[str]:
    """Forms that are filled in, annotated and signed again after a signature: as pyHanko judges, but for known reasons."""
    work = bench.work("later changes")
    ReferencePki(work)
    return later_changes.compare(bench.kyso, work / "person.p12", work)


def over_the_years(bench: Bench, files) -> list[str]:
    """Files of all levels, judged until the signer's certificate is revoked and expired; `files` makes and judges them."""
    work = bench.work(files.__name__)
    now = datetime.now(UTC).replace(microsecond=0)
    with TestPki(bench.kyso.binary.with_name("kyso-test-pki"), work / "pki", now) as pki:
        return files(bench.kyso, pki, work)


def refused(bench: Bench, original: Path, target: Path, keys: Keys) -> list[str]:
    try:
        bench.kyso.approve(original, target, keys, DECISION.signer)
    except Refused as refusal:
        clean = refusal.status == REFUSED and refusal.reason.strip() and not target.exists()
        return [] if clean else [f"{original.name}: refused badly: {refusal}"]
    return [f"{original.name} was signed"]


def flipped_bytes(bench: Bench, keys: Keys) -> list[str]:
    """One flipped bit anywhere in the signed bytes: TOTAL_FAILED or unreadable, at every sampled position."""
    work = bench.work("flipped")
    approved, issued = work / "approved.pdf", work / "issued.pdf"
    bench.kyso.approve(SAMPLES / DECISION.file, approved, keys, DECISION.signer)
    bench.kyso.issue(approved, issued, keys)
    data = issued.read_bytes()
    _, before_hole, after_hole, _ = embedded_signatures(data)[-1].byte_range
    covered = [*range(before_hole), *range(after_hole, len(data))]
    complaints = []
    for index in range(FLIPS):
        position = covered[index * len(covered) // FLIPS]
        flipped = work / "flipped.pdf"
        flipped.write_bytes(data[:position] + bytes([data[position] ^ (1 << index % 8)]) + data[position + 1 :])
        status = bench.kyso.verdict_status(flipped)
        if status not in (FAILED, UNREADABLE):
            complaints.append(f"bit {index % 8} of byte {position} flipped: exit status {status}")
    return complaints


def scenarios(bench: Bench, token_folder: Path) -> dict[str, object]:
    """Name → what to run; a scenario returns its complaints."""
    pki = bench.kyso.pki
    rsa = Keys("RSA", str(pki / "nguoi-ky.p12"), str(pki / "co-quan.p12"), pki / "mat-khau.txt")
    pss = Keys("RSASSA-PSS", rsa.person, rsa.agency, rsa.secret, ("--signature-algorithm", "rsa-pss"))
    ecdsa = Keys("ECDSA", str(pki / "nguoi-ky-p256.p12"), str(pki / "co-quan-p256.p12"), rsa.secret)
    named = {f"{one.file} · RSA": lambda one=one: approve_and_issue(bench, one, rsa) for one in DOCUMENTS}
    for keys in (pss, ecdsa):
        named[f"{DECISION.file} · {keys.name}"] = lambda keys=keys: approve_and_issue(bench, DECISION, keys)
    named[f"{DECISION.file} · SoftHSM2"] = lambda: approve_and_issue(bench, DECISION, token_keys(pki, token_folder))
    named["scan · refused, then signed at a position"] = lambda: scan_at_position(bench, rsa)
    named["encrypted letter · refused"] = lambda: encrypted_refused(bench, rsa)
    named["EdDSA and SHA-3 · verified"] = lambda: rare_algorithms(bench)
    named["later changes · judged as by pyHanko"] = lambda: later_changes_judged(bench)
    named["levels over the years · pyHanko's files"] = lambda: over_the_years(bench, long_term.files_of_pyhanko)
    named["levels over the years · kyso's files"] = lambda: over_the_years(bench, long_term.files_of_kyso)
    named["levels over the years · lifted files"] = lambda: over_the_years(bench, long_term.files_lifted_by_kyso)
    named["protected files · lifted"] = lambda: over_the_years(bench, lifted.protected_files)
    named["encrypted decision · verified"] = lambda: encrypted_verified(bench, rsa)
    named[f"{FLIPS} flipped bits · never passed"] = lambda: flipped_bytes(bench, rsa)
    return named


def run_all(binary: Path, folder: Path, only: str) -> bool:
    """Runs the scenarios on two threads, prints one line each; whether all agree."""
    kyso = Kyso(binary.resolve(), folder / "demo")
    kyso.make_demo()
    for name in ("oracles", "token"):
        (folder / name).mkdir()
    bench = Bench(kyso, TrustFolder(kyso.trust, folder / "oracles"), folder)
    chosen = {name: run for name, run in scenarios(bench, folder / "token").items() if only in name}
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = {name: pool.submit(complaints_of, run) for name, run in chosen.items()}
        return all([announced(name, future.result()) for name, future in running.items()])


def complaints_of(run) -> list[str]:
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - a scenario that breaks down is a complaint
        return [f"{type(error).__name__}: {error}"]


def announced(name: str, complaints: list[str]) -> bool:
    print(f"{'FAIL' if complaints else 'ok':5}{name}", flush=True)
    for complaint in complaints:
        print("      " + complaint.replace("\n", "\n      "), flush=True)
    return not complaints


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kyso", type=Path, required=True)
    parser.add_argument("--only", default="", help="run only the scenarios whose name contains this text")
    parser.add_argument("--keep", type=Path, help="leave all files in this new folder")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True)
        return int(not run_all(options.kyso, options.keep, options.only))
    with tempfile.TemporaryDirectory(prefix="kyso-interop-") as folder:
        return int(not run_all(options.kyso, Path(folder), options.only))


if __name__ == "__main__":
    sys.exit(main())
