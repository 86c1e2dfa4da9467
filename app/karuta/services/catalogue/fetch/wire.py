"""THE ONLY MODULE THAT OPENS A CONNECTION. Asks one host for one thing; keeps, retries and decides nothing.

One connection at a time, kept for the next question to the same host. HTTPS alone, with the system's certificates,
and only hosts that were named; where a host passes a question on, the other has to be one of them too. No cookie is
kept.

What it takes from its surroundings: the proxies of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` (on macOS
and Windows the system's too), never for this computer itself; `SSL_CERT_FILE` and `SSL_CERT_DIR`; never `.netrc`.
Certificates are always checked.
"""

from __future__ import annotations

import ssl
import sys
from collections.abc import Collection, Iterator, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx

from karuta import __version__
from karuta.domain.errors import CatalogueError
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.fetch.web import Later, Never

_HEADERS = {
    "User-Agent": f"Karuta/{__version__} (trading card catalogue)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
}
_MOST_PASSED_ON = 4
# For the connection, and for each piece of an answer.
_PATIENCE_SECONDS = 30.0
_THIS_COMPUTER = ("all://localhost", "all://127.0.0.1", "all://[::1]")
_MACOS_CERTIFICATES = Path("/etc/ssl/cert.pem")


class Wire:
    """A `Web`. `mirror`: an address under which each host is a folder, asked in place of them all."""

    def __init__(self, *, mirror: str | None = None, patience: float = _PATIENCE_SECONDS) -> None:
        self._mirror = _mirror(mirror) if mirror else ""
        self._patience = patience
        self._client: httpx.Client | None = None

    def ask(self, url: str, *, hosts: Collection[str], headers: Mapping[str, str]) -> _Answer:
        try:
            at = httpx.URL(url)
            for _ in range(_MOST_PASSED_ON):
                response = self._ask(self._place(at, hosts), headers)
                if not response.has_redirect_location:
                    return _Answer(response)
                response.close()
                at = response.url.join(response.headers["Location"])
        except httpx.InvalidURL as error:
            raise _no_address(url) from error
        raise Never(Sentence("{host} redirects without end", host=at.host))

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None

    # Inside

    def _place(self, url: httpx.URL, hosts: Collection[str]) -> httpx.URL:
        """The address that is really asked. Raises `Never` for a place that nobody named."""
        if self._mirror and str(url).startswith(self._mirror):
            return url
        if url.scheme != "https" or url.host not in hosts or url.port is not None or url.userinfo:
            raise _no_address(str(url))
        return httpx.URL(f"{self._mirror}{url.host}{url.raw_path.decode()}") if self._mirror else url

    def _ask(self, url: httpx.URL, headers: Mapping[str, str]) -> httpx.Response:
        if self._client is None:
            self._client = _client(self._patience)
        request = self._client.build_request("GET", url, headers=headers)
        try:
            return self._client.send(request, stream=True)
        except httpx.HTTPError as error:
            raise _failure(url.host, error) from error


class _Answer:
    """A `WebAnswer`. Read to its end, its connection serves the next question."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self.host = response.url.host
        self.status = response.status_code

    def header(self, name: str) -> str:
        value: str = self._response.headers.get(name, "")
        return value.strip()

    def pieces(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_raw()
        except httpx.HTTPError as error:
            raise _failure(self.host, error) from error

    def close(self) -> None:
        self._response.close()


def _client(patience: float) -> httpx.Client:
    """Raises `Never` for a proxy that does not speak HTTP."""
    try:
        return httpx.Client(
            headers=_HEADERS,
            verify=_certificates(),
            timeout=patience,
            limits=httpx.Limits(max_connections=1),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            mounts=dict.fromkeys(_THIS_COMPUTER),
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise Never(Sentence("the proxy of this computer is not an HTTP proxy ({reason})", reason=error)) from error


def _failure(host: str, error: httpx.HTTPError) -> Later | Never:
    cause = _first_cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Never(
            Sentence(
                "the certificate of {host} is not trusted ({reason})",
                host=host,
                reason=cause.verify_message or str(cause),
            )
        )
    if isinstance(error, httpx.TimeoutException):
        return Later(Sentence("{host} does not answer in time", host=host))
    if isinstance(error, httpx.NetworkError | httpx.ProxyError):
        # Most often there is no network at all, which a person wants to hear soon.
        reason = getattr(cause, "strerror", None) or str(error)
        return Later(Sentence("{host} cannot be reached ({reason})", host=host, reason=reason), cost=2)
    if isinstance(error, httpx.RemoteProtocolError) and "without" in str(error):
        return Later(Sentence("{host} broke off", host=host))
    return Later(Sentence("{host} sends an answer that cannot be read", host=host))


def _first_cause(error: BaseException) -> BaseException:
    while (earlier := error.__cause__ or error.__context__) is not None:
        error = earlier
    return error


def _no_address(url: str) -> Never:
    return Never(Sentence("{address} is not an address of this source", address=url[:200]))


def _mirror(address: str) -> str:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise CatalogueError(
            "{address} is not the address of a mirror, such as https://mirror.example/cards.", address=address
        )
    return f"{str(url).rstrip('/')}/"


def _certificates() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Python from python.org finds none on macOS before a script of its own was run.
    if sys.platform == "darwin" and not context.cert_store_stats()["x509_ca"] and _MACOS_CERTIFICATES.is_file():
        context.load_verify_locations(_MACOS_CERTIFICATES)
    return context
