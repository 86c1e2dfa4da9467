"""Headless Chromium for long checks, spoken to over a pipe; what a page of it asks the network for is seen."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--no-default-browser-check"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps"),
    *("--disable-domain-reliability", "--disable-extensions", "--metrics-recording-only", "--remote-debugging-pipe"),
)


def has_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class RefusingProxy:
    """Takes connections and refuses what they ask; `asked`: the first line of each."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.asked: list[str] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self._socket.accept()
            except OSError:
                return
            with one:
                one.settimeout(5)
                try:
                    self.asked.append(one.recv(4096).split(b"\r\n", 1)[0].decode("latin-1"))
                    one.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                except OSError:
                    self.asked.append("?")


class Page:
    """One page. `requests`: every address that it asked for, its own file among them. `said`: its errors."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out = into, out
        self._number = 0
        self._rest = b""
        self._session: str | None = None
        self.requests: list[str] = []
        self.said: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Network", "Page", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        told: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session is not None:
            told["sessionId"] = self._session
        os.write(self._into, json.dumps(told).encode() + b"\0")
        while True:
            heard = self._heard()
            if heard.get("id") == number:
                assert "error" not in heard, heard["error"]
                result: dict[str, Any] = heard["result"]
                return result

    def evaluate(self, code: str) -> Any:
        """The value of an expression; a promise is waited for. Raises `AssertionError` for an error of the page."""
        found = self.call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def screenshot(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def _heard(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._out, 1 << 16)
            assert part, "Chromium ended"
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(line)
        parameters = heard.get("params", {})
        if heard.get("method") == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif heard.get("method") == "Runtime.exceptionThrown":
            self.said.append(str(parameters["exceptionDetails"]))
        return heard


@contextmanager
def chromium(*, language: str, size: tuple[int, int] = (1366, 768)) -> Iterator[tuple[Page, RefusingProxy]]:
    """A browser with an empty profile whose every way out leads to a proxy that refuses.

    What the proxy is asked for is mostly the browser's own: it looks for newer versions whatever it is told.
    """
    program = has_chromium()
    assert program is not None, "Chromium is not installed"
    proxy = RefusingProxy()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        to_read, into = os.pipe()
        out, to_write = os.pipe()

        # The browser reads 3 and writes 4; a shell puts them there.
        os.dup2(to_read, 203)
        os.dup2(to_write, 204)
        command = [program, *_FLAGS, f"--proxy-server=127.0.0.1:{proxy.port}", "--proxy-bypass-list=<-loopback>"]
        command += [f"--lang={language}", f"--accept-lang={language}", f"--window-size={size[0]},{size[1]}"]
        command += [f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            ["bash", "-c", 'exec "$@" 3<&203 4>&204', "bash", *command],
            pass_fds=(203, 204),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LANGUAGE": language, "LC_ALL": "C.UTF-8"},
        )
        for descriptor in (to_read, to_write, 203, 204):
            os.close(descriptor)
        try:
            yield Page(into, out), proxy
        finally:
            process.kill()
            process.wait()
            proxy.close()
