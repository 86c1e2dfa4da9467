"""THE ONLY MODULE THAT OPENS A CONNECTION. Asks one host for one thing; keeps, retries and decides nothing.

One connection at a time, kept for the next question to the same host. HTTPS alone, with the system's certificates,
and only hosts that were named; where a host passes a question on, the other has to be one of them too.

What the surroundings say is honoured: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` (on macOS and Windows
the system's proxies too), never for this computer itself; `SSL_CERT_FILE` and `SSL_CERT_DIR`. Certificates are always
checked.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import ssl
import sys
import urllib.parse
import urllib.request
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from karuta import __version__
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.fetch.web import Later, Never, length_of

AGENT = f"Karuta/{__version__} (trading card catalogue)"
_PASSED_ON = frozenset((301, 302, 303, 307, 308))
_MOST_PASSED_ON = 4
# For the connection, and for each piece of an answer.
_PATIENCE_SECONDS = 30.0
_SPENT = 65_536
_MACOS_CERTIFICATES = Path("/etc/ssl/cert.pem")
_LETTERS = "!#$%&'()*+,/:;=?@[]~-._"


class Wire:
    """A `Web`. `mirror`: an address under which each host is a folder, asked in place of them all."""

    def __init__(self, *, mirror: str | None = None, patience: float = _PATIENCE_SECONDS) -> None:
        self._mirror = _mirror(mirror) if mirror else ""
        self._patience = patience
        self._connection: http.client.HTTPConnection | None = None
        self._to: tuple[str, str] | None = None
        self._context: ssl.SSLContext | None = None

    def ask(self, url: str, *, hosts: Collection[str], headers: Mapping[str, str]) -> _Answer:
        at = self._place(url, hosts)
        for _ in range(_MOST_PASSED_ON):
            answer = self._ask(at, headers)
            if answer.status not in _PASSED_ON:
                return answer
            onward = answer.header("Location")
            answer.close()
            at = self._place(_joined(at, onward), hosts)
        raise Never(Sentence("{host} redirects without end", host=_host(url)))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = self._to = None

    # Inside

    def _place(self, url: str, hosts: Collection[str]) -> str:
        """The address that is really asked. Raises `Never` for a place that nobody named."""
        if self._mirror and url.startswith(self._mirror):
            return url
        try:
            parts = urllib.parse.urlsplit(url)
            is_named = parts.scheme == "https" and parts.hostname in hosts and parts.port in (None, 443)
        except ValueError:
            is_named = False
        if not is_named or parts.username is not None:
            raise Never(Sentence("{address} is not an address of this source", address=url[:200]))
        path = urllib.parse.quote(parts.path or "/", safe=_LETTERS)
        asked = f"{path}?{urllib.parse.quote(parts.query, safe=_LETTERS)}" if parts.query else path
        return f"{self._mirror}{parts.hostname}{asked}" if self._mirror else f"https://{parts.hostname}{asked}"

    def _ask(self, at: str, headers: Mapping[str, str]) -> _Answer:
        parts = urllib.parse.urlsplit(at)
        host = parts.hostname or ""
        said = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        is_kept = self._to == (parts.scheme, parts.netloc)
        try:
            try:
                response = self._send(parts, said)
            except (http.client.BadStatusLine, ConnectionError, BrokenPipeError):
                self.close()
                if not is_kept:
                    raise
                # The host had closed a connection that was kept from the last question.
                response = self._send(parts, said)
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            self.close()
            raise _failure(host, error) from error
        return _Answer(self, response, host)

    def _send(self, parts: urllib.parse.SplitResult, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        to = (parts.scheme, parts.netloc)
        if self._to != to:
            self.close()
        if self._connection is None:
            self._connection, self._to = self._connect(parts), to
        path = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
        self._connection.request("GET", path, headers=dict(headers))
        return self._connection.getresponse()

    def _connect(self, parts: urllib.parse.SplitResult) -> http.client.HTTPConnection:
        host, port = parts.hostname or "", parts.port
        proxy = _proxy_for(parts.scheme, host)
        if proxy is None:
            return self._direct(parts.scheme, host, port)
        connection = self._direct(parts.scheme, proxy.hostname or "", proxy.port or 80)
        connection.set_tunnel(host, port or (443 if parts.scheme == "https" else 80), headers=_password(proxy))
        return connection

    def _direct(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "http":
            return http.client.HTTPConnection(host, port, timeout=self._patience)
        if self._context is None:
            self._context = _certificates()
        return http.client.HTTPSConnection(host, port, timeout=self._patience, context=self._context)


class _Answer:
    """A `WebAnswer`. Read to its end, its connection serves the next question."""

    def __init__(self, wire: Wire, response: http.client.HTTPResponse, host: str) -> None:
        self._wire = wire
        self._response = response
        self._came = 0
        self.host = host
        self.status = response.status

    def header(self, name: str) -> str:
        return (self._response.getheader(name) or "").strip()

    def read(self, most: int) -> bytes:
        try:
            piece = self._response.read(most)
        except (OSError, http.client.HTTPException) as error:
            self._wire.close()
            raise _failure(self.host, error) from error
        self._came += len(piece)
        if not piece and self._came < length_of(self):
            self._wire.close()
            raise Later(Sentence("{host} broke off", host=self.host))
        return piece

    def close(self) -> None:
        if self._response.isclosed():
            return
        with suppress(OSError, http.client.HTTPException):
            # A short rest is read, so that the connection can be kept.
            if 0 < length_of(self) <= _SPENT:
                self._response.read(_SPENT)
            if self._response.isclosed():
                return
        self._wire.close()


def _failure(host: str, error: Exception) -> Later | Never:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Never(
            Sentence(
                "the certificate of {host} is not trusted ({reason})",
                host=host,
                reason=error.verify_message or str(error),
            )
        )
    if isinstance(error, http.client.InvalidURL | UnicodeError):
        return Never(Sentence("{address} is not an address of this source", address=str(error)[:200]))
    if isinstance(error, TimeoutError):
        return Later(Sentence("{host} does not answer in time", host=host))
    if isinstance(error, http.client.IncompleteRead):
        return Later(Sentence("{host} broke off", host=host))
    if isinstance(error, OSError):
        # Most often there is no network at all, which a person wants to hear soon.
        reason = Sentence("{host} cannot be reached ({reason})", host=host, reason=error.strerror or str(error))
        return Later(reason, cost=2)
    return Later(Sentence("{host} sends an answer that cannot be read", host=host))


def _mirror(address: str) -> str:
    parts = urllib.parse.urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CatalogueError(
            "{address} is not the address of a mirror, such as https://mirror.example/cards.", address=address
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _joined(at: str, onward: str) -> str:
    try:
        return urllib.parse.urljoin(at, onward)
    except ValueError:
        return onward


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).hostname or url[:200]


def _proxy_for(scheme: str, host: str) -> urllib.parse.SplitResult | None:
    """The surroundings' proxy for a host. Raises `Never` for one that does not speak HTTP."""
    proxies = urllib.request.getproxies()
    said = proxies.get(scheme) or proxies.get("all")
    if not said or _is_here(host) or urllib.request.proxy_bypass(host):
        return None
    proxy = urllib.parse.urlsplit(said if "://" in said else f"http://{said}")
    if proxy.scheme != "http" or not proxy.hostname:
        raise Never(Sentence("the proxy {proxy} is not an HTTP proxy", proxy=f"{proxy.scheme}://{proxy.hostname}"))
    return proxy


def _password(proxy: urllib.parse.SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    said = f"{urllib.parse.unquote(proxy.username)}:{urllib.parse.unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {base64.b64encode(said.encode()).decode()}"}


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _certificates() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Python from python.org finds none on macOS before a script of its own was run.
    if sys.platform == "darwin" and not context.cert_store_stats()["x509_ca"] and _MACOS_CERTIFICATES.is_file():
        context.load_verify_locations(_MACOS_CERTIFICATES)
    return context
