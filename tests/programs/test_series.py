"""Series: laid out by their rule, followed, edited at one date, from one on, or all to come."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.admin import hand_overs
from learnhub.core import clock as core_clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.refs import Ref
from learnhub.goals import queries as goal_queries
from learnhub.goals import services as goals
from learnhub.goals.models import Tie
from learnhub.notifications import jobs as notifications
from learnhub.notifications.models import Delivery, Reminder
from learnhub.notifications.telling import wording
from learnhub.people import services as people
from learnhub.people.models import Kind, Role
from learnhub.programs import (
    jobs,
    queries,
    series,
    series_edits,
    series_exceptions,
    series_hosts,
    series_openness,
    series_plans,
    series_queries,
    series_questions,
    sign_up_fields,
    speakers,
    texts,
)
from learnhub.programs import services as programs
from learnhub.programs.asked_models import FieldKind, SignUpAnswer, SignUpField
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.programs.series_plans import Reach
from learnhub.programs.series_rules import Rule
from learnhub.programs.sign_up_fields import Asked
from learnhub.search import queries as search
from learnhub.talks import services as talks
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
IN, WAITING, WITHDRAWN, *_ = SignUpState


@pytest.fixture
def today(clock):
    """A Monday, three weeks before clocks change."""
    return clock.set(datetime(2026, 10, 5, 9, tzinfo=UTC))


def dates(made):
    rows = db.session.query(Program).filter_by(series_id=made.id).order_by(Program.rule_wall)
    return [f"{each.starts_wall:%d.%m. %H}h {each.starts_at.astimezone(UTC):%H}Z" for each in rows]


def states(person):
    rows = (
        db.session.query(SignUp).filter_by(person_id=person.id).join(Program, Program.id == SignUp.program_id)
    )
    return [each.state for each in rows.order_by(Program.starts_at)]


def test_eight_weeks_are_laid_out_and_twice_makes_nothing_twice(today, clock):
    made = factories.series()
    first = dates(made)
    assert (len(first), first[0], first[2], first[3]) == (
        8,
        "08.10. 12h 10Z",
        "22.10. 12h 10Z",
        "29.10. 12h 11Z",
    )
    perform(jobs.lay_out_series)
    perform(jobs.lay_out_series)
    assert dates(made) == first
    clock.shift(timedelta(days=10))
    perform(jobs.lay_out_series)
    assert dates(fresh(made))[8:] == ["03.12. 12h 11Z"]


def test_a_draft_lays_nothing_out_and_its_hosts_alone_know_of_it(browser, today):
    ada = factories.person("Ada")
    made = factories.series(ada, published=False)
    assert dates(made) == []
    assert browser(factories.person("Bob")).get(made.url).status_code == 404
    assert browser(factories.person("Gus", kind=Kind.GUEST)).get(factories.series(ada).url).status_code == 404
    assert "Thu 29 Oct, 11:00 UTC" in browser(ada).get(made.url).text
    assert browser(ada).post(f"{made.url}/publish").status_code == 303
    assert len(dates(made)) == 8


def test_a_series_is_made_on_the_form_of_a_talk(browser, today):
    ada = factories.person("Ada", zone="Europe/Stockholm")
    typed = {"title": "Clinic", "starts": "2026-10-13T12:00", "where": "Canteen", "zone": ada.zone}
    answer = browser(ada).post("/talks/new", data=typed | {"way": "monthly", "times": "4"})
    page = browser(ada).get(answer.location).text
    assert "Every month on the second Tuesday, 12:00, 4 times" in page
    assert page.count(", 12:00 CE") == 4


def test_who_follows_is_signed_up_for_each_date_as_far_as_there_are_places(browser, today, clock):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    made = factories.series(on_site=1)
    first, second = series_queries.coming(made, core_clock.now())[:2]
    factories.sign_up(first, eve)
    browser(ada).post(f"{made.url}/follow")
    browser(ada).post(f"{made.url}/follow")
    assert states(ada) == [WAITING, *[IN] * 7]
    browser(bob).post(f"{made.url}/follow")
    browser(ada).post(f"/programs/{second.key}/withdraw")
    assert states(bob)[:3] == [WAITING, IN, WAITING]
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert (states(ada)[1], states(ada)[-1], states(bob)[-1]) == (WITHDRAWN, IN, WAITING)
    browser(ada).post(f"{made.url}/unfollow", data={"give_back": "1"})
    assert set(states(ada)[2:]) == {WITHDRAWN}
    assert set(states(bob)[2:]) == {IN}
    clock.shift(timedelta(days=7))
    perform(jobs.lay_out_series)
    assert (len(states(ada)), len(states(bob))) == (9, 10)


def told(person):
    rows = db.session.query(Reminder).filter_by(person_id=person.id, rule="").order_by(Reminder.id)
    return [each.kind for each in rows]


def move(host, made, number, reach, to, **how):
    """Move the date of that number, and as many others, to a wall time; return what moved."""
    chosen = series_queries.coming(made, core_clock.now())[number]
    plan = series_plans.shifting(chosen, reach, to, 45)
    return series_edits.move(host, made, plan, drifting=how.get("drifting", False), rev=made.rev)


def test_whoever_hosts_a_series_hosts_its_dates_to_come(browser, today, clock):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    made = factories.series(ada)
    coming = series_queries.coming(made, core_clock.now())
    clock.shift(timedelta(days=4))
    series_hosts.add(ada, made, bob)
    series_hosts.add(ada, made, bob)
    perform(jobs.lay_out_series)
    hosts = [len(queries.hosts_of(each)) for each in series_queries.from_on(made, made.starts_wall)]
    assert (hosts, told(bob)) == ([1, *[2] * 8], ["series_host_added"])
    assert "Hosts the series" in browser(bob).get(f"/programs/{coming[1].key}/set-up").text
    with pytest.raises(Forbidden, match="Take them off the series"):
        programs.remove_host(ada, coming[1], bob)
    with pytest.raises(Forbidden, match="Only hosts of the series"):
        series_hosts.add(eve, made, eve)
    with statements() as sent:
        series_hosts.remove(bob, made, ada)
    assert len([each for each in sent if each.startswith("DELETE FROM host")]) == 1
    assert [each.name for each in queries.hosts_of(coming[1])] == ["Bob"]
    assert [each.name for each in queries.hosts_of(coming[0])] == ["Ada"]
    with pytest.raises(Forbidden, match="at least one host"):
        series_hosts.remove(bob, made, bob)


def test_what_a_series_asks_is_answered_once_for_each_date_and_forgotten_with_it(browser, today, clock):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    made = factories.series(ada, rule=Rule((3,), times=9))
    key = series_questions.add(ada, made, Asked("Diet?", FieldKind.LINE, required=True, sensitive=True))
    with pytest.raises(Invalid, match="Answer this"):
        series.follow(bob, made)
    series.follow(bob, save(made), typed={key: ["Vegan"]})
    coming = series_queries.coming(made, core_clock.now())
    own = sign_up_fields.of(coming[1])[0]
    sign_up_fields.change(ada, coming[1], own, Asked("Food?", FieldKind.LINE, sensitive=True))
    with pytest.raises(Invalid, match="its kind stays"):
        series_questions.change(ada, made, key, Asked("Diet?", FieldKind.YES_NO, sensitive=True))
    clock.shift(timedelta(days=4))
    series_questions.change(ada, save(made), key, Asked("Your diet?", FieldKind.LINE, sensitive=True))
    perform(jobs.lay_out_series)

    def said():
        rows = db.session.query(SignUpField.label, SignUpAnswer.value).join(SignUpAnswer)
        return sorted((label, *value) for label, value in rows)

    assert said() == [("Diet?", "Vegan"), ("Food?", "Vegan"), *[("Your diet?", "Vegan")] * 7]
    assert "Asked once: your answers are kept for each date" in browser(bob).get(f"{made.url}/follow").text
    browser(bob).post(f"{made.url}/follow", data={key: "Anything"})
    assert said() == [("Diet?", "Vegan"), ("Food?", "Anything"), *[("Your diet?", "Anything")] * 7]
    series_questions.stop(ada, made, key)
    clock.shift(timedelta(days=80))
    perform(jobs.forget_reasons)
    assert (said(), fresh(series_queries.follower(bob, made)).answers) == ([], {})


def test_a_series_is_found_by_what_it_is_and_by_who_runs_it_a_draft_by_its_hosts(today):
    ada, bob = factories.person("Ada Lund"), factories.person("Bob")
    gus = factories.person("Gus", kind=Kind.GUEST)
    made, draft = factories.series(ada, title="Clinic"), factories.series(ada, title="Salon", published=False)

    def found(person, typed):
        return [(hit.card.title, hit.card.state) for hit in search.search(person, typed).hits]

    assert found(bob, "lund type:series") == [("Clinic", "Every Thursday, 12:00")]
    assert found(ada, "type:series salon") == [("Salon", "Draft")]
    assert (found(bob, "salon"), found(gus, "clinic")) == ([], [])
    coming = series_queries.coming(made, core_clock.now())
    speakers.add(ada, coming[4], bob)
    save(coming[4])
    assert [card for card, _ in found(bob, "clinic")] == ["Clinic"] * 2  # the series, and the date with Bob
    series.discard(ada, draft)
    move(ada, save(made), 2, Reach.FOLLOWING, datetime(2026, 10, 23, 14))
    save(made)
    assert found(ada, "type:series") == [("Clinic", "Every Friday, 14:00")]


def test_exceptions_go_with_the_rest_and_what_was_moved_by_hand_is_asked_for(today):
    ada = factories.person("Ada")
    made = factories.series(ada, rule=Rule((3,), times=8))
    coming = series_queries.coming(made, core_clock.now())
    programs.cancel(ada, coming[3], reason="A holiday.")
    talks.move(ada, coming[4], starts=datetime(2026, 11, 4, 12), minutes=45, version=coming[4].version)
    plan = series_plans.shifting(coming[2], Reach.FOLLOWING, datetime(2026, 10, 20, 12), 45)
    assert [each.program for each in plan.drifting] == [coming[4]]
    assert len(plan.moving(drifting=False)) == 4  # of six one is called off, one was moved by hand
    assert len(plan.moving(drifting=True)) == 5
    series_edits.move(ada, made, plan, drifting=True, rev=made.rev)
    new = series_queries.carries_on(made)
    assert dates(new)[:3] == ["20.10. 12h 10Z", "29.10. 12h 11Z", "03.11. 12h 11Z"]  # called off: as it was
    assert series_queries.exceptions(new) == {datetime(2026, 10, 27, 11, tzinfo=UTC)}
    assert (new.rule[-8:], len(dates(new)), series_queries.exceptions(made)) == (";COUNT=6", 6, frozenset())
    perform(jobs.lay_out_series)
    assert len(dates(new)) == 6


def test_only_what_was_named_spreads_and_what_is_a_dates_own_stays(today):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    made = factories.series(ada, title="Clinic", on_site=1)
    series.follow(bob, made)
    coming = series_queries.coming(made, core_clock.now())
    own = talks.Text("Clinic: evals", place="Canteen 2")
    texts.edit(ada, coming[5], own, limits=texts.Limits(1), version=coming[5].version)
    said = talks.Text("Model clinic", place="Studio 1")
    chosen = coming[1]
    series_edits.edit(ada, chosen, said, Reach.ALL, limits=texts.Limits(1), version=chosen.version)
    rows = [(each.title, each.place) for each in series_queries.coming(made, core_clock.now())]
    assert rows == [*[("Model clinic", "Studio 1")] * 5, ("Clinic: evals", "Studio 1"), *[rows[0]] * 2]
    assert (made.title, made.place, told(bob)) == (
        "Model clinic",
        "Studio 1",
        ["series_followed", "series_place_changed"],
    )
    with pytest.raises(Forbidden, match="hosts of the series"):
        series_edits.cancel(bob, made, chosen, Reach.ALL, reason="No.")
    assert len(dates(made)) == 8


def test_who_is_taken_off_the_hosts_of_a_series_hears_once_for_all_its_dates(today, clock):
    ada, gil = factories.person("Ada"), factories.person("Gil")
    made = factories.series(ada)
    for _ in range(2):  # added again, and taken off again: each act is told
        series_hosts.add(ada, made, gil)
        series_hosts.remove(ada, made, gil)
        save(made)
        clock.shift(timedelta(minutes=1))
    assert told(gil) == ["series_host_added", "series_role_ended"] * 2
    series_hosts.add(ada, made, gil)
    series_hosts.remove(gil, made, gil)  # who goes by themselves knows it
    save(made)
    assert told(gil)[4:] == ["series_host_added"]


def test_who_is_taken_off_a_series_that_they_may_not_open_reads_which_it_was(today):
    ada, gil, bob = (factories.person(name) for name in ("Ada", "Gil", "Bob"))
    limited, draft = (
        factories.series(ada, title="Clinic"),
        factories.series(ada, title="Dry", published=False),
    )
    series_openness.open_to(ada, limited, person=bob)
    date = series_queries.coming(limited, core_clock.now())[0]
    for made in (limited, draft):
        series_hosts.add(ada, made, gil)
        series_hosts.remove(ada, made, gil)
        save(made)

    def ended():
        rows = db.session.query(Reminder).filter_by(person_id=gil.id, kind="series_role_ended")
        rows = rows.order_by(Reminder.id).all()
        tale = wording.tale(rows, gil.id)
        return [wording.words(row, tale, UTC, core_clock.now()) for row in rows]

    lead = "Ada took you off its hosts, at each date to come."
    for said, title in zip(ended(), ("Clinic", "Dry"), strict=True):
        assert said.subject == f"You no longer host: {title}, every Thursday, 12:00"
        assert (said.lead, said.button, said.path) == (lead, "Open What’s on", "/whats-on")
    factories.signup(gil, date)
    said = ended()[0]
    assert said.subject == "You no longer host: Clinic, every Thursday, 12:00"
    assert (said.button, said.path) == ("Open your date", date.url)
    series_openness.open_to_everybody(ada, limited)
    said = ended()[0]
    assert said.lead == f"{lead} Its page says who runs it."
    assert (said.button, said.path) == ("Open the series", limited.url)


def test_hosts_read_who_is_on_each_date_and_leave_one_out(browser, today):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    made = factories.series(ada, on_site=1)
    first, second, *_ = series_queries.coming(save(made), core_clock.now())
    for person in (bob, eve):
        factories.sign_up(first, person)
    page = browser(ada).get(made.url).text
    assert "1 in, 1 waits." in page
    assert page.count("Nobody yet.") == 7
    assert page.count("Leave out") == 8
    assert f'href="/programs/{second.key}/cancel">Leave out' in page
    assert "Leave out" not in browser(bob).get(made.url).text
    form = {
        "reach": "all",
        "starts": f"{first.starts_wall + timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "minutes": "45",
    }
    preview = f"/programs/{first.key}/series/dates"
    moved = browser(ada).get(preview, query_string=form | {"rev": str(made.rev)}).text
    assert "1 in, 1 waits." in moved


def test_a_date_of_a_draft_is_left_out_before_it_is_published_and_put_back(browser, today):
    ada = factories.person("Ada")
    draft = save(factories.series(ada, published=False))
    page = browser(ada)
    before = page.get(draft.url).text
    first = series_exceptions.later(draft)[0].starts.isoformat()
    assert f'name="starts" value="{first}"' in before
    page.post(f"{draft.url}/later", data={"starts": first})
    left_out = page.get(draft.url).text
    assert (left_out.count("Left out"), left_out.count("Put it back"), left_out.count("<s>")) == (1, 1, 1)
    page.post(f"{draft.url}/later", data={"starts": first, "on": "1"})
    assert "Left out" not in page.get(draft.url).text


def test_hosts_see_what_moves_and_who_is_told_before_anything_does(browser, today, run_jobs):
    ada, bob = (factories.person(name, zone="Europe/Stockholm") for name in ("Ada", "Bob"))
    made = factories.series(ada)
    series.follow(bob, save(made))
    third = save(series_queries.coming(made, core_clock.now())[2])
    path = f"/programs/{third.key}/series/dates"
    assert "Move this and others" in browser(ada).get(f"/programs/{third.key}/set-up").text
    form = {"reach": "following", "starts": "2026-10-23T14:00", "minutes": "45", "rev": str(made.rev)}
    preview = browser(ada).get(path, query_string=form).text
    assert "1 person will be told." in preview
    assert "It would be every Friday, 14:00" in preview
    assert "Was Thu 22 Oct, 12:00." in preview
    assert len(dates(made)) == 8
    done = browser(ada).post(path, data=form)
    new = series_queries.carries_on(fresh(made))
    assert (done.status_code, done.location) == (303, new.url)
    assert browser(ada).post(path, data=form).status_code == 409  # what was seen is no longer so
    assert "It goes on as" in browser(bob).get(made.url).text
    rule = {"way": "weekly", "every": "2", "starts": "2026-10-27T12:00", "minutes": "45", "rev": str(new.rev)}
    seen = browser(ada).get(f"{new.url}/rule", query_string=rule | {"days": "1"}).text
    assert "It would be every 2 weeks on Tuesday, 12:00" in seen
    assert browser(ada).post(f"{new.url}/rule", data=rule | {"days": "1"}).location == new.url
    assert dates(fresh(new))[:2] == ["27.10. 12h 11Z", "10.11. 12h 11Z"]
    off = {"reach": "all", "reason": "We have said all."}
    assert browser(bob).post(f"/programs/{third.key}/series/cancel", data=off).status_code == 403
    asked = browser(ada).get(f"/programs/{third.key}/series/cancel").text
    assert "1 person, once each" in asked
    named = (
        "6 dates: Tue 27 Oct, Tue 10 Nov, Tue 24 Nov, Tue 8 Dec, Tue 22 Dec and Tue 5 Jan 2027. Will be told"
    )
    assert named in asked, "it counted them"
    browser(ada).post(f"/programs/{third.key}/series/cancel", data=off)
    assert series_queries.coming(fresh(new), core_clock.now()) == []
    assert told(bob) == ["series_followed", "series_moved", "series_moved", "series_cancelled"]
    perform(notifications.tick)
    run_jobs()
    inbox = browser(bob).get("/inbox").text
    assert "New dates: Clinic" in inbox
    assert "The reason: We have said all. None of your dates is left." in inbox
    assert "still on the list" not in inbox
    key = db.session.query(Delivery).filter_by(person_id=bob.id).order_by(Delivery.id.desc()).first().key
    assert "you are on the list of several of its dates" in browser(bob).get(f"/inbox/{key}/why").text


def test_text_reaches_as_far_as_it_is_said(browser, today):
    ada = factories.person("Ada")
    made = factories.series(ada)
    third = save(series_queries.coming(made, core_clock.now())[2])
    page = browser(ada).get(f"/programs/{third.key}/edit").text
    reaches = re.findall(r"(\d dates?): (\w+ \d+ \w+)[^.]*\. Only another room", page)
    assert reaches == [("1 date", "Thu 22 Oct"), ("6 dates", "Thu 22 Oct"), ("8 dates", "Thu 8 Oct")]
    typed = {"title": "Evals", "place": third.place, "version": str(third.version)}
    browser(ada).post(f"/programs/{third.key}/edit", data=typed | {"reach": "following"})
    assert [each.title for each in series_queries.from_on(made, made.starts_wall)] == [made.title] * 2
    new = series_queries.carries_on(fresh(made))
    assert (new.title, len(dates(new)), new.rule) == ("Evals", 6, "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH")


def test_dates_to_come_serve_the_goals_of_their_series_until_it_does_not(today, clock):
    ada = factories.person("Ada")
    made, goal = factories.series(ada), factories.goal(ada, factories.unit())
    mine = Ref("series", made.id)
    tie = goals.tie(ada, goal, mine, why="Weekly practice.", may_edit_the_other=True)

    def served():
        rows = db.session.query(Tie).filter_by(goal_id=goal.id, ref_kind="talk", why="Weekly practice.")
        return {each.ref_id for each in rows}

    def coming():
        return {each.id for each in series_queries.coming(made, clock.now())}

    assert served() == coming()
    clock.shift(timedelta(days=10))
    perform(jobs.lay_out_series)
    assert served() >= coming()
    over = served() - coming()
    last = max(series_queries.coming(made, clock.now()), key=lambda each: each.starts_at)
    plan = series_plans.shifting(last, Reach.FOLLOWING, last.starts_wall + timedelta(days=1), 45)
    series_edits.move(ada, made, plan, drifting=False, rev=made.rev)
    assert [each.goal_id for each in goal_queries.all_ties_of(Ref("series", last.series_id))] == [goal.id]
    goals.untie(tie, may_edit_the_other=True)
    assert (served(), len(over)) == (over | {last.id}, 1)


def test_who_takes_a_series_over_hosts_each_date_to_come(today):
    ada, bob, admin = factories.person("Ada"), factories.person("Bob"), factories.person(roles=[Role.ADMIN])
    made = factories.series(ada)
    save(made)
    people.leave(ada, by=admin)
    assert series_queries.running(ada) == [made.id]
    assert hand_overs.counts(ada) == {"series": 1}
    assert hand_overs.hand_over(admin, ada, [f"series:{made.id}"], bob) == 1
    assert [each.person for each in series_queries.hosts_of(made)] == [bob]
    hosts = [queries.hosts_of(each) for each in series_queries.coming(made, core_clock.now())]
    assert hosts == [[bob]] * 8
    assert hand_overs.counts(ada) == {}


def test_questions_of_a_series_change_places_at_its_dates_as_well(today):
    ada = factories.person("Ada")
    made = factories.series(ada)
    first, second, third = (series_questions.add(ada, made, Asked(each, FieldKind.LINE)) for each in "ABC")
    series_questions.move_up(ada, made, third)
    series_questions.move_up(ada, made, first)
    assert [each.label for each in series_questions.of(made)] == ["A", "C", "B"]
    for program in series_queries.coming(made, core_clock.now()):
        assert [each.label for each in sign_up_fields.of(program)] == ["A", "C", "B"]
    assert second


def test_a_date_beyond_the_eight_weeks_is_called_off_before_it_is_laid_out(browser, today, clock):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    made = factories.series(ada)
    page, url = browser(ada), f"{made.url}/later"
    assert page.post(url, data={"starts": "2026-12-03T12:00:00"}).status_code == 303
    assert browser(bob).post(url, data={"starts": "2026-12-10T12:00:00"}).status_code == 403
    assert page.post(url, data={"starts": "2026-10-08T12:00:00"}).status_code == 409  # it is laid out
    assert [each.off for each in series_exceptions.later(fresh(made))][:2] == [True, False]
    clock.shift(timedelta(days=14))
    perform(jobs.lay_out_series)
    assert dates(fresh(made))[8:] == ["10.12. 12h 11Z"]
    page.post(url, data={"starts": "2026-12-17T12:00:00"})
    page.post(url, data={"starts": "2026-12-17T12:00:00", "on": "1"})
    assert not any(each.off for each in series_exceptions.later(fresh(made)))


def test_text_and_rule_of_a_draft_change_until_a_date_is_laid_out(browser, today):
    ada = factories.person("Ada")
    made = factories.series(ada, published=False)
    page = browser(ada)
    said = {"title": "Evals hour", "place": "Canteen", "capacity": "30", "version": str(made.rev)}
    assert page.post(f"{made.url}/edit", data=said).status_code == 303
    assert page.post(f"{made.url}/edit", data=said).status_code == 409  # read before that
    rule = {"way": "weekly", "days": "4", "every": "1", "starts": "2026-10-09T09:00", "minutes": "30"}
    rev = fresh(made).rev
    assert page.post(f"{made.url}/rule", data=rule | {"rev": str(rev)}).status_code == 303
    series.publish(ada, fresh(made))
    save(made)
    first = series_queries.coming(made, core_clock.now())[0]
    assert (first.title, first.capacity, f"{first.starts_wall:%a %H:%M}") == ("Evals hour", 30, "Fri 09:00")
    assert dates(made)[:2] == ["09.10. 09h 07Z", "16.10. 09h 07Z"]
    assert page.get(f"{made.url}/edit").location == f"/programs/{first.key}/edit"


def test_the_text_of_a_draft_is_changed_on_a_page_of_its_own(browser):
    ada = factories.person("Ada")
    made = save(factories.series(ada, published=False))
    assert "No date is laid out yet" in browser(ada).get(f"{made.url}/edit").text
