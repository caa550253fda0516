"""pdf.js with its annotation and form layer, in Chromium: what Firefox shows and prints."""

import base64
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
from PIL import Image

from pictures import Rendering
from programs import PAGES
from programs.chromium import Browser, BrowserFailed

HERE = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1400, 1000
# Files in one window.
TOGETHER = 24
TYPES = {".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
         ".wasm": "application/wasm", ".svg": "image/svg+xml"}


class Program:
    """pdf.js at one resolution, its browser started anew when it fails."""

    def __init__(self, dpi: float):
        self.scale = dpi / 72
        self.server = Server()
        self.browser = None

    def render(self, files: list[bytes]) -> list[Rendering]:
        """Each file as it is shown and printed."""
        renderings = []
        for start in range(0, len(files), TOGETHER):
            renderings += self.together(files[start:start + TOGETHER])
        return renderings

    def together(self, files: list[bytes]) -> list[Rendering]:
        """Some files in one window; one by one when that fails."""
        try:
            return self.window(files)
        except BrowserFailed as error:
            self.end()
            if len(files) == 1:
                return [Rendering([], [], [], f"browser: {error}")]
        return [rendering for one in files for rendering in self.together([one])]

    def window(self, files: list[bytes]) -> list[Rendering]:
        """Shows the files and cuts their pages out of the picture of the window."""
        if self.browser is None:
            self.browser = Browser(self.server.address + "/page.html", WIDTH, HEIGHT)
        self.server.files = files
        urls = [f"/files/{number}" for number in range(len(files))]
        patience = 20 + 10 * len(files)
        shown = self.browser.evaluate(f"show({json.dumps(urls)}, {self.scale}, {PAGES})", patience)
        picture = self.screenshot(shown["height"])
        return [cut(picture, result) for result in shown["results"]]

    def screenshot(self, height: int) -> np.ndarray:
        """The window down to this height."""
        clip = {"x": 0, "y": 0, "width": WIDTH, "height": height, "scale": 1}
        answer = self.browser.call(
            "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True,
            optimizeForSpeed=True,
        )
        image = Image.open(io.BytesIO(base64.b64decode(answer["data"])))
        return np.asarray(image.convert("RGB"))

    def end(self):
        """Ends the browser."""
        if self.browser is not None:
            self.browser.close()
            self.browser = None

    close = end


def cut(picture: np.ndarray, result: dict) -> Rendering:
    """The pages of one file."""
    def part(box):
        left, top, width, height = box
        return picture[top:top + height, left:left + width].copy()

    screen, paper = ([part(box) for box in result[intent]] for intent in ("screen", "print"))
    return Rendering(screen, paper, result["texts"], result["error"], result["controls"])


class Server:
    """Page, pdf.js and the files, on the loopback interface."""

    def __init__(self):
        self.files = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            """Answers one request."""

            def do_GET(self):
                """The named resource, or none."""
                body, kind = server.resource(self.path.split("?")[0])
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                """Nothing is logged."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def resource(self, path: str):
        """Bytes and type of what stands at `path`."""
        if path.startswith("/files/"):
            return self.files[int(path.rsplit("/", 1)[1])], "application/pdf"
        folder = HERE
        if path.startswith("/pdfjs/"):
            folder, path = HERE / "node_modules" / "pdfjs-dist", path.removeprefix("/pdfjs")
        file = (folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return None, "text/plain"
        return file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream")
