"""Pages leave compressed, and say on what they depend."""

import gzip

import brotli
import pytest
from flask import Flask, Response, request

from learnhub.web import compress

LONG = "a page of some length, " * 100


@pytest.fixture
def site() -> Flask:
    site = Flask(__name__)
    compress.init_app(site)
    answers = {
        "/long": lambda: LONG,
        "/short": lambda: "short",
        "/picture": lambda: Response(b"x" * 5000, mimetype="image/png"),
        "/stream": lambda: Response((piece for piece in [LONG]), mimetype="text/html"),
        "/packed": lambda: Response(
            gzip.compress(LONG.encode()), headers={"Content-Encoding": "gzip"}, mimetype="text/html"
        ),
        "/tagged": _tagged,
    }
    for path, view in answers.items():
        site.add_url_rule(path, path, view)
    return site


def _tagged() -> Response:
    response = Response(LONG, mimetype="text/html")
    response.set_etag("v1")
    return response.make_conditional(request)


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip, br;q=0.5", "gzip"),
        ("gzip", "gzip"),
        ("identity", None),
        ("br;q=0, gzip;q=0", None),
        ("", None),
    ],
)
def test_the_browser_chooses(site: Flask, accepts: str, encoding: str | None):
    answer = site.test_client().get("/long", headers={"Accept-Encoding": accepts})
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
    assert unpack(answer.get_data()).decode() == LONG
    assert int(answer.headers["Content-Length"]) == len(answer.get_data())


@pytest.mark.parametrize("path", ["/short", "/picture", "/stream"])
def test_what_is_short_binary_or_streamed_goes_as_it_is(site: Flask, path: str):
    assert "Content-Encoding" not in site.test_client().get(path, headers={"Accept-Encoding": "br"}).headers


def test_what_is_compressed_already_is_left_alone(site: Flask):
    answer = site.test_client().get("/packed", headers={"Accept-Encoding": "br"})
    assert gzip.decompress(answer.get_data()).decode() == LONG


def test_a_validator_becomes_weak_and_still_matches(site: Flask):
    first = site.test_client().get("/tagged", headers={"Accept-Encoding": "br"})
    assert first.headers["ETag"] == 'W/"v1"'
    again = site.test_client().get(
        "/tagged", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.headers["Vary"] == "Accept-Encoding"
    assert again.get_data() == b""


def test_a_head_request_is_not_compressed(site: Flask):
    answer = site.test_client().head("/long", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
