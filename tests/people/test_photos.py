"""A photo: drawn anew, shown wherever its person is, to those who see their page, and gone with them."""

from io import BytesIO

import pytest
from PIL import Image

from learnhub.core.db import db
from learnhub.files.models import Picture, PictureBody
from learnhub.people import photos, services
from learnhub.people.models import Kind, Organisation, Person
from tests import factories
from tests.support.rows import save


def test_who_sees_a_photo():
    ada, bob = Person(id=1, photo="abcdefghij"), Person(id=2, kind=Kind.EMPLOYEE)
    guest, herself = Person(id=3, kind=Kind.GUEST), Person(id=1, kind=Kind.GUEST)
    seen = [photos.is_shown(ada, reader) for reader in (bob, guest, herself, None)]
    assert seen == [True, False, True, False]
    assert not photos.is_shown(bob, bob)


def upload(tab, content, name="me.jpg"):
    return tab.post("/settings/photo", data={"pictures": (BytesIO(content), name)}, follow_redirects=True)


@pytest.mark.usefixtures("app")
def test_a_photo_stands_wherever_one_is_shown_until_it_is_removed_or_one_leaves(browser):
    save(Organisation(id=1, name="Northwind"))
    ada, bob, eve = factories.person("Ada"), factories.person("Bob"), factories.person("Eve", kind=Kind.GUEST)
    mine, his, guests = browser(ada), browser(bob), browser(eve)
    shot = BytesIO()
    Image.new("RGB", (300, 200), "red").save(shot, "JPEG")
    refused = upload(mine, b"no picture")
    assert (refused.status_code, "cannot be read as a picture" in refused.text) == (422, True)
    assert "Choose a picture." in mine.post("/settings/photo").text
    for _ in range(2):  # the second takes the place of the first
        assert "Your photo is shown." in upload(mine, shot.getvalue()).text
    small = f"/files/{db.session.get_one(Person, ada.id).photo}/small.webp"
    assert Image.open(BytesIO(his.get(small).data)).size == (120, 120)
    for tab, path in ((his, "/people"), (mine, "/people"), (mine, "/")):
        assert f'src="{small}"' in tab.get(path).text
    assert small.replace("small", "large") in his.get(f"/people/{ada.key}").text
    assert (guests.get(small).status_code, browser().get(small).status_code) == (404, 303)
    assert db.session.query(Picture).count() == 1
    assert "Your photo is gone." in mine.post("/settings/photo/remove", follow_redirects=True).text
    assert (his.get(small).status_code, db.session.query(PictureBody).count()) == (404, 0)
    upload(mine, shot.getvalue())
    services.leave(db.session.get_one(Person, ada.id))
    assert (ada.photo, db.session.query(PictureBody).count()) == (None, 0)
