"""A SoftHSM2 token that holds the demo keys, in a folder of its own."""

import os
import subprocess
from pathlib import Path

from kyso_command import Keys

LABEL, PIN, SO_PIN = "kyso-interop", "24681357", "13572468"


def token_keys(pki: Path, folder: Path) -> Keys:
    """Person and agency of the demo PKI, moved into a fresh token."""
    module = softhsm_module()
    environment = {"SOFTHSM2_CONF": str(configuration(folder))}
    run(environment, "softhsm2-util", "--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", SO_PIN)
    for identifier, name in (("01", "nguoi-ky"), ("02", "co-quan")):
        key, certificate = unpack(pki / f"{name}.p12", pki / "mat-khau.txt", folder)
        run(environment, "softhsm2-util", "--import", key, "--token", LABEL, "--label", name, "--id", identifier, "--pin", PIN)
        store_certificate(environment, module, certificate, name, identifier)
    pin_file = folder / "pin.txt"
    pin_file.write_text(PIN)
    person, agency = (f"pkcs11:token={LABEL};object={name}?module-path={module}" for name in ("nguoi-ky", "co-quan"))
    return Keys("SoftHSM2", person, agency, pin_file, environment=environment)


def softhsm_module() -> Path:
    """SOFTHSM2_MODULE, or the library where distributions put it."""
    if chosen := os.environ.get("SOFTHSM2_MODULE"):
        return Path(chosen)
    for folder in (Path("/usr/lib"), Path("/usr/lib64"), Path("/usr/local/lib")):
        for candidate in sorted(folder.glob("**/libsofthsm2.so")):
            return candidate
    raise FileNotFoundError("libsofthsm2.so; set SOFTHSM2_MODULE")


def configuration(folder: Path) -> Path:
    tokens, file = folder / "tokens", folder / "softhsm2.conf"
    tokens.mkdir()
    file.write_text(f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\n")
    return file


def unpack(archive: Path, password: Path, folder: Path) -> tuple[Path, Path]:
    """Key (PKCS#8 PEM) and certificate (DER) of a PKCS#12 file."""
    key, certificate = folder / f"{archive.stem}.pem", folder / f"{archive.stem}.der"
    source = ("openssl", "pkcs12", "-in", archive, "-passin", f"file:{password}")
    key.write_bytes(run({}, "openssl", "pkcs8", "-topk8", "-nocrypt", data=run({}, *source, "-nocerts", "-nodes")))
    certificate.write_bytes(run({}, "openssl", "x509", "-outform", "DER", data=run({}, *source, "-nokeys", "-clcerts")))
    return key, certificate


def store_certificate(environment: dict[str, str], module: Path, certificate: Path, label: str, identifier: str):
    command = ["pkcs11-tool", "--module", module, "--token-label", LABEL, "--login", "--pin", PIN]
    command += ["--write-object", certificate, "--type", "cert", "--label", label, "--id", identifier]
    run(environment, *command)


def run(environment: dict[str, str], *command: str | Path, data: bytes | None = None) -> bytes:
    """Standard output of a program that must succeed."""
    parts = [str(part) for part in command]
    done = subprocess.run(parts, input=data or b"", capture_output=True, timeout=60, env={**os.environ, **environment})
    if done.returncode != 0:
        raise RuntimeError(f"{parts[0]} {parts[1]}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout
