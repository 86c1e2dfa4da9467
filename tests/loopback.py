"""A web server on this computer alone that behaves as badly as a test wishes; counts what it was asked."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_PIECE = 1024


@dataclass(frozen=True)
class Published:
    """One file. `is_packed`: sent packed to whoever takes that. `has_ranges`: a part may be asked for."""

    body: bytes
    is_packed: bool = False
    has_ranges: bool = True


@dataclass(frozen=True)
class Instead:
    """What an answer is in place of the file. `breaks_at`: bytes after which the connection ends.

    `says_length`: what it says of its length, where that is not the truth. `pause`: seconds before each piece.
    """

    status: int | None = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    breaks_at: int | None = None
    says_length: int | None = None
    pause: float = 0.0


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]


class Loopback:
    """`files`: by `HOST/PATH?QUERY`. `misbehave`: asked before each answer, with how often this path was asked before.

    `breaks`: of all bytes that are ever sent, those before which the connection ends; then it refuses everything until
    `comes_back`.
    """

    def __init__(self, files: Mapping[str, Published]) -> None:
        self.files = dict(files)
        self.misbehave: Callable[[str, int], Instead | None] = lambda path, before: None
        self.breaks: list[int] = []
        self.asked: list[Asked] = []
        self.open_at_once = 0
        self.sent = 0
        self.is_down = False
        self._lock = threading.Lock()
        self._open = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def comes_back(self) -> None:
        self.is_down = False

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    @contextmanager
    def serving(self) -> Iterator[Loopback]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    # Inside

    def _may_send(self, count: int) -> int:
        """How many of these bytes are sent before the next break."""
        with self._lock:
            if self.breaks and self.sent + count >= self.breaks[0]:
                count = max(0, self.breaks.pop(0) - self.sent)
                self.is_down = True
            self.sent += count
            return count

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        there = self

        class Handler(BaseHTTPRequestHandler):
            disable_nagle_algorithm = True
            protocol_version = "HTTP/1.1"
            timeout = 120

            def setup(self) -> None:
                super().setup()
                with there._lock:
                    there._open += 1
                    there.open_at_once = max(there.open_at_once, there._open)

            def finish(self) -> None:
                with suppress(OSError, ValueError):
                    super().finish()
                with there._lock:
                    there._open -= 1

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                with suppress(OSError):
                    self._answer()

            def _answer(self) -> None:
                path = self.path.removeprefix("/")
                before = there.paths().count(path)
                there.asked.append(Asked(path, dict(self.headers.items())))
                if there.is_down:
                    self.close_connection = True
                    return None
                instead = there.misbehave(path, before) or Instead()
                published = there.files.get(path)
                if instead.body is None and published is None:
                    return self._send(Instead(status=instead.status or 404, body=b"not here", headers=instead.headers))
                if instead.status is not None or instead.body is not None:
                    return self._send(instead)
                assert published is not None
                return self._publish(published, instead)

            def _publish(self, published: Published, instead: Instead) -> None:
                body, headers = published.body, dict(instead.headers)
                if published.is_packed and "gzip" in self.headers.get("Accept-Encoding", ""):
                    body, headers["Content-Encoding"] = gzip.compress(body, mtime=0), "gzip"
                status = 200
                if published.has_ranges:
                    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                    headers["ETag"] = tag
                    if self.headers.get("If-None-Match") == tag:
                        return self._send(Instead(status=304, body=b""))
                    asked = self.headers.get("Range", "")
                    if asked and self.headers.get("If-Range") == tag:
                        begin, total = int(asked.removeprefix("bytes=").removesuffix("-")), len(body)
                        if begin >= total:
                            return self._send(Instead(status=416, body=b""))
                        headers["Content-Range"] = f"bytes {begin}-{total - 1}/{total}"
                        status, body = 206, body[begin:]
                return self._send(Instead(status, body, headers, instead.breaks_at, instead.says_length, instead.pause))

            def _send(self, one: Instead) -> None:
                body = one.body or b""
                self.send_response(one.status or 200)
                for name, value in one.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body) if one.says_length is None else one.says_length))
                self.end_headers()
                end = len(body) if one.breaks_at is None else min(one.breaks_at, len(body))
                for begin in range(0, end, _PIECE):
                    if one.pause:
                        threading.Event().wait(one.pause)
                    piece = body[begin : min(begin + _PIECE, end)]
                    count = there._may_send(len(piece))
                    self.wfile.write(piece[:count])
                    if count < len(piece) or there.is_down:
                        self.close_connection = True
                        return
                if end < len(body) or one.says_length is not None:
                    self.close_connection = True

        return Handler
