"""Drives the `kyso` command line on the demo PKI."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from report_schema import require

SAMPLES = Path(__file__).parents[2] / "testdata" / "samples"
NUMBER, DATE, SEAL_MM = "05", "2026-11-20", 36
SECONDS = 120


@dataclass(frozen=True)
class Keys:
    """How person and agency sign: PKCS#12 files or PKCS#11 URIs, the file with password or PIN, extra options."""

    name: str
    person: str
    agency: str
    secret: Path
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """`kyso` did not end with status 0; `reason` is what it printed on standard error."""

    def __init__(self, command: str, status: int, reason: str):
        super().__init__(f"kyso {command}: status {status}: {reason.strip()}")
        self.status, self.reason = status, reason


@dataclass(frozen=True)
class Kyso:
    """The program under test with the demo folder that it made."""

    binary: Path
    demo: Path

    @property
    def pki(self) -> Path:
        return self.demo / "pki"

    @property
    def trust(self) -> Path:
        return self.pki / "trust"

    def make_demo(self):
        """`kyso demo DIR`: PKI, issued sample, report and picture."""
        self.run("demo", self.demo)

    def approve(self, source: Path, target: Path, keys: Keys, signer: str, *options: str):
        """The competent person's signature."""
        arguments = ["sign", "approve", source, "-o", target, "--key", keys.person, "--signer", signer]
        arguments += ["--image", SAMPLES / "chu-ky-mau.png", *self._common(keys), *options]
        self.run(*arguments, environment=keys.environment)

    def issue(self, source: Path, target: Path, keys: Keys):
        """The agency's numbering signature and seal."""
        arguments = ["sign", "issue", source, "-o", target, "--key", keys.agency, "--seal", SAMPLES / "con-dau-mau.png"]
        arguments += ["--diameter", SEAL_MM, "--number", NUMBER, "--date", DATE, *self._common(keys)]
        self.run(*arguments, environment=keys.environment)

    def extend(self, pdf: Path, level: str, config: Path):
        """Lifts a signed file in its place."""
        self.run("extend", pdf, "--level", level, "--config", config)

    def report(self, pdf: Path) -> dict:
        """`kyso verify --format json` on a file that must pass."""
        return self._told(self.run(*self._verification_of(pdf)))

    def judgement(self, pdf: Path) -> dict:
        """`kyso verify --format json` on a file that may fail."""
        return self._told(self._start(self._verification_of(pdf), {}).stdout)

    def judgement_at(self, pdf: Path, time: str, trust: Path) -> dict:
        """`kyso verify --at`, offline, with another trust folder."""
        verify = ["verify", pdf, "--offline", "--format", "json", "--trust", trust, "--at", time]
        done = self._start(verify, {})
        if not done.stdout:
            raise Refused("verify", done.returncode, done.stderr)
        return self._told(done.stdout)

    def verdict_status(self, pdf: Path) -> int:
        """Exit status of `kyso verify`."""
        return self._start(self._verification_of(pdf), {}).returncode

    def run(self, *arguments, environment: dict[str, str] | None = None) -> str:
        """Standard output; raises Refused unless the exit status is 0."""
        done = self._start(arguments, environment or {})
        if done.returncode != 0:
            raise Refused(" ".join(str(argument) for argument in arguments), done.returncode, done.stderr)
        return done.stdout

    def _told(self, text: str) -> dict:
        """A report, which is as its schema says."""
        told = json.loads(text)
        require(self.binary, "report", told)
        return told

    def _verification_of(self, pdf: Path) -> list[str | Path]:
        return ["verify", pdf, "--offline", "--format", "json", "--detailed", "--trust", self.trust]

    def _common(self, keys: Keys) -> list[str | Path]:
        return ["--pin-file", keys.secret, "--trust", self.trust, *keys.options]

    def _start(self, arguments, environment: dict[str, str]) -> subprocess.CompletedProcess:
        command = [str(part) for part in (self.binary, *arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=SECONDS, env={**os.environ, **environment}
        )
