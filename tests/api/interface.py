#!/usr/bin/env python3
"""Is /openapi.json what programs of others take it for, and does the service keep to it?

usage: interface.py client|examples --kyso target/debug/kyso
client    openapi-spec-validator and Redocly find no fault in it; the client that openapi-python-client makes of it verifies,
          signs, and reads the record
examples  schemathesis asks the service what the description allows, and what it does not (schemathesis.toml)
Exit status: 0 everything agrees · 1 at least one fault.
"""

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "interop"))

from kyso_command import SAMPLES, SECONDS  # noqa: E402
from kyso_service import KysoService  # noqa: E402

SIGNER = "Trần Thị Minh Ánh"
# An example is 1 ms to 50 ms of work; each operation and phase gets as many.
EXAMPLES, SEED = 40, 20261120
REDOCLY = HERE / "node_modules" / ".bin" / "redocly"


class Fault(Exception):
    """Something is not as the description says."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("what", choices=["client", "examples"])
    options.add_argument("--kyso", type=Path, required=True)
    given = options.parse_args()
    kyso = given.kyso.resolve()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        demo = folder / "demo"
        run(str(kyso), "demo", str(demo))
        with KysoService(kyso, demo / "kyso.toml") as service:
            try:
                {"client": check_client, "examples": check_examples}[given.what](service, folder)
            except Fault as fault:
                print(f"interface description: {fault}")
                return 1
    print("interface description: no fault")
    return 0


def check_client(service: KysoService, folder: Path) -> None:
    description = folder / "openapi.json"
    with urllib.request.urlopen(f"{service.url}/openapi.json", timeout=SECONDS) as answer:
        description.write_bytes(answer.read())
    run(sys.executable, "-m", "openapi_spec_validator", str(description))
    run(str(REDOCLY), "lint", "--config", str(HERE / "redocly.yaml"), "--format", "stylish", str(description))
    run(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"),
        *("--config", str(HERE / "client.yaml"), "--meta", "none"),
        *("--path", str(description), "--output-path", str(folder / "made")),
    )
    use_client(service, folder)


def use_client(service: KysoService, folder: Path) -> None:
    """The generated client, as an integrator would use it."""
    sys.path.insert(0, str(folder))
    made = importlib.import_module("made")
    models, types = importlib.import_module("made.models"), importlib.import_module("made.types")
    operation = lambda tag, name: importlib.import_module(f"made.api.{tag}.{name}")
    client = made.Client(base_url=service.url)

    def file(path: Path, media_type: str):
        return types.File(payload=path.open("rb"), file_name=path.name, mime_type=media_type)

    form = models.SignatureForm(
        file=file(folder / "demo" / "quyet-dinh.pdf", "application/pdf"),
        request=models.ApproveRequest(operation=models.ApproveRequestOperation.APPROVE, key="nguoi-ky", signer=SIGNER),
        image=file(SAMPLES / "chu-ky-mau.png", "image/png"),
    )
    signed = operation("signing", "create_signature").sync_detailed(client=client, body=form)
    require(signed.status_code == 200, f"signing: {signed.status_code} {signed.content[:300]}")
    require(signed.headers["kyso-level"] == "B-B", f"signing: level {signed.headers['kyso-level']}")
    document = folder / "signed.pdf"
    document.write_bytes(signed.parsed.payload.read())
    found = operation("verification", "create_verification").sync_detailed(
        client=client, body=file(document, "application/pdf"), lang=models.CreateVerificationLang.EN
    )
    require(found.status_code == 200, f"verifying: {found.status_code} {found.content[:300]}")
    report = found.parsed
    require(report.verdict == "TOTAL_PASSED", f"verifying: {report.verdict}")
    require(report.headline.startswith("VALID"), f"verifying: not told in English: {report.headline}")
    require(found.headers["content-location"].endswith(report.id), "verifying: Content-Location names another one")
    record = operation("verification", "get_record").sync(client=client, id=report.id)
    require(record.payload.read(5) == b"%PDF-", "the record is no PDF")
    broken = folder / "broken.pdf"
    broken.write_bytes(document.read_bytes()[:5000])
    refused = operation("verification", "create_verification").sync_detailed(client=client, body=file(broken, "application/pdf"))
    problem = refused.parsed
    require(refused.status_code == 422 and problem.type_ == "urn:kyso:problem:unreadable-pdf", f"broken: {refused.content[:300]}")
    with urllib.request.urlopen(service.url + problem.record, timeout=SECONDS) as answer:
        require(answer.read(5) == b"%PDF-", "the record of the broken file is no PDF")


def check_examples(service: KysoService, folder: Path) -> None:
    """What is left out, and why, stands in schemathesis.toml."""
    command = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml")]
    command += ["run", f"{service.url}/openapi.json", "--seed", str(SEED), "--max-examples", str(EXAMPLES)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    print(done.stdout)
    require(done.returncode == 0, "schemathesis found what the description does not say")


def run(*command: str) -> None:
    # The generator of clients calls a formatter that was installed with it.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env={**os.environ, "PATH": path})
    name = Path(command[0]).name if command[0] != sys.executable else command[2]
    require(done.returncode == 0, f"{name}: {done.stdout[-4000:]}{done.stderr[-4000:]}")


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Fault(otherwise)


if __name__ == "__main__":
    sys.exit(main())
