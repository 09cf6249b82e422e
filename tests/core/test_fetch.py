import gzip
import socket
import time
import zlib
from functools import partial

import pytest

from learnhub.core import fetch as fetching
from learnhub.core.db import db
from learnhub.core.fetch import Ask, Reply, Unreachable, fetch, is_public
from tests.support.sites import Handler, say

MEGABYTE = 1_000_000
SPELLINGS = [  # of this machine, or of what leads to it
    *("127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "017700000001"),
    *("0177.0.0.1", "0177.1", "127.0.0.1.", "0.0.0.0", "0", "127.255.255.254", "127.0.0.2"),
    *("localhost", "LOCALHOST", "localhost.", "[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]"),
    *("[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "①②⑦.⓪.⓪.①"),
]
PRIVATE = [
    *(
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
    ),
    *("240.0.0.1", "192.0.2.1", "198.18.0.1", "fc00::1", "fe80::1", "fe80::1%eth0", "ff02::1", "fec0::1"),
    *(
        "2001::1",
        "2002:a00:1::",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "no address",
    ),
]


pytestmark = [pytest.mark.sqlite_only]


def test_there_are_twenty_seven_spellings():
    assert len(set(SPELLINGS)) == 27


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_reaches_this_machine(site, host):
    canary = site(say)
    with pytest.raises(Unreachable, match=r"^This address could not be read\.$"):
        fetch(canary.url(host))
    assert canary.hits == 0


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_public_internet_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "192.88.98.1"])
def test_public_addresses_are_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://wiki.corp/",
            "file:///etc/passwd",
            "gopher://wiki.corp/",
            "javascript:alert(1)",
            "//wiki.corp",
        ),
        *("http://ada:secret@wiki.corp/", "http://", "http://[::1", "http://no.such.name.invalid/", ""),
    ],
)
def test_other_addresses_are_refused_with_the_same_words(site, url):
    with pytest.raises(Unreachable, match=r"^This address could not be read\.$"):
        fetch(url)


def test_a_host_of_the_intranet_is_read_when_it_is_named(site):
    seen: list[str] = []

    def answer(handler: Handler) -> None:
        seen.append(handler.headers["Host"])
        say(handler)

    wiki = site(answer)
    reply = fetch(wiki.url(path="/page?a=1#top"))
    assert (reply.status, reply.content_type, reply.body) == (200, "text/html", b"<title>Hi</title>")
    assert reply.is_whole
    assert seen == [f"wiki.corp:{wiki.server_port}"]


def test_a_redirect_into_the_house_hits_nothing(site):
    canary = site(say)
    for host in ("127.0.0.1", "localhost", "evil.example", "[::ffff:127.0.0.1]"):
        door = site(partial(say, status=302, Location=canary.url(host)))
        with pytest.raises(Unreachable):
            fetch(door.url())
    assert canary.hits == 0


def test_what_says_who_asks_goes_to_one_place(site):
    other = site(say)
    door = site(partial(say, status=302, Location=other.url()))
    for ask in (Ask(headers=(("authorization", "Bearer secret"),)), Ask("POST", body=b"secret")):
        with pytest.raises(Unreachable):
            fetch(door.url(), ask)
    assert (door.hits, other.hits) == (2, 0)
    assert fetch(door.url(), Ask(headers=(("Accept", "text/html"),))).status == 200


def test_a_secret_address_does_not_go_on_in_the_clear(app, monkeypatch):
    asked = []

    async def moved(url, _ask, _inside):
        asked.append(url.scheme)
        moves = {"location": "http://wiki.corp/"} if url.scheme == "https" else {}
        return Reply(302 if moves else 200, str(url), "", b"", True, False, moves)

    monkeypatch.setattr("learnhub.core.fetch._once", moved)
    with pytest.raises(Unreachable):
        fetch("https://wiki.corp/secret.ics", Ask(in_private=True))
    assert fetch("https://wiki.corp/").status == 200
    assert asked == ["https", "https", "http"]


def test_redirects_are_followed_five_times_and_no_further(site):
    def answer(handler: Handler) -> None:
        left = int(handler.path.strip("/") or 0)
        say(handler, status=301, Location=f"/{left - 1}") if left else say(handler)

    wiki = site(answer)
    reply = fetch(wiki.url(path="/5"))
    assert (reply.url, reply.moved_for_good) == (wiki.url(path="/0"), True)
    with pytest.raises(Unreachable):
        fetch(wiki.url(path="/6"))


def test_a_redirect_for_now_is_no_move_for_good(site):
    wiki = site(lambda h: say(h) if h.path == "/b" else say(h, status=302, Location="/b"))
    assert not fetch(wiki.url(path="/a")).moved_for_good


def test_a_name_that_changes_its_address_hits_nothing(site, monkeypatch):
    """Its first answer is public, every later one is this machine: the first is what is connected to."""
    canary, asked = site(say), []

    def rebinding(host: str, port: int, *_args: object, **_options: object) -> object:
        asked.append(host)
        address = "198.51.100.1" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    # The network of the test reaches no public address: one of those for documentation stands for it.
    monkeypatch.setattr(fetching, "is_public", lambda address: address == "198.51.100.1")
    with pytest.raises(Unreachable):
        fetch(canary.url("evil.example"), Ask(seconds=0.4))
    assert (asked, canary.hits) == (["evil.example"], 0)


def test_a_name_with_one_private_address_is_refused(site, monkeypatch):
    canary = site(say)
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("8.8.8.8", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: both)
    with pytest.raises(Unreachable):
        fetch(canary.url("evil.example"))
    assert canary.hits == 0


def test_a_slow_drip_ends(site):
    def drip(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.02)

    began = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(site(drip).url(), Ask(seconds=0.3))
    assert time.monotonic() - began < 2


def test_ten_megabytes_are_cut_off(site):
    reply = fetch(site(lambda handler: say(handler, b"x" * 10 * MEGABYTE)).url(), Ask(most=MEGABYTE))
    assert (len(reply.body), reply.is_whole) == (MEGABYTE, False)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compression_bomb_is_not_unpacked(site, coding):
    packer = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    bomb = b"".join(packer.compress(b"\0" * MEGABYTE) for _ in range(100)) + packer.flush()
    assert len(bomb) < MEGABYTE
    reply = fetch(site(lambda h: say(h, bomb, Content_Encoding=coding)).url(), Ask(most=MEGABYTE))
    assert (len(reply.body), reply.is_whole) == (MEGABYTE, False)


def test_packed_pages_are_unpacked_and_unknown_packing_is_refused(site):
    page = gzip.compress(b"<title>Packed</title>")
    assert b"Packed" in fetch(site(lambda h: say(h, page, Content_Encoding="gzip")).url()).body
    with pytest.raises(Unreachable):
        fetch(site(lambda h: say(h, page, Content_Encoding="br")).url())


def test_reading_stops_where_it_is_enough(site):
    page = b"<head><title>Hi</title></head>" + b"x" * 5 * MEGABYTE
    reply = fetch(site(lambda handler: say(handler, page)).url(), Ask(until=b"</head>"))
    assert len(reply.body) < MEGABYTE


def test_an_error_page_is_an_answer(site):
    assert fetch(site(lambda handler: say(handler, status=404)).url()).status == 404


def test_nothing_is_fetched_in_a_request_or_a_transaction(app):
    with app.test_request_context("/"), pytest.raises(RuntimeError, match="in a request"):
        fetch("https://example.org")
    db.session.execute(db.text("SELECT 1"))
    with pytest.raises(RuntimeError, match="inside a transaction"):
        fetch("https://example.org")
    db.session.rollback()
