"""One person alone with a course from elsewhere, and a partner who holds them to it."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from learnhub.activity.models import ActKind, LearningAct
from learnhub.calendars import feeds
from learnhub.calendars.learning import kept
from learnhub.cohorts import learning
from learnhub.commitments import pages, partners, pausing, policies, queries, services
from learnhub.commitments.services import Terms
from learnhub.core import clock, refs
from learnhub.core.db import db
from learnhub.core.errors import Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.courses import queries as courses
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices
from learnhub.notifications.sending import rechecks
from learnhub.people.models import Kind, Role
from tests import factories
from tests.support.rows import save

DAY = timedelta(days=1)
with_rows = pytest.mark.usefixtures("app")


def test_stages_of_reminding():
    due = date(2026, 12, 10)
    days = (-3, -2, -1, 0, 1, 2, 3, 30)
    assert [policies.stage(due, due + DAY * day) for day in days] == [0, 1, 1, 2, 3, 3, 4, 4]


def told(person):
    mine = select(Reminder).where(Reminder.person_id == person.id).order_by(Reminder.id)
    return [row.kind for row in db.session.scalars(mine)]


def committed(ada, **over):
    """A commitment of six weeks."""
    terms = {"hours": 3, "title": "Evals", "url": "https://example.org/evals"} | over
    made = services.make(ada, Terms(services.today_of(ada) + DAY * 42, **terms))
    return save(made)


@with_rows
def test_a_person_alone_with_an_external_course_and_a_partner():
    """The whole way, on a shifted clock: asked, agreed, a week, late, paused, finished, confirmed."""
    ada, bob = factories.person("Ada"), factories.person("Bob")
    start = clock.now().replace(hour=12)
    monday = start + DAY * (7 - start.weekday())
    with clock.at(monday):
        key = committed(ada).key
        first = services.add_milestone(
            ada, queries.find(ada, key), title="Part 1", due_on=monday.date() + DAY * 9
        )
        partners.ask(ada, queries.find(ada, key), bob)
        assert told(bob) == ["partner_asked"]
        partners.answer(bob, queries.find(bob, key), agrees=True)
        assert told(ada) == ["partner_agreed"]
    with clock.at(monday + DAY * 4):  # Friday
        partners.remind()
        partners.remind()
        assert told(ada)[1:] == ["week_asked"]
        partners.check_in(
            ada, queries.find(ada, key), done="Two videos", to_do="", hours="1 to 2", blocked=""
        )
        assert told(bob)[1:] == ["week_noted"]
        assert [note.done for note in queries.notes(queries.find(bob, key).commitment)] == ["Two videos"]
    for day in (6, 7, 9, 10, 11, 12, 13):
        with clock.at(monday + DAY * day):
            partners.remind()
    assert told(ada)[2:] == ["milestone_soon", "milestone_today", "milestone_late", "week_asked"]
    assert told(bob)[2:] == ["milestone_waits"]
    with clock.at(monday + DAY * 13):
        pausing.pause(ada, queries.find(ada, key), (monday + DAY * 27).date())
        row = queries.find(ada, key).commitment
        assert (first.due_on, row.finish.due_on) == (monday.date() + DAY * 24, monday.date() + DAY * 57)
        late = db.session.scalars(select(Reminder).where(Reminder.kind == "milestone_waits")).one()
        assert late.state == "cancelled"
    with clock.at(monday + DAY * 20):
        before = told(ada)
        partners.remind()
        assert told(ada) == before  # it rests
        added = services.add_milestone(
            ada, queries.find(ada, key), title="Part 2", due_on=monday.date() + DAY * 51
        )
        pausing.resume(ada, queries.find(ada, key))
        row = queries.find(ada, key).commitment
        days = first.due_on, added.due_on, row.finish.due_on
        assert days == tuple(monday.date() + DAY * number for number in (16, 51, 51))  # not before the rest
    with clock.at(monday + DAY * 21):
        services.tick(ada, queries.find(ada, key), first.key)
        assert first.on_time is False
        with pytest.raises(Invalid, match="Show it"):
            services.finish(ada, queries.find(ada, key), finished_on=clock.now().date(), proof=" ")
        day = (monday + DAY * 21).date()
        services.finish(ada, queries.find(ada, key), finished_on=day, proof_url="example.org/certificate")
        assert told(bob)[-1] == "commitment_done"
        services.confirm(bob, queries.find(bob, key))
        assert told(ada)[-1] == "commitment_confirmed"
    row = queries.find(ada, key).commitment
    assert (row.state, row.confirmed_by.name, row.finish.on_time) == ("done", "Bob", True)
    kinds = db.session.scalars(select(LearningAct.kind).where(LearningAct.person_id == ada.id))
    assert {*kinds} == {ActKind.SUBMITTED, ActKind.CHECKED_IN, ActKind.COMPLETED}


@with_rows
def test_who_was_away_hears_that_something_is_late_when_their_partner_does():
    ada, bob, today = factories.person("Ada"), factories.person("Bob"), clock.now().date()
    key = committed(ada).key
    services.add_milestone(ada, queries.find(ada, key), title="Part 1", due_on=today + DAY * 9)
    partners.ask(ada, queries.find(ada, key), bob)
    partners.answer(bob, queries.find(bob, key), agrees=True)
    ada.away_from, ada.away_until = today + DAY * 5, today + DAY * 14
    for day in (6, 12, 15, 16):
        with clock.at(clock.now() + DAY * day):
            partners.remind()
    assert [kind for kind in told(ada) if "milestone" in kind] == ["milestone_late"]
    assert [kind for kind in told(bob) if "milestone" in kind] == ["milestone_waits"]


@with_rows
def test_no_manager_is_a_partner_and_who_declines_knows_of_it_no_more():
    top = factories.unit()
    lea = factories.person("Lea", unit=top, roles=(Role.LEADER,))
    ada = factories.person("Ada", unit=factories.unit("Below", top), manager_id=None)
    bob, eve = factories.person("Bob"), factories.person("Eve")
    key = committed(ada).key
    with pytest.raises(Invalid, match="one of your managers"):
        partners.ask(ada, queries.find(ada, key), lea)
    with pytest.raises(NotFound):
        queries.find(eve, key)
    partners.ask(ada, queries.find(ada, key), bob)
    assert rechecks.situation(db.session.scalars(select(Reminder)).one(), clock.now()).concerned
    partners.answer(bob, queries.find(bob, key), agrees=False)
    with pytest.raises(NotFound):
        queries.find(bob, key)
    assert told(ada) == ["partner_declined"]
    partners.ask(ada, queries.find(ada, key), eve)
    partners.answer(eve, queries.find(eve, key), agrees=True)
    milestone = queries.find(ada, key).commitment.finish
    about = Ref("commitment", milestone.commitment_id), Ref("milestone", milestone.id)
    notices.tell("week_noted", eve.id, about[0], by_id=ada.id)
    notices.tell("milestone_waits", eve.id, about[1])
    mine = select(Reminder).where(Reminder.person_id == eve.id, Reminder.kind != "partner_asked")

    def go():
        return [rechecks.situation(row, clock.now()).concerned for row in db.session.scalars(mine)]

    assert (go(), [*refs.cards(about, eve)]) == ([True, True], [*about])
    ada.manager_id = eve.id  # she became one since
    save(ada)
    assert (go(), [*refs.cards(about, eve)]) == ([False, False], [about[0]])
    partners.check_in(ada, queries.find(ada, key), done="Two videos", to_do="", hours=None, blocked="")
    assert told(eve).count("week_noted") == 1
    shown = pages.show(eve, key)
    assert not shown["may_read"]
    with clock.at(clock.now() + DAY * 60):
        shown = pages.show(eve, key)
        assert ({said for _, said in shown["milestones"]}, "late" in shown["title"]) == ({("", "")}, False)


@with_rows
def test_a_course_of_the_catalogue_is_completed_with_it_and_blocks_stand_in_the_feed(browser):
    ada = factories.person("Ada")
    course = factories.course(ada)
    made = committed(ada, course=course)
    page = browser(ada)
    assert "Keep time free" in page.get(made.path).text
    data = {"days": ["0", "2"], "at": "16:00", "minutes": "45"}
    assert page.post(f"{made.path}/blocks", data=data).status_code == 303
    assert "For it I keep free Monday and Wednesday at 16:00, for 45 minutes." in page.get(made.path).text
    titles = [each.title for each in feeds.mine(ada, clock.now())]
    assert titles.count(f"Learning: {course.title}") in (11, 12, 13)
    assert f"Due: Finish ‘{course.title}’" in titles
    near = services.today_of(ada) + DAY * 3
    services.add_milestone(ada, queries.find(ada, made.key), title="Lesson 1", due_on=near)
    assert "Lesson 1" in page.get("/").text
    tomorrow = (clock.now() + DAY).date().isoformat()
    assert (
        "Choose a day since you began"
        in page.post(f"{made.path}/finish", data={"finished_on": tomorrow}).text
    )
    today = services.today_of(ada).isoformat()
    sent = {"finished_on": today, "proof": "The certificate hangs here."}
    assert page.post(f"{made.path}/finish", data=sent, content_type="multipart/form-data").status_code == 303
    assert courses.completion(ada, course).proof == "The certificate hangs here."
    assert "finished." in page.get(made.path).text
    assert course.title in page.get("/learning").text


@with_rows
def test_making_one_on_the_page_asks_little_and_warns_above_the_cap(browser):
    ada, bob = factories.person("Ada", weekly_cap=4), factories.person("Bob")
    page = browser(ada)
    day = (clock.now() + DAY * 40).date().isoformat()
    assert "Choose a course" in page.post("/commitments/new", data={"hours": "3", "finish_on": day}).text
    sent = {"title": "Evals", "hours": "5", "finish_on": day, "partner": bob.email, "tells_partner": "y"}
    answer = page.post("/commitments/new", data=sent)
    assert answer.status_code == 303
    shown = page.get(answer.location).text
    assert "With this you have 5 hours a week planned: 5 for Evals. Your settings say at most 4." in shown
    assert "Your commitment is made. Bob is asked, and can decline." in shown
    assert "Was asked" in shown
    assert "I am taking “Evals”" in shown
    theirs = browser(bob)
    assert "asks you to hold them to it" in theirs.get(answer.location).text
    assert "Ada asks you to hold them to “Evals”" in theirs.get("/").text, "it waits for Bob’s answer"
    theirs.post(f"{answer.location}/answer", data={"agrees": "1"})
    assert "asks you to hold them to" not in theirs.get("/").text
    assert browser(factories.person("Eve")).get(answer.location).status_code == 404


@with_rows
def test_a_milestone_is_moved_ticked_taken_back_and_dropped_and_a_commitment_given_up():
    ada = factories.person("Ada")
    made, today = (
        committed(ada, milestones=[("Part 1", services.today_of(ada) + DAY * 7)]),
        services.today_of(ada),
    )
    seen = queries.find(ada, made.key)
    first, last = (
        next(each.key for each in made.milestones if each.is_finish is is_it) for is_it in (False, True)
    )
    services.move(ada, seen, first, today + DAY * 8)
    services.tick(ada, seen, first)
    services.tick(ada, seen, first)
    acts = select(LearningAct.kind).where(LearningAct.person_id == ada.id)
    assert db.session.scalars(acts).all() == [ActKind.SUBMITTED]
    assert pages.standing(made, today) == "1 of 2 done"
    services.take_back(ada, seen, first)
    services.take_back(ada, seen, last)
    assert db.session.scalars(acts).all() == []
    later = today + DAY * 9
    assert pages.title(made, later) == "One thing is late in Evals."
    services.drop(ada, seen, first)
    db.session.refresh(made)
    assert [each.is_finish for each in made.milestones] == [True]
    pausing.pause(ada, seen, today + DAY * 3)
    pausing.pause(ada, seen, today + DAY * 5)
    assert made.finish.due_on == today + DAY * 48
    assert pages.standing(made, today).startswith("Paused until ")
    assert pages.title(made, today).startswith("Evals is paused until ")
    services.end(ada, seen)
    assert (pages.title(made, today), pages.standing(made, today)) == ("Evals: given up.", "Given up")


@with_rows
def test_a_pause_begins_on_a_later_day_and_until_then_all_goes_on(browser):
    ada, start = factories.person("Ada"), clock.now().replace(hour=12)
    today = start.date()

    def days():
        db.session.refresh(made)
        return [(each.due_on - today).days for each in made.milestones]

    with clock.at(start):
        made = committed(ada, milestones=[("Part 1", today + DAY * 7), ("Part 2", today + DAY * 14)])
        seen, page = queries.find(ada, made.key), browser(ada)
        learn = learning.blocks(range(7), time(9), 30)
        services.set_blocks(ada, seen, learn)
        save(made)
        sent = {"since": (today + DAY * 10).isoformat(), "until": (today + DAY * 12).isoformat()}
        for wrong in ({"since": (today - DAY).isoformat()}, {"since": (today + DAY * 57).isoformat()}):
            assert page.post(f"{made.path}/pause", data=sent | wrong).status_code == 422
        for wrong in (today + DAY * 9, today + DAY * 377):
            assert (
                page.post(f"{made.path}/pause", data=sent | {"until": wrong.isoformat()}).status_code == 422
            )
        assert page.post(f"{made.path}/pause", data=sent).status_code == 303
        assert days() == [7, 17, 45]
        assert "Paused from" in page.get(made.path).text
        assert pages.standing(made, today) == "0 of 3 done"
        assert queries.planned_hours(ada, clock.now()) == [("Evals", 3)]
        free = {(each.starts_at.date() - today).days for each in kept(ada, today, today + DAY * 13)}
        assert {9, 10, 11, 12, 13} & free == {9, 13}, "the last day is one of rest"
        assert page.post(f"{made.path}/resume").status_code == 303
        assert days() == [7, 14, 42]
        assert page.post(f"{made.path}/pause", data=sent).status_code == 303
    with clock.at(start + DAY * 5):
        partners.remind()
        assert told(ada) == ["milestone_soon"]
    with clock.at(start + DAY * 11):
        partners.remind()
        assert told(ada) == ["milestone_soon"]
        assert pages.title(made, services.today_of(ada)).startswith("Evals is paused until ")
        pausing.resume(ada, queries.find(ada, made.key))
        assert days() == [7, 15, 43]


@with_rows
def test_a_pause_moves_what_is_due_by_the_days_that_one_rests_and_no_more(browser):
    """It moved by a day more than one rested, unless one went on earlier: a cohort counted otherwise."""
    ada, start = factories.person("Ada"), clock.now().replace(hour=12)
    today = start.date()
    with clock.at(start):
        made = committed(ada, milestones=[("Part 1", today + DAY * 7)])
        page = browser(ada)
        assert "That day included." in page.get(f"{made.path}/pause").text
        until = today + DAY * 2
        assert page.post(f"{made.path}/pause", data={"until": until.isoformat()}).status_code == 303
        db.session.refresh(made)
        assert [(each.due_on - today).days for each in made.milestones] == [10, 45], "three days"
    rests = []
    for number in range(5):
        with clock.at(start + DAY * number):
            db.session.refresh(made)
            rests.append((made.is_paused(today + DAY * number), queries.planned_hours(ada, clock.now())))
    assert rests == [(True, [])] * 3 + [(False, [("Evals", 3)])] * 2
    with clock.at(start + DAY * 3):
        pausing.resume(ada, queries.find(ada, made.key))
        assert [(each.due_on - today).days for each in made.milestones] == [10, 45], "all of it was rested"


@with_rows
def test_what_cannot_be_is_refused_with_the_reason_and_changes_nothing():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    made, today = (
        committed(ada, milestones=[("Part 1", services.today_of(ada) + DAY * 7)]),
        services.today_of(ada),
    )
    seen, theirs = queries.find(ada, made.key), queries.find(ada, made.key)
    first, last = (
        next(each.key for each in made.milestones if each.is_finish is is_it) for is_it in (False, True)
    )

    def make(days=42, **terms):
        return lambda: services.make(ada, Terms(today + DAY * days, **{"hours": 3, "title": "Evals"} | terms))

    def add(title="Part", days=1):
        return lambda: services.add_milestone(ada, seen, title=title, due_on=today + DAY * days)

    told = {"to_do": "", "hours": None, "blocked": ""}
    refused = {
        make(0): "Choose a day to come, after the first",
        make(4000): "within three years",
        make(title="", url="nowhere"): "Use the address of a page",
        make(title=" "): "Choose a course",
        make(milestones=[("A", today + DAY)] * 42): "40 milestones are enough",
        add(" "): "Say what you will have done",
        add(days=50): "between the first and the last",
        lambda: services.move(ada, seen, first, today - DAY): "Choose a day to come",
        lambda: services.move(ada, seen, first, today + DAY * 50): "before the last",
        lambda: services.tick(ada, seen, last): "Say that the course is finished",
        lambda: services.drop(ada, seen, last): "has an end",
        lambda: learning.blocks([0], time(9), 5): "15 to 600 minutes",
        lambda: pausing.pause(ada, seen, today): "from tomorrow on",
        lambda: pausing.pause(ada, seen, today + DAY * 9, since=today - DAY): "within eight weeks",
        lambda: services.finish(ada, seen, finished_on=today, proof_url="nowhere"): "address of a page",
        lambda: partners.ask(ada, theirs, ada): "Name somebody else",
        lambda: partners.ask(ada, theirs, factories.person("Guest", kind=Kind.GUEST)): "of the organisation",
        lambda: partners.check_in(ada, seen, done="", **told): "A sentence is enough",
    }
    for act, reason in refused.items():
        with pytest.raises(Invalid, match=reason):
            act()
    partners.ask(ada, theirs, bob)
    db.session.refresh(made)
    assert partners.ask(ada, theirs, bob).rev == 1
    for act in (
        lambda: services.tick(ada, seen, "nothing"),
        lambda: partners.part(ada, queries.find(ada, made.key), "nobody"),
        lambda: partners.answer(ada, seen, agrees=True),
    ):
        with pytest.raises(NotFound):
            act()
    partners.part(ada, queries.find(ada, made.key), bob.key)
    assert partners.ask(ada, queries.find(ada, made.key), bob).rev == 2


@pytest.mark.parametrize(
    ("partner", "done", "confirmed", "reason"),
    [
        (False, True, False, "A partner confirms it."),
        (True, False, False, "It is not finished yet."),
        (True, True, True, "It is confirmed."),
        (True, True, False, ""),
    ],
)
def test_a_partner_confirms_what_is_finished_once(partner, done, confirmed, reason):
    assert policies.may_confirm(is_partner=partner, is_done=done, confirmed=confirmed).reason == reason
