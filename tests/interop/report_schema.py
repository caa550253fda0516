#!/usr/bin/env python3
"""Is what `kyso` tells programs as the schemas say that it hands out? Judged by jsonschema-rs, and what that refuses
by jsonschema, which names the place; neither shares code with it.

usage: report_schema.py --kyso target/debug/kyso --testdata target/debug/kyso-testdata
Every generated attack, control and impersonation, in detail and in both languages; unreadable files; the service. A member that
the schema does not name is a fault here, though readers pass over it. Exit status: 0 everything agrees · 1 at least one fault.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema_rs import Draft202012Validator as QuickValidator

SECONDS = 600
AT = "2026-11-21T03:00:00Z"
# Beside each other in a definition, these tell together which members there are.
APPLICATORS = ("allOf", "anyOf", "oneOf", "$ref")
FEWEST_REPORTS = 300


class NotAsDescribed(Exception):
    """A report is not as its schema says."""


def require(kyso: Path, which: str, told) -> None:
    """Raises NotAsDescribed; `which` is `report` or `validation`."""
    if quick_validator(kyso, which).is_valid(told):
        return
    faults = [fault(error) for error in validator(kyso, which).iter_errors(told)]
    raise NotAsDescribed("; ".join(faults[:5]) or "one of two validators refuses it")


def fault(error) -> str:
    """The deepest reason: of alternatives, the one that comes nearest."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    place = "/".join(str(part) for part in error.absolute_path)
    return f"{place}: {error.message[:300]}"


@cache
def quick_validator(kyso: Path, which: str) -> QuickValidator:
    return QuickValidator(schema_of(kyso, which))


@cache
def validator(kyso: Path, which: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kyso, which))


def schema_of(kyso: Path, which: str) -> dict:
    done = subprocess.run([str(kyso), "schema", which], capture_output=True, check=True, timeout=SECONDS)
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    return closed(schema)


def closed(schema: dict) -> dict:
    """The same schema, of objects with no other members than it names; alternatives name some of them."""
    for definition in (schema, *schema["$defs"].values()):
        mixed = any(key in definition for key in APPLICATORS)
        definition["unevaluatedProperties" if mixed else "additionalProperties"] = False
    return schema


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--kyso", type=Path, required=True)
    options.add_argument("--testdata", type=Path, required=True)
    given = options.parse_args()
    kyso = given.kyso.resolve()
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents"
        subprocess.run([str(given.testdata), str(documents)], check=True, timeout=SECONDS, stdout=subprocess.DEVNULL)
        faults = [*faults_of_documents(kyso, documents), *faults_of_single_files(kyso, documents), *faults_of_service(kyso, documents)]
    print(*faults, sep="\n", end="\n" if faults else "")
    print(f"reports: {len(faults)} faults")
    return int(bool(faults))


def faults_of_documents(kyso: Path, documents: Path):
    """Each element of a list by itself, so that each fault has its file."""
    for options in (["--detailed"], ["--lang", "en"]):
        told = verify(kyso, documents, documents, "--recursive", *options)
        readable = [one for one in told if "error" not in one]
        print(f"reports: {len(told)} files, {len(readable)} of them readable")
        if len(readable) < FEWEST_REPORTS:
            yield f"only {len(readable)} reports"
        # The element of a list and the answer about one file differ by the path alone; a list is tried once.
        with ProcessPoolExecutor() as pool:
            for faults in pool.map(faults_of_one, [kyso] * len(told), told, chunksize=20):
                yield from faults
        yield from faults_in(kyso, "report", told[:20], "a list")


def faults_of_one(kyso: Path, told) -> list[str]:
    return list(faults_in(kyso, "report", told, told["file"].get("path")))


def sound(documents: Path) -> list[Path]:
    """Some documents without a fault."""
    names = sorted((documents / "control").glob("*.pdf"))[:5]
    if len(names) < 5:
        raise RuntimeError(f"only {len(names)} sound documents")
    return names


def faults_of_single_files(kyso: Path, documents: Path):
    names = sound(documents)
    broken = documents / "broken.pdf"
    broken.write_bytes(b"GIF89a")
    for name in names:
        yield from faults_in(kyso, "report", verify(kyso, documents, name, "--compare-pages"), name)
    report = documents / "report.json"
    subprocess.run([str(kyso), "verify", broken, "--format", "json", "-o", report], capture_output=True, timeout=SECONDS)
    yield from faults_in(kyso, "report", json.loads(report.read_text()), broken)


def faults_of_service(kyso: Path, documents: Path):
    command = [str(kyso), "serve", "--listen", "127.0.0.1:0", "--offline", "--trust", str(documents / "trust")]
    service = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = service.stdout.readline().split()[-1].rstrip("/")
        for name in sound(documents):
            told = ask(f"{url}/v1/verifications", name.read_bytes())
            address, pages = told.pop("id"), told.pop("pages")
            if not pages or not all(one.get("reasons") is not None for one in told["signatures"]):
                yield f"{name}: no pages or no reasons over HTTP"
            yield from faults_in(kyso, "report", told, f"{name} over HTTP")
            trace = ask(f"{url}/v1/verifications/{address}/validation")
            yield from faults_in(kyso, "validation", trace, f"the trace of {name}")
    finally:
        service.terminate()
        service.wait(timeout=SECONDS)
        service.stdout.close()


def faults_in(kyso: Path, which: str, told, name):
    try:
        require(kyso, which, told)
    except NotAsDescribed as error:
        yield f"{name}: {error}"


def verify(kyso: Path, documents: Path, *arguments):
    command = [kyso, "verify", "--offline", "--format", "json", "--at", AT, "--trust", documents / "trust", *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=SECONDS)
    if not done.stdout:
        raise RuntimeError(f"{arguments}: {done.stderr}")
    return json.loads(done.stdout)


def ask(url: str, document: bytes | None = None) -> dict:
    headers = {"Content-Type": "application/pdf"} if document else {}
    with urllib.request.urlopen(urllib.request.Request(url, data=document, headers=headers), timeout=SECONDS) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())
