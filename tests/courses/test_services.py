"""Courses from the rule to the row: who may, versions, the one act, the five."""

from datetime import timedelta

import pytest

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.courses import completions, editing, pages, policies, queries, services, upkeep, versions
from learnhub.courses.completions import Said
from learnhub.courses.models import Course, ItemKind
from learnhub.courses.outlines import Line
from learnhub.courses.services import About
from learnhub.people.models import Kind, Role
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def test_a_version_that_a_cohort_runs_stays_and_a_change_makes_the_next():
    ada = factories.person()
    course = factories.course(ada, "Agents", Line(ItemKind.SESSION, "First", week=1))
    first = queries.current(course)
    versions.fix(first.id)
    [line] = versions.lines(first)
    added = [line, Line(ItemKind.DELIVERABLE, "Hand in", week=1)]
    second = versions.write(ada, course, added, version=course.version)
    third = versions.write(ada, course, versions.lines(second)[:1], version=course.version)
    assert (second.number, third.id, course.current) == (2, second.id, 2), "the second is still free"
    assert [each.title for each in queries.outline(first.id)] == ["First"]
    assert third.changed == "Nothing changed."
    assert versions.lines(third) == [line], "a line keeps its key from version to version"
    with pytest.raises(Conflict, match="meanwhile"):
        versions.write(ada, course, added, version=1)


def test_what_a_part_holds_follows_it():
    ada = factories.person()
    part = Line(ItemKind.PART, "Part")
    course = factories.course(
        ada, "Agents", Line(ItemKind.SESSION, "Before"), part, Line(ItemKind.SESSION, "In")
    )
    before, head, inside = queries.outline(queries.current(course).id)
    assert (before.part_id, head.part_id, inside.part_id) == (None, None, head.id)


def test_who_may_do_what():
    nobody = {"is_guest": False, "is_owner": False, "is_lead": False, "is_admin": False, "is_binned": False}
    cases = [({}, False), ({"is_owner": True}, True), ({"is_lead": True}, True), ({"is_admin": True}, True)]
    cases += [({"is_owner": True, "is_binned": True}, False), ({"is_owner": True, "is_guest": True}, False)]
    assert [bool(policies.may_edit(**nobody | who)) for who, _ in cases] == [may for _, may in cases]
    assert not policies.may_complete(is_guest=False, is_binned=True)
    ada, eve = factories.person("Ada"), factories.person("Eve", kind=Kind.GUEST)
    course = factories.course(ada)
    for refused in (
        lambda: services.add(eve, About("Mine")),
        lambda: completions.complete(eve, course, SAID),
    ):
        with pytest.raises(Forbidden):
            refused()
    with pytest.raises(NotFound):
        queries.course(eve, course.key)
    bob, lead = factories.person("Bob"), factories.person("Lea", roles=[Role.LEAD])
    with pytest.raises(Forbidden, match="who keeps it"):
        versions.write(bob, course, [], version=course.version)
    services.edit(lead, course, About("Agents at work"), owner=bob, version=course.version)
    assert (course.title, course.owner_id) == ("Agents at work", bob.id)
    with pytest.raises(Conflict):
        services.edit(bob, course, About("Agents"), owner=bob, version=1)
    with pytest.raises(Invalid, match="already"):
        services.add(ada, About("Twice", url=factories.course(bob, "Once", url="https://example.org/c").url))


SAID = Said(finished_on=factories.clock.now().date(), hours=12, worth="For whoever begins.")


def test_to_complete_a_course_is_one_act_and_fewer_than_five_are_not_counted():
    people = [factories.person(f"Person {number}") for number in range(5)]
    course = factories.course(people[0])
    for each in people[:4]:
        completions.complete(each, course, SAID)
    completions.complete(people[0], course, Said(finished_on=SAID.finished_on))
    assert _acts() == [ActKind.COMPLETED] * 4
    version = queries.current(course)
    assert pages.show(people[0], course, version)["completed"] == ""
    completions.complete(people[4], course, SAID)
    assert pages.show(people[0], course, version)["completed"] == "Five people completed it here."
    assert len(pages.show(people[0], course, version)["reviews"]) == 4, "who wrote nothing is not named"
    completions.take_back(people[1], course)
    assert (len(_acts()), len(queries.reviews(course))) == (4, 3)
    completions.put_back(people[1], course)
    assert len(_acts()) == 5


def _acts():
    return [act.kind for act in db.session.query(LearningAct)]


def test_the_bin_is_emptied_of_what_nobody_ran_or_completed(monkeypatch):
    ada = factories.person()
    rows = [
        factories.course(ada, title, Line(ItemKind.SESSION, "In")) for title in ("Gone", "Ran", "Done", "New")
    ]
    versions.fix(queries.current(rows[1]).id)
    factories.completion(ada, rows[2])
    for each in rows[:3]:
        services.discard(ada, each)
    later = clock.now() + upkeep.STAYS + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    services.discard(ada, rows[3])
    upkeep.empty_bin()
    left = [title for (title,) in db.session.query(Course.title).order_by(Course.id)]
    assert left == ["Ran", "Done", "New"]


def test_what_a_course_cannot_say_is_refused_with_the_reason():
    ada = factories.person("Ada")
    course, today = factories.course(ada), clock.now().date()

    def said(**over):
        return lambda: completions.complete(ada, course, Said(over.pop("on", today), **over))

    def line(title="Part", **over):
        return lambda: editing.checked(Line(ItemKind.SESSION, title, **over))

    refused = {
        lambda: services.add(ada, About(" ")): "Give it a title",
        lambda: services.add(ada, About("A", hours=0)): "a number of hours up to 10,000",
        lambda: services.add(ada, About("A", url="nowhere")): "the address of a page",
        said(on=today + timedelta(days=2)): "still to come",
        said(on=today - timedelta(days=20_000)): "the last forty years",
        said(hours=-1): "a number of hours up to 10,000",
        said(proof_url="nowhere"): "the address of a page",
        line(" "): "Give it a title",
        line(url="nowhere"): "the address of a page",
        line(weekday=1): "which week that day is in",
        line(week=105): "from 1 to 104",
        line(minutes=0): "from 1 to 1,440",
        line(week=1, weekday=7): "no such day of the week",
    }
    for act, reason in refused.items():
        with pytest.raises(Invalid, match=reason):
            act()
    with pytest.raises(NotFound):
        editing.line(course, "nothing")


def test_a_line_goes_to_the_end_of_its_part_and_what_is_binned_comes_back():
    ada = factories.person("Ada")
    course = factories.course(ada, "Agents", Line(ItemKind.PART, "One"), Line(ItemKind.PART, "Two"))
    first = editing.lines(course)[0].key
    for title, into in (("In one", first), ("At the end", "nothing")):
        editing.add(ada, course, Line(ItemKind.SESSION, title), into=into, version=course.version)
    assert [each.title for each in editing.lines(course)] == ["One", "In one", "Two", "At the end"]
    completions.take_back(ada, course)
    completions.put_back(ada, course)
    assert queries.completion(ada, course) is None, "nothing was said"
    services.discard(ada, course)
    assert [each.key for each in pages.binned()["rows"]] == [course.key]
    services.restore(ada, course)
    assert pages.binned() == {"rows": [], "ends": {}}


def test_guests_and_the_bin_hide_a_course_whichever_way_it_is_asked_for():
    ada, eve = factories.person("Ada"), factories.person("Eve", kind=Kind.GUEST)
    course = factories.course(ada, "Agents", url="https://learn.example.org/agents")

    def found(person):
        by_address = queries.of_resource(person, course.url_key or "")
        return [
            bool(each) for each in (by_address, queries.visible(person, [course.id]), queries.all_of(person))
        ]

    assert found(ada) == [True, True, True]
    assert found(eve) == [False, False, False]
    with pytest.raises(NotFound):
        queries.version(course, 7)
    services.discard(ada, course)
    assert found(ada) == [False, False, False]
