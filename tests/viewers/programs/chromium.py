"""Chromium without a window, driven over its debugging pipe (Chrome DevTools Protocol)."""

import fcntl
import json
import os
import select
import signal
import subprocess
import tempfile
import time


class BrowserFailed(Exception):
    """The browser ended, hangs, or its page threw something."""


class Browser:
    """One browser with one page."""

    def __init__(self, address: str, width: int, height: int):
        self.profile = tempfile.TemporaryDirectory(prefix="kyso-viewers-", ignore_cleanup_errors=True)
        # High numbers, so that none of them is 3 or 4, which the browser expects.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for pair in (os.pipe(), os.pipe()) for end in pair]
        commands, self.commands, self.messages, messages = ends
        self.child = subprocess.Popen(
            ["bash", "-c", f'exec chromium "$@" 3<&{commands} 4>&{messages}', "bash", *OPTIONS,
             f"--user-data-dir={self.profile.name}"],
            pass_fds=(commands, messages), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(commands)
        os.close(messages)
        self.buffer = b""
        self.last = 0
        self.session = None
        self.open(address, width, height)

    def open(self, address: str, width: int, height: int):
        """Opens the page."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        self.call("Page.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )
        self.call("Page.navigate", url=address)
        deadline = time.monotonic() + 60
        while not self.evaluate("window.ready === true"):
            if time.monotonic() > deadline:
                raise BrowserFailed("the page does not load")
            time.sleep(0.05)

    def evaluate(self, expression: str, patience: float = 60):
        """The value of an expression, a promise awaited."""
        answer = self.call(
            "Runtime.evaluate", patience,
            expression=expression, awaitPromise=True, returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise BrowserFailed(str(answer["exceptionDetails"])[:500])
        return answer["result"].get("value")

    def call(self, method: str, patience: float = 60, **parameters) -> dict:
        """The answer to one command."""
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.write(json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + patience
        while True:
            answer = self.read(deadline)
            if answer.get("id") != self.last:
                continue
            if "error" in answer:
                raise BrowserFailed(f"{method}: {answer['error']}")
            return answer["result"]

    def write(self, data: bytes):
        """Sends a command whole."""
        try:
            while data:
                data = data[os.write(self.commands, data):]
        except BrokenPipeError as error:
            raise BrowserFailed("the browser has ended") from error

    def read(self, deadline: float) -> dict:
        """The next message."""
        while b"\0" not in self.buffer:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self.messages], [], [], left)[0]:
                raise BrowserFailed("the browser does not answer")
            part = os.read(self.messages, 1 << 20)
            if not part:
                raise BrowserFailed("the browser has ended")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def close(self):
        """Ends the browser and all that it started."""
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()
        os.close(self.commands)
        os.close(self.messages)
        self.profile.cleanup()


OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
    "--disable-extensions", "--mute-audio", "--hide-scrollbars", "--force-color-profile=srgb",
    "--disable-lcd-text", "--remote-debugging-pipe",
]
