"""The one way out: reads an address that somebody gave, and nothing inside the house. For jobs alone.

Every address of the name must be one of the public Internet; the connection goes to an address that was
checked, and each redirect is checked anew. Hosts of the intranet are named in LEARNHUB_INTRANET_HOSTS.
"""

import asyncio
import socket
import ssl
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any

from flask import current_app, has_request_context

from learnhub.core.db import db

if TYPE_CHECKING:
    from httpx import URL, AsyncClient, Response

AGENT = "Mozilla/5.0 (compatible; LearnHub; asks for links, feeds and calendars that people gave it)"
REDIRECTS = 5
TRIED = 3  # addresses of one name
MOVED = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
# IPv6 that leads to some IPv4 address: mapped, compatible, NAT64, 6to4, Teredo; and the old site-local.
WRAPPED = tuple(
    map(
        IPv6Network,
        ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "fec0::/10"),
    )
)


class Unreachable(Exception):
    """It could not be read. It never says why: the reasons would map the network for whoever asks."""

    def __init__(self) -> None:
        super().__init__("This address could not be read.")


@dataclass(frozen=True, slots=True)
class Ask:
    """How to ask, and when to stop: bytes of the body (unpacked), seconds in all, a mark after which it is
    enough."""

    method: str = "GET"
    most: int = 2_000_000
    seconds: float = 20.0
    pause: float = 8.0  # without a byte
    until: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""  # of what is sent
    in_private: bool = False  # the address is a secret: never on from https to http
    inside: str | None = None  # hosts of the house that may be asked; None: LEARNHUB_INTRANET_HOSTS

    @property
    def stays(self) -> bool:
        """Whether nothing is followed: what is sent, and what says who asks, goes to one place."""
        return bool(self.body) or any(name.lower() == "authorization" for name, _ in self.headers)


PAGE = Ask()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came. `url` is where it ended; `body` may be cut off at what was asked for."""

    status: int
    url: str
    content_type: str  # in lower case, without parameters
    body: bytes
    is_whole: bool
    moved_for_good: bool  # by permanent redirects alone
    headers: dict[str, str]

    @property
    def marks(self) -> tuple[str, str]:
        """Its ETag and Last-Modified, for `if_newer`; "" what its server did not say."""
        return self.headers.get("etag", "")[:200], self.headers.get("last-modified", "")[:60]


def if_newer(etag: str, modified: str) -> tuple[tuple[str, str], ...]:
    """Return the headers that ask for what is newer than an earlier reply with these marks."""
    said = ("If-None-Match", etag), ("If-Modified-Since", modified)
    return tuple((name, value) for name, value in said if value)


def fetch(url: str, ask: Ask = PAGE) -> Reply:
    """Read what is at `url`. Raises Unreachable, always with the same words; any status is an answer.

    Raises RuntimeError in a request and inside a transaction: the network may take its time.
    """
    if has_request_context():
        raise RuntimeError("fetch() in a request: leave it to a job")
    if db.session().in_transaction():
        raise RuntimeError("fetch() inside a transaction: release it first")
    inside = current_app.config["SETTINGS"].intranet_hosts if ask.inside is None else ask.inside
    return asyncio.run(_within(url, ask, frozenset(inside.split())))


async def _within(url: str, ask: Ask, inside: frozenset[str]) -> Reply:
    import httpx

    refused = (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError, zlib.error)
    try:
        async with asyncio.timeout(ask.seconds):
            return await _follow(httpx.URL(url.strip()), ask, inside)
    except refused:
        raise Unreachable from None


async def _follow(url: "URL", ask: Ask, inside: frozenset[str]) -> Reply:
    for_good, moves = True, 0
    while True:
        reply = await _once(url, ask, inside)
        onward = reply.headers.get("location") if reply.status in MOVED else None
        if onward is None:
            moved = moves > 0 and for_good
            return Reply(
                reply.status, str(url), reply.content_type, reply.body, reply.is_whole, moved, reply.headers
            )
        if ask.stays:
            raise Unreachable
        moves += 1
        for_good = for_good and reply.status in FOR_GOOD
        if moves > REDIRECTS:
            raise Unreachable
        before, url = url, url.join(onward)
        if ask.in_private and before.scheme == "https" != url.scheme:
            raise Unreachable


async def _once(url: "URL", ask: Ask, inside: frozenset[str]) -> Reply:
    """Ask one address, without following. Connects only to what `admitted` let through."""
    import httpx
    from httpx_secure import httpx_ssrf_protection

    if url.scheme not in {"http", "https"} or url.userinfo or not url.host:
        raise Unreachable
    host = url.raw_host.decode("ascii").strip("[]").lower().rstrip(".")
    port = url.port or (443 if url.scheme == "https" else 80)
    addresses = await asyncio.to_thread(admitted, host, port, is_inside=host in inside)
    pauses = httpx.Timeout(ask.pause)
    trusted = _trusted()
    async with httpx.AsyncClient(
        verify=trusted, trust_env=False, follow_redirects=False, timeout=pauses
    ) as client:
        httpx_ssrf_protection(
            client,
            check_globally_reachable=host not in inside,
            custom_validator=lambda _host, ip, _port: str(ip) in addresses,
        )
        for number, address in enumerate(addresses, start=1):
            try:
                return await _send(client, url, host, address, ask)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if number == len(addresses):
                    raise
    raise Unreachable


def admitted(host: str, port: int, *, is_inside: bool = False) -> Sequence[str]:
    """Return the first addresses of `host`, if every one of them may be read; raises Unreachable."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise Unreachable from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses or not (is_inside or all(map(is_public, addresses))):
        raise Unreachable
    return addresses[:TRIED]


def is_public(address: str) -> bool:
    """Whether an address is one of the public Internet: nothing private, local, multicast or wrapped."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:  # with a zone, fe80::1%eth0, too
        return False
    if isinstance(ip, IPv6Address) and (ip.scope_id or any(ip in network for network in WRAPPED)):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates count: reading them costs more than most pages do."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


async def _send(client: "AsyncClient", url: "URL", host: str, address: str, ask: Ask) -> Reply:
    """Ask `address` for what is at `url`: by its name in Host and TLS, so that no name is looked up again."""
    headers = {"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, "Accept-Encoding": "gzip"}
    request = client.build_request(
        ask.method,
        url.copy_with(host=address, fragment=None),
        headers=headers | dict(ask.headers),
        content=ask.body or None,
        extensions={"sni_hostname": host},
    )
    response = await client.send(request, stream=True)
    try:
        is_onward = response.status_code in MOVED
        body, is_whole = (b"", True) if is_onward else await _read(response, ask)
    finally:
        await response.aclose()
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    known = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status_code, str(url), kind, body, is_whole, False, known)


async def _read(response: "Response", ask: Ask) -> tuple[bytes, bool]:
    """Return the body, unpacked as far as it is asked for, and whether that is all of it."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise Unreachable
    unpack: Any = zlib.decompressobj(wbits=47) if coding not in {"identity", ""} else None
    body = bytearray()
    async for chunk in response.aiter_raw():
        room = ask.most - len(body)
        body += unpack.decompress(chunk, room) if unpack else chunk[:room]
        if len(body) >= ask.most:
            return bytes(body), False
        if ask.until and ask.until in body.lower():
            return bytes(body), True
    return bytes(body), True
