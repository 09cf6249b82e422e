"""What organisations of any size are measured with; nothing is timed here."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from benchmarks import content, growth, picture
from learnhub.activity.models import LearningAct
from learnhub.core.db import db
from learnhub.core.errors import Conflict
from learnhub.dashboards import upkeep
from learnhub.dashboards.models import PersonWeek
from learnhub.people.models import Person
from learnhub.programs.models import Program, SignUp
from seed import crowd

PEOPLE, ACTS = 90, 300


def test_a_crowd_is_written_counted_and_every_page_that_is_measured_answers(app):
    heard = []
    crowd.load("a-password", PEOPLE, ACTS, heard.append)
    content.fill()
    upkeep.rebuild()
    assert heard == [ACTS]
    assert db.session.scalar(select(func.count()).select_from(Person)) == PEOPLE + 1
    assert db.session.scalar(select(func.count()).select_from(LearningAct)) == ACTS
    assert db.session.scalar(select(func.sum(PersonWeek.acts))) == ACTS
    in_class = select(func.count()).join(Program, Program.id == SignUp.program_id).select_from(SignUp)
    assert db.session.scalar(in_class.where(Program.title.like("The class%"))) == PEOPLE // 2
    with pytest.raises(Conflict, match="holds people already"):
        crowd.load("a-password", PEOPLE, ACTS)
    for page in growth.pages_of(app).values():
        page.ask(0)  # which says where one does not


def test_the_growth_is_drawn_with_a_line_a_page_and_no_name_over_another():
    line = {"times l4b": 2.0, "statements": 5, "kB": 20.0}
    pages = {
        name: {"1000": line | {"CPU ms": low}, "100000": line | {"CPU ms": high}}
        for name, low, high in (("Home & more", 5, 6), ("Inbox", 5, 6.1), ("People", 8, 30))
    }
    found = {"l4b": {"CPU ms": 3.0}, "pages": pages}
    drawing = ElementTree.fromstring(picture.drawn(found))
    tag = "{http://www.w3.org/2000/svg}"
    assert len(drawing.findall(f"{tag}polyline")) == 3
    names = {each.text: float(each.get("y")) for each in drawing.findall(f"{tag}text") if each.text}
    ends = sorted(names[text] for text in ("Home & more 6.0", "Inbox 6.1", "People 30.0"))
    assert min(after - before for before, after in pairwise(ends)) >= picture.GAP
    assert "| Home & more | 5 (2.0) | 6 (2.0) | 1.20 | 5 | 20.0 |" in growth.table(found)


def test_a_drawing_has_room_below_for_what_costs_least():
    """Two lines of less than two milliseconds lay on its lower edge, flat and as one."""
    pages = {"Library": {str(size): {"CPU ms": ms} for size, ms in ((1_000, 1.8), (10_000, 1.9))}}
    drawing = ElementTree.fromstring(picture.drawn({"l4b": {"CPU ms": 1.6}, "pages": pages}))
    tag = "{http://www.w3.org/2000/svg}"
    dots = [float(each.get("cy")) for each in drawing.findall(f"{tag}circle")]
    lean = next(each.get("d") for each in drawing.findall(f"{tag}path") if "lean" in each.get("class"))
    lowest = float(lean.split()[1].partition("H")[0])
    assert picture.HEIGHT - picture.BOTTOM > lowest > dots[0] > dots[1]
