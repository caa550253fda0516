"""`kyso serve` with a configuration, and signing over HTTP."""

import json
import subprocess
import urllib.request
from pathlib import Path

from kyso_command import SAMPLES, SECONDS

BOUNDARY = "kyso-interop-boundary-7d1f"


class KysoService:
    """The service on a free port; a context manager."""

    def __init__(self, binary: Path, config: Path):
        command = [str(binary), "serve", "--listen", "127.0.0.1:0", "--config", str(config)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self._process.stdout.readline().split()
        if not line:
            raise RuntimeError(f"{binary} did not start to serve")
        self.url = line[-1].rstrip("/")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait(timeout=SECONDS)
        self._process.stdout.close()

    def approve(self, source: Path, key: str, signer: str) -> bytes:
        """The competent person's signature."""
        request = {"operation": "approve", "key": key, "signer": signer}
        parts = [
            ("file", source.name, source.read_bytes()),
            ("request", None, json.dumps(request).encode()),
            ("image", "image.png", (SAMPLES / "chu-ky-mau.png").read_bytes()),
        ]
        body = b"".join(part(*one) for one in parts) + f"--{BOUNDARY}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        question = urllib.request.Request(f"{self.url}/v1/signatures", data=body, headers=headers)
        with urllib.request.urlopen(question, timeout=SECONDS) as answer:
            return answer.read()


def part(name: str, file_name: str | None, content: bytes) -> bytes:
    file_name = f'; filename="{file_name}"' if file_name else ""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file_name}\r\n\r\n'
    return head.encode() + content + b"\r\n"
