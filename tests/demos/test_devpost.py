"""The real Devpost export becomes a past hackathon, quietly, and only once."""

import io
from pathlib import Path

import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.demos.models import Demo, PrizeEntry, Snapshot
from learnhub.hackathons.models import Hackathon, Prize
from learnhub.imports.models import ImportBatch
from learnhub.people.models import Role
from learnhub.programs.models import ProgramState, SignUp
from learnhub.teams.models import Membership, Team
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
REAL = (Path(__file__).parent.parent / "data" / "devpost_hackdavis_2023.csv").read_bytes()


def number(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def upload(web, data: bytes = REAL, name: str = "hackdavis.csv"):
    return web.post("/imports/new/devpost", data={"file": (io.BytesIO(data), name)})


def options(web, url: str) -> dict[str, str]:
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.key == url.rpartition("/")[2]))
    return {name: str(value) for name, value in batch.options.items()}


def bring_in(web, data: bytes = REAL):
    url = upload(web, data).location
    answer = web.post(url, data=options(web, url))
    assert answer.status_code == 303, answer.text
    return url


def test_the_real_export_comes_in_as_a_past_hackathon(browser):
    ruth = factories.person("Ruth", roles=(Role.LEAD,))
    web = browser(ruth)
    answer = upload(web)
    assert answer.status_code == 303
    page = web.get(answer.location)
    assert page.status_code == 200
    assert "118 demos can come in." in page.text
    assert "28 left out" in page.text
    assert "18 prizes come with them." in page.text
    assert number(Demo) == 0
    url = bring_in(web)
    assert "118 demos came in." in web.get(url).text
    hackathon = db.session.scalars(select(Hackathon)).one()
    assert (hackathon.title, hackathon.state, hackathon.quiet) == (
        "Hackdavis 2023",
        ProgramState.PUBLISHED,
        True,
    )
    assert hackathon.gallery_open
    assert [number(table) for table in (Demo, Team, Snapshot, Prize, PrizeEntry)] == [118, 118, 118, 18, 406]
    assert number(SignUp) == number(Membership) == 0
