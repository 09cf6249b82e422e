"""Somebody is stuck: who is asked, who takes it, what becomes of the answer, and who reads it."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid, NotFound
from learnhub.help import jobs as help_jobs
from learnhub.help import notes, policies, queries, refs, routing, services
from learnhub.help.models import AskState, HelpAsk, HelpRequest, Need, RequestState
from learnhub.help.routing import Candidate
from learnhub.help.services import Said
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.telling import wording
from learnhub.people import hours, quiet, skills
from learnhub.people.hours import Window
from learnhub.people.models import Kind, Person, Role, SkillLevel
from tests import factories
from tests.support.browsers import browser
from tests.support.rows import fresh, perform, save
from tests.support.statements import changes, statements

UTC = ZoneInfo("UTC")
DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def at(app, monkeypatch):
    """Set the clock; it begins on a Monday at ten."""

    def shift(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    shift(MONDAY)
    return shift


def helper(name: str, skill: str = "RAG", **over: object) -> Person:
    """Somebody who helps others with a skill, from nine to five in UTC."""
    made = factories.person(name, **over)
    save(skills.say(made, skill, level=SkillLevel.TEACHES, helps=True))
    return made


def asked(request) -> dict[str, str]:
    return {each.person.name: each.why for each in queries.asks_of(request)}


def test_who_fits_and_works_and_has_time_is_asked():
    table = [
        ([Candidate(1, 4, "a"), Candidate(2, 6, "b"), Candidate(3, 4, "c", waiting=1)], 3, [2, 1, 3]),
        ([Candidate(1, 9, "a", waiting=routing.AT_ONCE), Candidate(2, 1, "b")], 3, [2]),
        ([Candidate(number, 1, "a") for number in range(9)], 3, [0, 1, 2]),
        ([Candidate(1, 4, "a", lately=2), Candidate(2, 4, "b", lately=1)], 1, [2]),
        ([Candidate(1, 1, "a")], 0, []),
    ]
    for candidates, most, chosen in table:
        assert [each.person_id for each in routing.choose(candidates, most)] == chosen


def test_a_focus_block_and_days_off_are_no_working_hours():
    ada = Person(
        zone="Pacific/Auckland",
        work_starts=time(9),
        work_ends=time(17),
        work_days="01234",
    )
    focus = [Window("0", time(9), time(11))]
    local = ZoneInfo("Pacific/Auckland")
    monday = date(2026, 11, 23)
    table = [
        (monday, time(8, 59), False),
        (monday, time(9), False),
        (monday, time(10, 59), False),
        (monday, time(11), True),
        (monday, time(17), False),
        (monday + timedelta(days=1), time(9), True),
        (monday + timedelta(days=5), time(12), False),
    ]
    assert [hours.is_working(ada, datetime.combine(day, wall, local), focus) for day, wall, _ in table] == [
        works for _, _, works in table
    ]
    ada.away_until = monday
    assert not hours.is_working(ada, datetime.combine(monday, time(12), local))


def test_under_two_hours_one_may_look_oneself():
    for minutes, may in ((0, True), (119, True), (120, False), (4000, False)):
        assert bool(policies.may_put_off(since=MONDAY - timedelta(minutes=minutes), now=MONDAY)) is may


def test_three_who_can_help_and_are_there_are_asked(at):
    boss = helper("Boss")
    unit = factories.unit()
    factories.person("Head", unit=unit, roles=(Role.LEADER,))
    ada = factories.person("Ada", unit=unit, manager_id=boss.id)
    head = db.session.query(Person).filter_by(name="Head").one()
    save(skills.say(head, "RAG", level=SkillLevel.ALONE, helps=True))
    helper("Away", away_until=date(2026, 12, 1))
    focused = helper("Focused")
    quiet.add(focused, days=["0"], starts=time(9), ends=time(11))
    helper("Asleep", zone="America/Los_Angeles")
    helper("Guest", kind=Kind.GUEST)
    helper("Gone", left_at=MONDAY)
    helper("Other", "Gardening")
    one, two, _, four = (helper(name) for name in ("One", "Two", "Three", "Four"))
    request = factories.stuck(ada, text="My rag answers with old pages")
    assert asked(request) == dict.fromkeys(("One", "Two", "Three"), "helps with RAG")
    services.pass_on(one, queries.find(one, request.key), None, rest=True)
    with pytest.raises(Invalid, match="it waits for them"):
        services.pass_on(two, queries.find(two, request.key), four)
    assert services.pass_on(two, queries.find(two, request.key), None) == 0, "nobody else fits"
    found = db.session.query(HelpAsk).filter_by(request_id=request.id)
    states = {each.person.name: each.state for each in found}
    assert states == {
        "One": AskState.RESTS,
        "Two": AskState.PASSED,
        "Three": AskState.ASKED,
        "Four": AskState.ASKED,
    }
    with pytest.raises(Invalid, match="manage who asks"):
        services.pass_on(four, queries.find(four, request.key), boss)
    second = factories.stuck(ada, text="Again", topic="rag")
    assert "One" not in asked(second), "not this week"
    assert services.next_week(one, MONDAY) == datetime(2026, 11, 30, tzinfo=UTC)
    at(datetime(2026, 11, 24, 18, tzinfo=UTC))  # ten in Los Angeles; nobody answered for a day
    perform(help_jobs.route_waiting)
    assert "Asleep" in asked(request)


def test_who_will_be_asked_is_named_before_anybody_is(app, at):
    """One learnt only afterwards whose time "Ask now" took."""
    ada, one = factories.person("Ada"), helper("One")
    page = browser(app, ada)
    said = {"text": "RAG finds nothing", "since": "60", "need": "know_how", "where": "", "topic": ""}
    shown = page.post("/help/new/whom", data=said).text
    assert "<strong>One</strong>: helps with RAG" in shown
    assert "RAG finds nothing" in shown, "what was typed stays"
    assert (db.session.query(HelpRequest).count(), db.session.query(HelpAsk).count()) == (0, 0)
    page.post("/help/new", data=said | {"when": "now"})
    db.session.rollback()
    assert [each.person_id for each in db.session.query(HelpAsk)] == [one.id]
    unknown = page.post("/help/new/whom", data=said | {"text": "Zzz"}).text
    assert "Nobody who may be asked says yet that they help with this. Name a skill" in unknown
    access = page.post("/help/new/whom", data=said | {"need": "access"}).text
    assert "Choose the program first: who sponsors it decides" in access
    placed = {"where": f"hackathon:{factories.hackathon(ada).key}"}
    there = page.post("/help/new/whom", data=said | placed | {"text": "Zzz"}).text
    assert "help with this. The program’s hosts read it at once" in there
    own = page.post("/help/new/whom", data=said | placed | {"need": "data"}).text
    assert "Nobody decides there but you or who manages you." in own
    assert "Who would be asked stands here" in page.post("/help/new/whom", data=said | {"text": ""}).text


def test_who_asks_whom_it_would_go_to_learns_nothing_of_their_hours(app, at):
    """Whether somebody worked, rested or had focus time was read by asking again and again, unseen."""
    ada, one, two = factories.person("Ada"), helper("One"), helper("Two")
    page, said = browser(app, ada), {"text": "RAG finds nothing", "since": "60", "need": "know_how"}
    writes: list[str] = []

    def shown():
        with statements(frame=True) as sent:
            found = page.post("/help/new/whom", data=said)
        writes.extend(each for each in sent if "IMMEDIATE" in each or changes([each]))
        return found.text.partition('id="whom"')[2].partition("</div>")[0]

    before = shown()
    request = factories.stuck(two, text="RAG finds nothing")
    services.pass_on(one, queries.find(one, request.key), None, rest=True)
    one.away_until = date(2026, 12, 1)
    save(one)
    assert shown() == before
    at(datetime(2026, 11, 29, 3, tzinfo=UTC))
    assert shown() == before
    assert "They are asked while they work" in before
    assert writes == [], "nothing is locked for it, either"
    answers = [page.post("/help/new/whom", data=said).status_code for _ in range(60)]
    assert (answers[:40], answers[-1]) == ([200] * 40, 429), "it lasts for who writes, and not for who tries"


def test_home_says_how_long_one_is_stuck_and_shows_an_answer_for_some_days(app, at):
    """What was put off was said to be asked, and what was answered stood there for ever."""
    ada, one = factories.person("Ada"), helper("One")
    page, hour = browser(app, ada), timedelta(hours=1)
    save(services.ask(ada, Said("Put off", since=MONDAY - hour), later=True))
    request = save(services.ask(ada, Said("RAG finds nothing", since=MONDAY - hour)))

    def stuck():
        return page.get("/").text.partition('id="stuck-h"')[2].partition("</section>")[0]

    assert "You got stuck" in stuck().partition("Put off")[2].partition("</li>")[0]
    assert "You asked" in stuck().partition("RAG finds nothing")[2].partition("</li>")[0]
    save(services.write(one, queries.find(one, request.key), "Ask the other index"))
    at(MONDAY + 2 * DAY)
    assert "RAG finds nothing" in stuck()
    at(MONDAY + 4 * DAY)
    assert ("RAG finds nothing" in stuck(), "Put off" in stuck()) == (False, True)
    assert "RAG finds nothing" in page.get("/help").text
    for number in range(6):
        save(services.ask(ada, Said(f"Number {number}", since=MONDAY)))
    assert stuck().count("<li>") == 5


def test_since_when_somebody_is_stuck_is_a_day_for_nobody_noted_the_minute(app, at):
    """ "Since yesterday", chosen from a list at 9:49, read "Stuck since Mon 23 Nov, 09:49"."""
    at(datetime(2026, 11, 24, 9, 49, tzinfo=UTC))
    ada = factories.person("Ada", zone="UTC")
    asked = save(services.ask(ada, Said("It hangs.", clock.now() - DAY)))
    shown = browser(app, ada).get(f"/help/{asked.key}").text
    said = shown.partition("<dt>Stuck since</dt>")[2].partition("</dd>")[0]
    assert re.sub("<[^>]*>", "", said) == "Mon 23 Nov"


def test_it_is_taken_answered_and_kept_as_a_note(app, at):
    ada, one, two = factories.person("Ada"), helper("One"), helper("Two")
    request = factories.stuck(ada, text="RAG finds nothing\nIt did yesterday.")
    page, theirs = browser(app, ada), browser(app, one)
    assert "Two people were asked." in page.get(f"/help/{request.key}").text
    assert "One question waits for your help." in theirs.get("/help").text
    assert theirs.post(f"/help/{request.key}/take").status_code == 303
    assert browser(app, two).post(f"/help/{request.key}/take").status_code == 403
    shown = theirs.get("/help").text
    assert ("You look at it." in shown, "Somebody looks" in shown) == (True, False)
    assert "You took it. Answer, or pass it on." in theirs.get("/").text
    assert "One looks at it." in page.get(f"/help/{request.key}").text
    assert theirs.post(f"/help/{request.key}/answer", data={"text": " "}).status_code == 422
    assert theirs.post(f"/help/{request.key}/answer", data={"text": "Rebuild it."}).status_code == 303
    told = {(row.kind, row.person_id): row.state for row in db.session.query(Reminder) if "help" in row.kind}
    assert told[("help_asked", two.id)] is State.CANCELLED
    assert set(told) == {
        ("help_asked", one.id),
        ("help_asked", two.id),
        ("help_taken", ada.id),
        ("help_answered", ada.id),
    }
    [act] = db.session.query(LearningAct).filter_by(kind=ActKind.ANSWERED)
    assert act.person_id == one.id
    [answer] = queries.answers_of(request)
    assert page.post(f"/help/{request.key}/solved", data={"answer": answer.key}).status_code == 303
    assert fresh(request).state is RequestState.SOLVED
    assert request.first_answer_at == MONDAY
    ledger = queries.given(one, MONDAY - timedelta(days=1))
    assert (ledger.answered, ledger.helped, ledger.asked) == (1, 1, 0)
    assert "You answered one question; 1 helped." in theirs.get("/help/given").text
    made = theirs.post(f"/help/{request.key}/note")
    assert made.status_code == 303
    note = fresh(request).note
    assert note.title == "RAG finds nothing"
    assert "Rebuild it." in note.summary
    assert "Ada" not in note.summary
    assert browser(app, two).get(made.location).status_code == 200
    with pytest.raises(Forbidden, match="There is a note"):
        notes.make(ada, queries.find(ada, request.key))
    [document] = refs.documents([request.id])
    assert document.audience == {f"person:{ada.id}", f"person:{one.id}"}


def test_who_asks_again_asks_others_at_once(at):
    ada, *helpers = factories.person("Ada"), *(helper(name) for name in ("One", "Two", "Three", "Four"))
    request = factories.stuck(ada, text="RAG")
    assert [*asked(request)] == ["One", "Two", "Three"]
    services.write(helpers[0], queries.find(helpers[0], request.key), "Turn it off and on.")
    services.ask_again(ada, queries.find(ada, request.key))
    assert [*asked(request)] == ["One", "Two", "Three", "Four"]
    told = db.session.query(Reminder).filter_by(kind="help_asked", person_id=helpers[3].id)
    assert told.one().state is State.PENDING
    services.write(ada, queries.find(ada, request.key), "It is off and on.")
    [added] = db.session.query(Reminder).filter_by(kind="help_added")  # to who answered without taking it
    assert added.person_id == helpers[0].id
    words = wording.words(added, wording.tale([added], helpers[0].id), UTC, MONDAY)
    assert words.lead == "You look at it, or you answered."


def test_what_waits_still_after_two_weeks_is_asked_again_and_stands_in_nobodys_way(at):
    ada, one = factories.person("Ada"), helper("One")
    request = factories.stuck(ada, text="RAG")
    services.write(one, queries.find(one, request.key), "Rebuild it.")
    at(MONDAY + timedelta(days=21))
    services.ask_again(ada, queries.find(ada, request.key))
    assert [(each.person_id, each.at) for each in queries.asks_of(request)] == [(one.id, clock.now())]
    assert db.session.query(Reminder).filter_by(kind="help_asked", person_id=one.id).count() == 2
    at(MONDAY + timedelta(days=22))
    with factories.many():
        for _ in range(100):  # about what nobody helps with, older than the other
            save(HelpRequest(asked_by_id=ada.id, text="?", since=MONDAY, waits_since=MONDAY + 10 * DAY))
    window = clock.now(), MONDAY, routing.MOST
    assert any(request in queries.short_of_people(*window) for _ in range(20))


def test_what_is_passed_on_goes_to_somebody_new_and_opens_nothing_that_is_settled(at):
    ada, one, two = factories.person("Ada"), helper("One"), helper("Two")
    request = factories.stuck(ada, text="RAG")
    services.pass_on(one, queries.find(one, request.key), None)
    services.take(two, queries.find(two, request.key))
    seen = queries.find(two, request.key)
    for again in (one, two):
        with pytest.raises(Invalid, match="with them already"):
            services.pass_on(two, seen, again)
    solved = update(HelpRequest).where(HelpRequest.id == request.id).values(state=RequestState.SOLVED)
    db.session.execute(solved, execution_options={"synchronize_session": False})  # by Ada, meanwhile
    with pytest.raises(Forbidden, match="settled a moment ago"):
        services.pass_on(two, seen, None)


def test_what_needs_a_decision_goes_to_the_sponsor_and_stays_listed(app, at):
    host, sponsor = factories.person("Ruth"), factories.person("Sol")
    boss = factories.person("Boss")
    talk = factories.talk(host)
    part = factories.part(talk, name="Sponsor", wanted=2)
    for each in (sponsor, boss):
        browser(app, each).post(f"/programs/{talk.key}/parts/{part.key}/take")
    ada = factories.person("Ada", manager_id=boss.id)
    with pytest.raises(Invalid, match="Choose the program"):
        services.ask(ada, Said("Who decides?", MONDAY, Need.DECISION))
    request = factories.stuck(ada, within=talk, need=Need.ACCESS, text="No access to the logs")
    assert [*asked(request)] in (["Sol"], ["Ruth"])
    at(MONDAY + timedelta(days=9))
    seen = browser(app, host).get(f"/help/in/talk/{talk.key}").text
    assert "No access to the logs" in seen
    assert "9 days" in seen
    assert browser(app, ada).get(f"/help/in/talk/{talk.key}").status_code == 403
    guest = factories.person("Gus", kind=Kind.GUEST)  # a sponsor from elsewhere
    save(HelpAsk(request_id=request.id, person_id=guest.id, why=routing.SPONSOR, at=MONDAY))
    theirs = browser(app, guest)
    assert theirs.post(f"/help/{request.key}/take").status_code == 303
    assert "You look at it." in theirs.get(f"/help/{request.key}").text
    assert "I’m stuck" not in theirs.get("/help").text


def test_access_waits_and_stays_listed_until_somebody_says_that_it_is_settled(app, at):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    talk = factories.talk(host)
    request = factories.stuck(ada, within=talk, need=Need.ACCESS, text="No access to the logs")
    page, address = browser(app, host), f"/help/{request.key}/answer"
    assert page.post(address, data={"text": "I asked for it.", "then": "waits"}).status_code == 303
    assert fresh(request).state is RequestState.OPEN
    listed = page.get(f"/help/in/talk/{talk.key}").text
    assert "Answered, and waits still." in listed
    assert "Ada is stuck in" in page.get(f"/help/{request.key}").text
    assert page.post(address, data={"text": "You have it.", "then": "settled"}).status_code == 303
    assert fresh(request).state is RequestState.ANSWERED
    assert "Ada was stuck in" in page.get(f"/help/{request.key}").text
    assert "Nobody is stuck" in page.get(f"/help/in/talk/{talk.key}").text


def test_settled_needs_no_text_and_is_told_and_only_its_own_button_settles(app, at):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    request = factories.stuck(
        ada, within=factories.talk(host), need=Need.ACCESS, text="No access to the logs"
    )
    page, address = browser(app, host), f"/help/{request.key}/answer"
    assert page.post(address, data={"text": "", "then": "waits"}).status_code == 422
    assert page.post(address, data={"text": "I asked for it."}).status_code == 303  # sent by a key
    assert fresh(request).state is RequestState.OPEN
    assert page.post(address, data={"text": "", "then": "settled"}).status_code == 303
    assert fresh(request).state is RequestState.ANSWERED
    assert [each.text for each in queries.answers_of(request)] == ["I asked for it.", "Settled."]
    other = factories.stuck(ada, text="RAG")  # know-how: an answer is what settles it
    helps = browser(app, helper("One"))
    services.route(other, ada, by=ada)
    save(other)
    assert helps.post(f"/help/{other.key}/answer", data={"text": "", "then": "settled"}).status_code == 422


def test_the_note_of_who_passes_it_on_is_refused_over_its_limit_and_never_cut(app, at):
    ada, one = factories.person("Ada"), helper("O" * 120)
    eve = factories.person("Eve")
    request = factories.stuck(ada, text="RAG finds nothing")
    page, address = browser(app, one), f"/help/{request.key}/pass-on"
    long = page.post(address, data={"to": eve.email, "note": "n" * 101})
    assert (long.status_code, "Use at most 100 characters." in long.text) == (422, True)
    assert "n" * 101 in long.text
    with pytest.raises(Invalid, match="at most 100"):
        services.pass_on(one, queries.find(one, request.key), eve, "n" * 101)
    assert page.post(address, data={"to": eve.email, "note": "n" * 100}).status_code == 303
    assert asked(request)["Eve"] == f"{'O' * 120} passed it on: {'n' * 100}"


def test_who_passes_it_on_says_why_and_not_to_whom_it_waits_for_already(app, at):
    ada, two, eve = factories.person("Ada"), helper("Two"), factories.person("Eve")
    one = helper("One")
    request = factories.stuck(ada, text="RAG finds nothing")
    assert {*asked(request)} == {"One", "Two"}
    page, address = browser(app, one), f"/help/{request.key}/pass-on"
    refused = page.post(address, data={"to": two.email})
    assert (refused.status_code, "it waits for them" in refused.text) == (422, True)
    assert page.post(address, data={"to": eve.email, "note": "She wrote it"}).status_code == 303
    assert asked(request)["Eve"] == "One passed it on: She wrote it"


def test_nobody_who_manages_who_asks_reads_it(at):
    host = factories.person("Ruth")
    talk = factories.talk(host)
    one, eve = helper("One"), factories.person("Eve")
    admin = factories.person("Ann", roles=(Role.ADMIN,))
    ada = factories.person("Ada")
    request = factories.stuck(ada, within=talk, text="RAG")
    assert [queries.find(each, request.key).is_asker for each in (ada, one, host)] == [True, False, False]
    for each in (eve, admin):
        with pytest.raises(NotFound):
            queries.find(each, request.key)
    ada.manager_id = host.id
    save(ada)
    with pytest.raises(NotFound):
        queries.find(host, request.key)
    assert queries.waiting_in(host, request.ref) == []
    assert [[*refs.cards([request.id], each)] for each in (ada, one)] == [[request.id], [request.id]]
    ada.manager_id = one.id
    save(ada)
    assert [*refs.cards([request.id], one)] == []


def test_who_looks_again_is_told_after_two_hours_and_asks_nobody_before(app, at):
    ada, one = factories.person("Ada"), helper("One")
    page = browser(app, ada)
    sent = {"text": "RAG", "since": "60", "need": "know_how", "may_note": "y"}
    made = page.post("/help/new", data=sent | {"when": "later"})
    assert made.status_code == 303
    [told] = db.session.query(Reminder).filter_by(kind="still_stuck")
    assert told.fire_at == MONDAY + timedelta(hours=1)
    request = queries.mine(ada)[0]
    with pytest.raises(NotFound):
        queries.find(one, request.key)
    assert page.post(f"/help/{request.key}/again").status_code == 303
    assert fresh(told).state is State.CANCELLED
    assert asked(request) == {"One": "helps with RAG"}
    late = page.post("/help/new", data=sent | {"since": "1440", "when": "later"})
    assert late.status_code == 422
    assert "It is over two hours: ask now." in late.text
    assert "RAG" in late.text


def test_what_cannot_be_asked_or_passed_on_is_refused_with_the_reason(at):
    ada, one, guest = factories.person("Ada"), helper("One"), factories.person("Guest", kind=Kind.GUEST)
    request = factories.stuck(ada, text="RAG finds nothing")
    seen = queries.find(one, request.key)
    refused = {
        lambda: services.ask(ada, Said(" ", since=MONDAY)): "what happens instead",
        lambda: services.ask(ada, Said("x" * (services.TEXT + 1), since=MONDAY)): "Use at most",
        lambda: services.write(one, seen, " "): "Write something first",
        lambda: services.write(one, seen, "x" * (services.TEXT + 1)): "Use at most",
        lambda: services.pass_on(one, seen, ada): "They asked it themselves",
        lambda: services.pass_on(one, seen, guest): "somebody of the organisation",
    }
    for act, reason in refused.items():
        with pytest.raises(Invalid, match=reason):
            act()
    with pytest.raises(NotFound):
        queries.find(guest, request.key)
    services.withdraw(ada, queries.find(ada, request.key))
    assert fresh(request).state is RequestState.WITHDRAWN
