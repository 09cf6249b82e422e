"""What is kept no longer goes at night, some rows at a time; one admin alone cannot keep it for longer."""

import itertools
from datetime import timedelta

import pytest

from learnhub.activity.models import LearningAct
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.core import audit, clock, dates
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.refs import Ref
from learnhub.core.transaction import transaction
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.help.models import HelpRequest
from learnhub.mine import jobs, privacy_profiles, retention_sweep
from learnhub.mine.models import PrivacyProposal
from learnhub.notifications.models import Delivery, Reminder, State
from learnhub.people import queries, retention, roles
from learnhub.people.models import Organisation, Person, Role
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
MONTH = timedelta(days=31)


def test_what_is_old_goes_and_what_is_not_stays(monkeypatch, browser):
    monkeypatch.setattr(retention_sweep, "SOME", 1)  # one row at a time comes to the same
    now = clock.now()
    factories.unit("Company")
    admin, ada = factories.person("Root", roles=(Role.ADMIN,)), factories.person("Ada")
    gone, here = (
        factories.person(name, left_at=now - months * MONTH) for name, months in (("Eve", 25), ("Bob", 20))
    )
    line = Line(ItemKind.DELIVERABLE, "One", week=1, weekday=0)
    cohort = factories.cohort(admin, line, starts=now.date() - timedelta(days=1))
    for months in (25, 2):
        at = now - months * MONTH
        row = {"cohort_id": cohort.id, "person_id": ada.id, "week": at.date(), "hours": "1 to 2"}
        factories.save(CheckIn(done="Read.", at=at, **row))
        with clock.at(at):
            factories.stuck(ada, text=f"Stuck for {months} months").ended_at = at
            db.session.commit()
    for months in (40, 2):
        factories.act(ada, Ref("hackathon", months), at=now - months * MONTH)
    with clock.at(now - 13 * MONTH):
        old = factories.save(Reminder(**message(ada)))
        factories.save(Delivery(reminder_id=old.id, person_id=ada.id, channel="in_app", state="sent", at=now))
        audit.record(admin.id, "person.changed", Ref("person", ada.id), before={"name": "Eda"})
    with clock.at(now - 40 * MONTH):
        audit.record(admin.id, "person.changed", Ref("person", ada.id), before={"name": "Ida"})
    db.session.commit()
    jobs.sweep()
    jobs.sweep()  # finds nothing more
    assert [(row.done, row.hours) for row in rows(CheckIn)] == [("", ""), ("Read.", "1 to 2")]
    assert [row.text for row in rows(HelpRequest)] == [retention_sweep.EMPTIED, "Stuck for 2 months"]
    assert [row.within_id for row in rows(LearningAct)] == [2]
    assert rows(Delivery) == []
    assert [db.session.get(Person, each.id).name for each in (gone, here)] == ["Somebody who left", "Bob"]
    done = [row.after for row in rows(AuditEntry) if row.act == privacy_profiles.SWEPT]
    assert done == [{"check_ins": 1}, {"help": 1}, {"messages": 1}, {"acts": 1}, {"audit": 1}, {"leavers": 1}]
    said = [(row.actor_id, row.before) for row in rows(AuditEntry) if row.act == "person.changed"]
    assert said == [(admin.id, {"name": "Eda"}), (None, {})]
    shown = browser(admin).get("/admin/privacy").text
    assert "people who left, one row" in shown


def message(person):
    now = clock.now()
    about = {"kind": "kept_by_you", "subject_kind": "resource", "subject_id": 1, "person_id": person.id}
    return about | {
        "occurrence_key": "x",
        "fire_at": now,
        "next_at": now,
        "expires_at": now,
        "state": "sent",
        "done_at": now,
    }


def rows(table):
    return db.session.query(table).order_by(table.id).all()


def test_stricter_holds_at_once_and_less_strict_needs_a_second_admin(browser):
    one, two = (factories.person(name, roles=(Role.ADMIN,)) for name in ("Ada", "Bob"))
    page = browser(one)
    page.get("/admin/privacy")
    page.post("/admin/privacy", data={"smallest": "8", "help": "24", "messages": "6"})
    assert figures() == {"smallest": 8, "help": 12, "messages": 6}
    asked = privacy_profiles.proposal()
    assert asked.figures == {"help": 24}
    with pytest.raises(Forbidden, match="Another admin"):
        privacy_profiles.decide(one, asked.key, accepted=True)
    db.session.rollback()
    other = browser(two)
    (told,) = rows(Reminder)
    assert (told.kind, told.person_id, told.state) == ("privacy_asked", two.id, State.PENDING)
    assert "Ada asks for less protection" in other.get("/admin").text
    assert "Ada asks for less protection" in other.get("/admin/privacy").text
    other.post(f"/admin/privacy/{asked.key}/yes")
    assert figures() == {"smallest": 8, "help": 24, "messages": 6}
    assert "What people were stuck on: 24 months" in other.get("/privacy").text
    db.session.expire_all()
    asked, said = rows(Reminder)
    assert asked.state is State.CANCELLED, "it asks no more"
    assert (said.kind, said.person_id) == ("privacy_loosened", one.id)
    db.session.rollback()
    with transaction(), pytest.raises(Invalid):
        privacy_profiles.change(one, {"smallest": 4})


def test_what_went_before_it_was_kept_longer_stays_gone():
    """A sum over what is partly emptied would say less than there was."""
    house, day = Organisation(retention={}, smallest_group=5), timedelta(days=1)
    start = clock.now()
    for months, on in ((12, 0), (24, 100), (12, 130), (24, 160)):
        retention.put(house, {"check_ins": months}, start + on * day)
    since = [retention.kept_since(house, "check_ins", start + on * day) for on in (200, 1000)]
    assert since == [start + 160 * day - 12 * retention.MONTH, start + 1000 * day - 24 * retention.MONTH]
    assert retention.profile(house)["check_ins"] == 24


def test_what_nobody_may_choose_does_not_count():
    """It came from a restored row, or from choices that there were once."""
    house = Organisation(retention={"help": 120}, smallest_group=2)
    assert retention.profile(house)["help"] == 12
    assert retention.smallest(house) == retention.SMALLEST


def test_nobody_makes_the_second_admin_who_says_yes():
    one, other, made, third = (factories.person(name) for name in ("Ada", "Bob", "Eve", "Zoe"))
    with transaction():
        roles.grant(one, Role.ADMIN)
        roles.grant(other, Role.ADMIN)
        roles.grant(made, Role.ADMIN, by=one)
        roles.grant(third, Role.ADMIN, by=made)
    now, later = clock.now(), clock.now() + privacy_profiles.SETTLED

    def refused(actor, by, at=now):
        verdict = privacy_profiles.may_decide(actor, PrivacyProposal(by=by, by_id=by.id, created_at=at))
        return verdict.reason

    anew = f"Another admin says yes, or it is asked anew after {dates.day(later.date(), now.date())}."
    with db.session.no_autoflush, transaction():
        assert refused(made, one) == "Ada made you an admin. One says yes whom Ada did not make one."
        assert refused(one, third) == f"You made Zoe an admin, or somebody who did. {anew}"
        assert refused(third, one) == f"Ada made you an admin, or somebody who did. {anew}"
        assert [refused(other, each) for each in (one, made, third)] == ["", "", ""]
        assert "after it was asked" in refused(other, one, now - timedelta(hours=1))
        assert refused(one, third, later) == "", "after a month both are heard"
        db.session.expunge_all()


@pytest.mark.parametrize("again", ["Ada", "Bob"])
def test_a_ring_of_admins_is_one_hand(again):
    """Ada makes Bob, Bob makes Zoe, and Zoe takes the role of one of them and gives it back."""
    ring = {name: factories.person(name) for name in ("Ada", "Bob", "Zoe")}
    with transaction():
        roles.grant(ring["Ada"], Role.ADMIN)
        roles.grant(ring["Bob"], Role.ADMIN, by=ring["Ada"])
        roles.grant(ring["Zoe"], Role.ADMIN, by=ring["Bob"])
        roles.take(ring[again], Role.ADMIN, by=ring["Zoe"])
        roles.grant(ring[again], Role.ADMIN, by=ring["Zoe"])
    given = roles.gifts(Role.ADMIN, clock.now() - privacy_profiles.SETTLED)
    hands = [roles.hands(each.id, given) for each in ring.values()]
    assert all(a & b for a, b in itertools.combinations(hands, 2))
    db.session.rollback()


def test_what_told_a_calendar_of_what_is_to_come_stays():
    ada, now = factories.person("Ada"), clock.now()
    coming = factories.coming()
    later = coming.ends_at + MONTH
    with clock.at(now - 13 * MONTH):
        row = message(ada) | {"program_id": coming.id}
        told, _ = (factories.save(Reminder(**row | {"occurrence_key": key})) for key in ("one", "two"))
        way = {"reminder_id": told.id, "person_id": ada.id, "channel": "email", "state": "sent", "at": now}
        factories.save(Delivery(**way, calendar="REQUEST"))
    jobs.sweep()
    assert [row.id for row in rows(Reminder) if row.kind == told.kind] == [told.id]
    db.session.rollback()
    with clock.at(later):
        jobs.sweep()
    assert [row for row in rows(Reminder) if row.kind == "kept_by_you"] == []


def figures():
    found = retention.profile(queries.organisation())
    db.session.rollback()
    return {name: found[name] for name in ("smallest", "help", "messages")}
