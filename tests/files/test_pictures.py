"""Pictures: what comes in is bounded and drawn anew, what goes out is for those who may see its owner."""

import re
from io import BytesIO

import pytest
from PIL import Image

from learnhub.core import refs
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.core.refs import Card, Ref
from learnhub.core.transaction import settle
from learnhub.files import pictures, queries, services
from learnhub.files.models import PictureBody, Size
from tests import factories


def image(kind="PNG", size=(40, 30), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "red" if mode != "L" else 20).save(out, kind, **options)
    out.seek(0)
    return out


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_as_webp_in_two_sizes(kind):
    drawing = pictures.draw(image(kind, (2000, 1000)), "a.png")
    sizes = {size: Image.open(BytesIO(body)) for size, body in drawing.bodies.items()}
    assert (drawing.width, drawing.height) == (1600, 800)
    assert {size: (each.format, each.size) for size, each in sizes.items()} == {
        Size.LARGE: ("WEBP", (1600, 800)),
        Size.SMALL: ("WEBP", (640, 320)),
    }


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "A camera with a name"
    drawing = pictures.draw(image("JPEG", (40, 20), exif=exif), "a.jpg")
    large = Image.open(BytesIO(drawing.bodies[Size.LARGE]))
    assert large.size == (20, 40)
    assert not large.getexif()


@pytest.mark.parametrize(("given", "sides"), [((2000, 1000), (480, 120)), ((90, 200), (90, 90))])
def test_a_portrait_is_cut_to_a_square_and_kept_small(given, sides):
    bodies = pictures.draw(image("PNG", given), "me.png", portrait=True).bodies
    made = [Image.open(BytesIO(bodies[size])).size for size in (Size.LARGE, Size.SMALL)]
    assert made == [(side, side) for side in sides]


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "1", "CMYK"])
def test_every_colour_mode_is_taken(mode):
    kind = "TIFF" if mode == "CMYK" else "PNG"
    source = image("JPEG", mode="CMYK") if kind == "TIFF" else image(kind, mode=mode)
    assert pictures.draw(source, "a").width == 40


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        image("PNG").getvalue()[:50],
        image("GIF").getvalue(),
        image("BMP").getvalue(),
    ],
)
def test_what_is_no_picture_is_refused_by_name(content):
    with pytest.raises(Invalid, match="cannot be read as a picture") as caught:
        pictures.draw(BytesIO(content), "odd.png")
    assert "“odd.png”" in str(caught.value)
    assert caught.value.field == "pictures"


def test_a_file_over_five_megabytes_is_refused():
    with pytest.raises(Invalid, match="larger than 5 MB"):
        pictures.draw(BytesIO(b"\x89PNG" + b"\0" * pictures.LARGEST_FILE), "big.png")


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded():
    with pytest.raises(Invalid, match="cannot be read"):
        pictures.draw(image("PNG", (10_000, 6_000), mode="1"), "bomb.png")


@pytest.mark.usefixtures("app")
class TestKept:
    @pytest.fixture(autouse=True)
    def provider(self, app, monkeypatch):
        """Owner 1 is shown to everyone, owner 2 to nobody."""
        one = Card("One", "/one")
        monkeypatch.setitem(refs.CARDS.given, "thing", lambda ids, person: {1: one} if 1 in ids else {})

    def keep(self, owner_id):
        drawings = services.drawn([("a.png", image())])
        picture = services.attach(Ref("thing", owner_id), drawings, added_by_id=None)[0]
        settle(save=True)
        return picture

    def test_a_picture_is_served_to_who_may_see_its_owner(self, browser):
        picture = self.keep(1)
        answer = browser(factories.person()).get(f"/files/{picture.key}/small.webp")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert Image.open(BytesIO(answer.data)).size == (40, 30)

    def test_an_unchanged_picture_is_not_sent_again(self, browser):
        ada, url = browser(factories.person()), f"/files/{self.keep(1).key}/large.webp"
        etag = ada.get(url).headers["ETag"]
        assert ada.get(url, headers={"If-None-Match": etag}).status_code == 304

    @pytest.mark.parametrize("size", ["small", "huge"])
    def test_others_get_the_same_404_as_for_an_unknown_key(self, browser, size):
        ada = browser(factories.person())
        hidden, unknown = (ada.get(f"/files/{key}/{size}.webp") for key in (self.keep(2).key, "aaaaaaaaaa"))
        assert (hidden.status_code, unknown.status_code) == (404, 404)
        bodies = {re.sub(rb'"[^"]{60,}"', b"", answer.data) for answer in (hidden, unknown)}
        assert len(bodies) == 1  # but for the tokens of their forms

    def test_dropped_pictures_leave_nothing_behind(self):
        picture = self.keep(1)
        services.drop([picture])
        assert queries.pictures_of(Ref("thing", 1)) == []
        assert db.session.query(PictureBody).count() == 0

    def test_more_than_six_at_once_are_refused(self):
        with pytest.raises(Invalid, match="at most 6"):
            services.drawn([("a.png", image())] * 7)
