"""What a series asks once: parts to take, and how people come in; each date has its own, and may differ."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.people.models import Role
from learnhub.programs import (
    admission,
    jobs,
    parts,
    parts_at_home,
    places,
    series,
    series_admission,
    series_parts,
    series_queries,
)
from learnhub.programs.admission import Admission
from learnhub.programs.asked_models import Part, PartTaken
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.programs.parts import Wanted
from learnhub.programs.series_plans import Reach
from tests import factories
from tests.support.rows import fresh, perform, save

pytestmark = pytest.mark.usefixtures("app")
PAPER = Wanted("Bring a paper", wanted=1)
AWAITING, IN = SignUpState.AWAITING, SignUpState.IN


@pytest.fixture
def today(clock):
    return clock.set(datetime(2026, 10, 5, 9, tzinfo=UTC))


@pytest.fixture
def ada():
    return factories.person("Ada")


def coming(made):
    return series_queries.coming(made, core_clock.now())


def asked(*all_of):
    """What each date asks for, of these series."""
    rows = db.session.query(Program).filter(Program.series_id.in_([each.id for each in all_of]))
    found = [
        db.session.query(Part).filter_by(program_id=each.id) for each in rows.order_by(Program.starts_at)
    ]
    return [[f"{part.name} {part.wanted}" for part in each.order_by(Part.id)] for each in found]


def test_a_part_is_asked_once_and_each_date_keeps_who_takes_it_and_what_is_its_own(today, clock, ada):
    made = factories.series(ada)
    bob, olga = factories.person("Bob"), factories.person("Olga", unit=factories.unit(), roles=(Role.LEADER,))
    with pytest.raises(Forbidden, match="hosts of the series"):
        series_parts.ask(bob, made, PAPER)
    series_parts.ask(ada, made, PAPER)
    assert asked(made) == [["Bring a paper 1"]] * 8
    key, third = next(iter(series_parts.of(made))), coming(made)[2]
    offered = parts_at_home.for_home(olga, core_clock.now())
    assert [each.starts_at for each in offered] == [coming(made)[0].starts_at]
    parts.take(bob, third, _part(third))
    parts.change(ada, coming(made)[4], _part(coming(made)[4]), Wanted("Bring two papers"))
    better = Wanted("Bring a paper", "One that changed your mind.", wanted=2)
    series_parts.change(ada, made, key, better, made.starts_wall, rev=made.rev)
    assert asked(made)[2:5] == [["Bring a paper 2"], ["Bring a paper 2"], ["Bring two papers 2"]]
    assert {each.about for each in db.session.query(Part)} == {"One that changed your mind."}
    series_parts.change_at(
        ada, coming(made)[5], _part(coming(made)[5]), Wanted("Take notes"), Reach.FOLLOWING
    )
    new = series_queries.carries_on(made)
    assert asked(made, new)[4:] == [["Bring two papers 2"], *[["Take notes 1"]] * 3]
    series_parts.ask_at(ada, coming(new)[1], Wanted("Clean up"), Reach.THIS)
    clean = db.session.query(Part).filter_by(name="Clean up").one()
    series_parts.change_at(ada, coming(new)[1], clean, Wanted("Clear up"), Reach.ALL)
    assert asked(new) == [["Take notes 1", "Clear up 1"]] * 3
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert asked(fresh(new))[-1] == ["Take notes 1", "Clear up 1"]
    assert series_parts.remove(ada, made, key) == 1
    assert asked(made) == [["Bring a paper 2"], [], ["Bring a paper 2"], [], []]
    assert db.session.query(PartTaken).one().person_id == bob.id
    series_parts.remove_at(ada, coming(new)[0], _part(coming(new)[0]), Reach.ALL)
    assert asked(new) == [["Clear up 1"]] * 4


def _part(program):
    return db.session.query(Part).filter_by(program_id=program.id).order_by(Part.id).first()


def test_how_people_come_in_is_said_once_and_reaches_as_far_as_is_said(today, clock, ada):
    made = factories.series(ada, on_site=5)
    bob, first = factories.person("Bob"), coming(made)[0]
    week = first.starts_wall - timedelta(days=7)
    series_admission.change(
        ada, made, Admission(approves=True, opens_wall=week), first.starts_wall, rev=made.rev
    )
    rows = [(each.approves, each.starts_wall - each.opens_wall) for each in coming(made)]
    assert rows == [(True, timedelta(days=7))] * 8
    series.follow(bob, made)
    assert {each.state for each in db.session.query(SignUp)} == {AWAITING}  # also before it opens to others
    with pytest.raises(Forbidden, match="not opened yet"):
        places.sign_up(factories.person("Eve"), coming(made)[3])
    with pytest.raises(Invalid, match="approval on Thu 8 Oct"):
        series_admission.change(ada, made, Admission(), first.starts_wall, rev=made.rev)
    db.session.rollback()
    admission.change(ada, coming(made)[5], Admission(approves=True, offer_hours=4))
    fourth = coming(made)[3]
    wanted = Admission(True, 12, opens_wall=fourth.starts_wall - timedelta(days=7))
    series_admission.change_at(ada, fourth, wanted, Reach.FOLLOWING, version=fourth.version)
    new = series_queries.carries_on(made)
    assert [each.offer_hours for each in (*coming(made), *coming(new))] == [*[None] * 3, 12, 12, 4, 12, 12]
    assert coming(new)[2].opens_wall is None
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    last = coming(fresh(new))[-1]
    assert (last.approves, last.offer_hours, last.starts_wall - last.opens_wall) == (
        True,
        12,
        timedelta(days=7),
    )
    assert series.unfollow(bob, fresh(new), give_back=True) == 6


def hidden(page):
    """What a form sends along: the version that it was opened with, and the date that it is for."""
    return dict(re.findall(r'name="(version|begins)" value="([^"]*)"', page))


def test_a_form_is_read_for_the_date_that_it_was_made_for_also_once_that_is_over(browser, today, clock, ada):
    made, host = factories.series(ada), browser(ada)
    starts, week, hour = made.starts_wall, timedelta(days=7), timedelta(hours=1)
    window = {"waits": "at_once", "closes_wall": f"{starts - hour:%Y-%m-%dT%H:%M}"}
    asks = {"name": "Take notes", "wanted": "1", "starts": f"{starts + hour:%Y-%m-%dT%H:%M}"}
    where = f"{made.url}/admission"
    for path, typed in ((where, window), (f"{made.url}/parts/new", asks)):
        assert host.post(path, data=typed | hidden(host.get(path).text)).status_code == 303
    part = f"{made.url}/parts/{next(iter(series_parts.of(fresh(made))))}"
    pages = {path: hidden(host.get(path).text) for path in (where, part)}
    clock.shift(timedelta(days=3, hours=2))
    assert coming(fresh(made))[0].starts_wall == starts + week
    assert host.post(where, data=window | pages[where] | {"approves": "y"}).status_code == 303
    latest = {"version": str(fresh(made).rev)}
    assert host.post(part, data=asks | pages[part] | latest | {"about": "In brief."}).status_code == 303
    found = coming(fresh(made))
    assert {(each.starts_wall - each.closes_wall, each.approves) for each in found} == {(hour, True)}
    assert {(_part(each).after, _part(each).about) for each in found} == {(60, "In brief.")}
    for begins in ("2026-10-09T12:00", "9999-12-31T12:00", ""):
        answer = host.post(where, data=window | {"begins": begins, "version": str(fresh(made).rev)})
        assert (answer.status_code, "The dates have moved" in answer.text) == (422, True)
        assert hidden(answer.text)["begins"] == f"{starts + week:%Y-%m-%dT%H:%M}"
        assert window["closes_wall"] in answer.text


def test_of_two_hosts_the_later_one_sees_both_and_keeps_what_was_typed(browser, today, ada):
    made, host = factories.series(ada), browser(ada)
    series_parts.ask(ada, made, PAPER)
    save(made)
    date = coming(made)[1]
    of_all, of_one = (
        f"{made.url}/parts/{next(iter(series_parts.of(made)))}",
        f"{date.desk}/parts/{_part(date).key}",
    )
    parts_of = {path: hidden(host.get(path).text) for path in (of_all, of_one)}
    way_in = f"{made.url}/admission"
    opened = hidden(host.get(way_in).text)
    typed = {"name": "Bring two", "wanted": "2", "about": "Typed for long.", "starts": "2026-10-08T12:00"}
    offers = {"waits": "offer", "offer_hours": "37"}
    assert host.post(of_all, data=typed | parts_of[of_all] | {"about": ""}).status_code == 303
    for path, data, theirs, yours in (
        (of_all, typed | parts_of[of_all] | {"name": "Mine"}, ">Bring two<", "Typed for long."),
        (of_one, typed | parts_of[of_one], ">Mine<", "Typed for long."),
        (way_in, offers | opened, "The series has changed since", 'value="37"'),
    ):
        answer = host.post(path, data=data)
        assert (answer.status_code, theirs in answer.text, yours in answer.text) == (409, True, True), path
        assert host.post(path, data=data | hidden(answer.text)).status_code == 303


def test_what_a_date_refuses_of_a_change_for_all_names_the_date(today, ada):
    made = factories.series(ada)
    first, third = coming(made)[0].starts_wall, coming(made)[2]
    admission.change(ada, third, Admission(closes_wall=third.starts_wall - timedelta(days=8)))
    opens = Admission(opens_wall=first - timedelta(days=7))
    with pytest.raises(Invalid, match="over on Thu 22 Oct"):
        series_admission.change(ada, made, opens, first, rev=made.rev)
    for number in range(parts.MOST):
        factories.part(third, name=f"Part {number}")
    with pytest.raises(Invalid, match="already on Thu 22 Oct"):
        series_parts.ask(ada, made, PAPER)


def test_hosts_set_both_on_the_page_of_the_series_also_of_a_draft(browser, today, ada):
    made = factories.series(ada, published=False)
    host = browser(ada)
    first = {"begins": "2026-10-08T12:00"}
    typed = {"name": "Take notes", "wanted": "1", "starts": "2026-10-08T12:30"} | first
    assert host.post(f"{made.url}/parts/new", data=typed | {"name": ""}).status_code == 422
    assert host.post(f"{made.url}/parts/new", data=typed).location == f"{made.url}/set-up#parts"
    window = first | {
        "waits": "offer",
        "offer_hours": "12",
        "opens_wall": "2026-10-01T12:00",
        "version": str(fresh(made).rev),
    }
    assert (
        host.post(f"{made.url}/admission", data=window | {"closes_wall": "2026-10-09T12:00"}).status_code
        == 422
    )
    assert host.post(f"{made.url}/admission", data=window).location == f"{made.url}/set-up#admission"
    assert host.post(f"{made.url}/admission", data=window).status_code == 409
    said = host.get(f"{made.url}/set-up").text
    assert "offered for 12 hours at a time. Sign-up opens 7 days before the start." in said
    host.post(f"{made.url}/publish")
    second = coming(fresh(made))[1]
    part = _part(second)
    assert (part.name, part.after, second.offer_hours) == ("Take notes", 30, 12)
    page = host.get(f"{second.desk}/parts/{part.key}").text
    assert "7 dates: Thu 15 Oct, Thu 22 Oct," in page
    where = f"{second.desk}/parts/{part.key}"
    moved = {"name": "Write it down", "starts": "2026-10-15T12:30", "reach": "all"}
    host.post(where, data=typed | hidden(page) | moved)
    assert asked(made) == [["Write it down 1"]] * 8
    host.post(f"{where}/remove", data={"reach": "following"})
    new = series_queries.carries_on(fresh(made))
    assert (asked(made), asked(new)) == ([["Write it down 1"]], [[]] * 7)
    host.post(
        f"{second.desk}/admission",
        data={"waits": "at_once", "version": str(fresh(second).version), "reach": "all"},
    )
    assert {each.offer_hours for each in coming(new)} == {None}


def test_a_part_of_a_series_that_was_removed_meanwhile_keeps_what_was_written_about_it(browser, today, ada):
    made, host = factories.series(ada), browser(ada)
    series_parts.ask(ada, made, PAPER)
    key = next(iter(series_parts.of(made)))
    save(made)
    where = f"{made.url}/parts/{key}"
    sent = hidden(host.get(where).text)
    assert host.post(f"{where}/remove").status_code == 303
    again = host.post(where, data=sent | {"name": "Bring two papers", "wanted": "1"})
    assert again.status_code == 409
    for said in ("removed meanwhile", 'value="Bring two papers"', f'action="{made.url}/parts/new"'):
        assert said in again.text
    assert host.post(f"{where}/remove").status_code == 409
