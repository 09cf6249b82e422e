"""What people hear of a cohort's dates: before, overdue, anew with more time, never of what is done."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from learnhub.cohorts import queries, sessions, shifting, ticking
from learnhub.cohorts.deadlines import Strictness
from learnhub.cohorts.shifting import Wanted
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import queries as messages_of
from learnhub.notifications.models import Channel, Delivery, State
from learnhub.notifications.planning import dues
from learnhub.notifications.showing import messages, reasons, ruling
from learnhub.notifications.telling import wording
from tests import factories
from tests.support.rows import fresh, save

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LINES = (
    Line(ItemKind.SESSION, "Kick-off", week=1, weekday=1, at=time(15), minutes=60),
    Line(ItemKind.DELIVERABLE, "First", week=1, weekday=4, at=time(17)),
    Line(ItemKind.SESSION, "Together", week=2, weekday=1, at=time(15), minutes=60),
    Line(ItemKind.DELIVERABLE, "Second", week=2, weekday=4, at=time(17)),
)
PLANNED = (State.PENDING, State.BATCHED)


@pytest.fixture
def studying(monday):
    """A cohort that starts today, its host, and Ada and Bob, who are in it."""
    host, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    made = factories.cohort(host, *LINES, starts=date(2026, 11, 23), strictness=Strictness.GRACE)
    for each in (ada, bob):
        factories.sign_up(made, each)
    return made, host, ada, bob


def key(cohort, title):
    return next(each.key for each in queries.dates(cohort) if each.item.title == title)


def planned(rows, person):
    return [(row.kind, row.offset, row.fire_at) for row in rows if row.person_id == person.id]


def inbox(person):
    """Subjects of what the inbox of a person shows, the oldest first."""
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(channel=Channel.IN_APP, person_id=person.id)
    found = found.order_by(Delivery.at, Delivery.id).all()
    about = wording.tale([each.reminder for each in found], person.id)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return [wording.words(each.reminder, about, person.tz, now).subject for each in found]


def test_each_hears_before_what_is_due_and_once_of_what_is_overdue(studying, tick, clock, reminders):
    cohort, _, ada, bob = studying
    tick()
    due = datetime(2026, 11, 27, 17, tzinfo=UTC)
    first = [(dues.DUE, "3d", due - 3 * DAY), (dues.DUE, "1d", due - DAY), (dues.OVERDUE, "0d", due)]
    about = [row for row in reminders() if row.kind in dues.OF_COHORTS]
    assert [each for each in planned(about, ada) if each[2] <= due] == first
    assert {row.offset for row in about if row.kind == dues.SESSION} == {"1d"}, "not of the first day"
    save(ticking.tick(bob, cohort, key(cohort, "First")))
    for moment in (due - 20 * HOUR, due + HOUR):
        clock.set(moment)
        tick()
        tick()
    assert inbox(ada)[-2:] == [
        "“First” is due Fri 27 Nov, 17:00 UTC",
        f"“First” is overdue: {cohort.title}",
    ]
    assert not [said for said in inbox(bob) if "First" in said]
    save(ticking.tick(ada, cohort, key(cohort, "First")))
    left = [row for row in reminders() if row.person_id == ada.id and row.fire_at <= due]
    assert not [row for row in left if row.kind in (dues.DUE, dues.OVERDUE) and row.state in PLANNED]


def test_more_time_plans_anew_and_tells_once(studying, tick, clock, reminders):
    cohort, host, ada, bob = studying
    tick()
    until = datetime(2026, 12, 1, 17)
    ticking.extend(host, cohort, key(cohort, "First"), ada, until=until, reason="On call.")
    db.session.commit()
    tick()
    mine = [row for row in reminders(dues.DUE) if row.person_id == ada.id and row.due_rev == 1]
    live = [(row.subject_kind, row.due_at) for row in mine if row.state in PLANNED and row.due_at.day < 4]
    assert live == [("extension", until.replace(tzinfo=UTC))] * 2
    assert {row.skip_reason for row in mine if row.state is State.CANCELLED} == {"There is more time for it."}
    assert [each for each in inbox(ada) if "longer" in each] == [
        f"You have longer for “First”: {cohort.title}"
    ]
    later = datetime(2026, 12, 9, 17)
    ticking.extend(host, cohort, key(cohort, "Second"), ada, until=later, reason="On call.")
    db.session.commit()
    clock.set(datetime(2026, 11, 27, 18, tzinfo=UTC))
    tick()
    assert not [said for said in inbox(ada) if "overdue" in said]
    assert [said for said in inbox(bob) if "overdue" in said]
    ticking.waive(host, cohort, key(cohort, "First"), ada, reason="Ill.", waived=True)
    db.session.commit()
    clock.set(datetime(2026, 12, 1, 18, tzinfo=UTC))
    tick()
    assert not [said for said in inbox(ada) if "overdue" in said]
    assert f"“First” need not be done: {cohort.title}" in inbox(ada)
    asked = [row.due_at.day for row in reminders(dues.DUE) if row.person_id == ada.id]
    assert 4 not in asked, "not for the cohort's date of “Second”, which was not near when she got longer"


def test_a_shift_is_told_once_to_each_and_moves_what_was_planned(studying, tick, clock, reminders):
    cohort, host, ada, _ = studying
    tick()
    clock.shift(HOUR)
    shifting.shift(host, cohort, Wanted(days=5, since=date(2026, 11, 26)), version=cohort.version)
    db.session.commit()
    tick()
    clock.shift(HOUR)
    tick()
    assert [said for said in inbox(ada) if "dates" in said] == [f"New dates: {cohort.title}"]
    mine = [row for row in reminders(dues.DUE) if row.person_id == ada.id]
    assert {row.state for row in mine if row.due_at.day == 27} == {State.SUPERSEDED}
    assert [row.due_rev for row in mine if row.state in PLANNED] == [2]
    coming = messages.coming(ada, [cohort], frozenset(), clock.now())
    assert [each.occasion.due.at.day for each in coming if each.occasion.kind == dues.DUE][:2] == [2, 2]
    news = db.session.query(Delivery).filter_by(person_id=ada.id, channel=Channel.IN_APP).all()
    [row] = [each for each in news if each.reminder.kind == "moved"]
    assert reasons.explain(ada, row.key, clock.now()).said[0].words.path == cohort.url


def test_hosts_read_ahead_what_an_extension_is_about_and_the_date_itself(studying, clock):
    cohort, host, ada, _ = studying
    longer = datetime(2026, 11, 28, 17)
    ticking.extend(host, cohort, key(cohort, "First"), ada, until=longer, reason="On call.")
    db.session.commit()
    standing = queries.find(host, cohort.key)[1]
    going = ruling.of_program(host, cohort, standing, clock.now())["going"]
    dated = {(each.what, each.due_at.day, each.names == ["Ada"]) for each in going if each.what == "First"}
    assert dated == {("First", 27, False), ("First", 28, True)}, "what is overdue by its due, not by its end"
    assert "Deadline" not in {each.what for each in going}


def test_a_session_that_changed_alone_is_told_by_name_with_its_reason(studying, tick, clock):
    cohort, host, ada, _ = studying
    wanted = sessions.Wanted(datetime(2026, 12, 2, 16, 30), 90, "Room 5")
    at = key(cohort, "Together")
    sessions.change(host, cohort, at, wanted, reason="No room", version=cohort.version)
    db.session.commit()
    tick()
    clock.shift(HOUR)
    tick()
    [said] = [each for each in inbox(ada) if "changed" in each]
    assert said == f"“Together” changed: {cohort.title}"
    news = db.session.query(Delivery).filter_by(person_id=ada.id, channel=Channel.IN_APP).all()
    [row] = [each for each in news if each.reminder.kind == "moved"]
    words = reasons.explain(ada, row.key, clock.now()).said[0].words
    assert "“Together”: Wed 2 Dec, 16:30–18:00 UTC, Room 5. No room. The other dates stay." in words.lead
    assert words.path == f"{cohort.url}#d-{at}"


def test_why_names_the_deadlines_and_sessions_that_come_in_their_order(studying, tick, clock, browser):
    cohort, host, ada, _ = studying
    sessions.change(
        host,
        cohort,
        key(cohort, "Together"),
        sessions.Wanted(datetime(2026, 12, 2, 16), 60),
        reason="",
        version=cohort.version,
    )
    db.session.commit()
    tick()
    found = db.session.query(Delivery).filter_by(person_id=ada.id, channel=Channel.IN_APP).first()
    page = browser(ada).get(f"/inbox/{found.key}/why").text
    coming = page.partition("What comes in the next 14 days")[2].partition("What was not sent")[0]
    titles = re.findall(r"<h3><a[^>]*>([^<]+)</a>", coming)
    assert [*dict.fromkeys(titles)] == [
        "Deadline: First",
        f"Check-in: {cohort.title}",
        "Session starts: Together",
        "Deadline: Second",
    ]
    assert f"{cohort.title}. Comes" in coming
    assert "The session begins <time" in coming


def test_each_message_tells_of_the_sessions_that_changed_before_it(studying, tick, clock):
    cohort, host, ada, _ = studying
    first = sessions.Wanted(datetime(2026, 12, 2, 16, 30), 90, "Room 5")
    other = sessions.Wanted(datetime(2026, 11, 24, 9), 60)
    again = sessions.Wanted(datetime(2026, 12, 3, 16, 30), 90, "Room 5")
    for title, wanted, why in (
        ("Together", first, "No room"),
        ("Kick-off", other, ""),
        ("Together", again, "Ill"),
    ):
        sessions.change(host, cohort, key(cohort, title), wanted, reason=why, version=cohort.version)
        db.session.commit()
        tick()
        clock.shift(HOUR)
        tick()
    together, kick_off = (
        f"“{title}” changed: {cohort.title}. “{title}”:" for title in ("Together", "Kick-off")
    )
    now, since = "Thu 3 Dec, 16:30–18:00 UTC, Room 5.", "Other dates have changed since."
    assert told(ada) == [
        f"{together} {now} It changed again since. {since}",
        f"{kick_off} Tue 24 Nov, 09:00–10:00 UTC. {since}",
        f"{together} {now} Ill. The other dates stay.",
    ]


def test_a_mail_tells_what_moved_too_late_in_the_evening_for_a_mail_of_its_own(
    studying, tick, clock, mailbox
):
    cohort, host, ada, _ = studying
    clock.shift(9 * HOUR)  # seven in the evening
    for title, wanted in (("Kick-off", datetime(2026, 11, 25, 9)), ("Together", datetime(2026, 12, 2, 16))):
        at = key(cohort, title)
        sessions.change(host, cohort, at, sessions.Wanted(wanted, 60), reason="", version=cohort.version)
        db.session.commit()
        tick()
        clock.shift(HOUR)
        tick()
    clock.shift(DAY - 9 * HOUR)
    tick()
    both = f"“Kick-off” and “Together” changed: {cohort.title}"
    assert [str(each["Subject"]) for each in mailbox.messages if ada.email in str(each["To"])][-1] == both


def test_who_rests_in_a_cohort_reads_that_and_rests_on_when_they_take_back_that_they_muted_it(
    studying, tick, browser
):
    cohort, host, ada, _ = studying
    ticking.extend(host, cohort, key(cohort, "First"), ada, until=datetime(2026, 12, 1, 17), reason="Ill.")
    db.session.commit()
    tick()
    message = db.session.query(Delivery).filter_by(person_id=ada.id, channel=Channel.IN_APP).first()
    page, mute = browser(ada), f"/programs/{cohort.key}/mute"
    places = cohort.url, f"/inbox/{message.key}/why", mute, "/settings/notifications"
    page.post(f"/cohorts/{cohort.key}/pause", data={"until": "2026-11-26"})

    def says(*texts):
        return [any(text in page.get(each).text for text in texts) for each in places]

    paused = says("Paused until", "is paused", "Paused</a>")
    assert (paused, says("Muted · Hear of it again")) == ([True] * 4, [False] * 4)
    page.post(mute)
    assert says("Muted · Hear of it again") == [True] * 4
    page.post(f"/programs/{cohort.key}/unmute")
    assert [each.until for each, _ in messages_of.mutes(fresh(ada))] == [datetime(2026, 11, 27, tzinfo=UTC)]
    assert says("Muted · Hear of it again") == [False] * 4
    page.post(f"/cohorts/{cohort.key}/resume")
    assert messages_of.mutes(fresh(ada)) == []


def told(person):
    """What the inbox of a person shows of dates that changed, the oldest first."""
    found = db.session.query(Delivery).filter_by(channel=Channel.IN_APP, person_id=person.id)
    rows = [each.reminder for each in found.order_by(Delivery.id.desc()) if each.reminder.kind == "moved"]
    about = wording.tale(rows, person.id)
    said = [wording.words(each, about, person.tz, each.created_at) for each in reversed(rows)]
    return [f"{each.subject}. {each.lead}" for each in said]
