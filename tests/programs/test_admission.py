"""How people come in where hosts choose more than places: approval, openness, offers, no-shows."""

from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.notifications.models import Reminder
from learnhub.people.models import Kind, Role
from learnhub.programs import (
    acceptance,
    admission,
    approvals,
    arrivals,
    jobs,
    openness,
    places,
    promotions,
    queries,
    services,
    speakers,
    waitlists,
)
from learnhub.programs.models import Seat, SignUp, SignUpState
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
IN, WAITING, WITHDRAWN, AWAITING = (
    SignUpState.IN,
    SignUpState.WAITING,
    SignUpState.WITHDRAWN,
    SignUpState.AWAITING,
)


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


def people(*names):
    return [factories.person(name) for name in names]


def approving(lead, **over):
    made = factories.coming(lead, **over)
    admission.change(lead, made, admission.Admission(approves=True))
    return save(made)


def states(program):
    rows = db.session.query(SignUp).filter_by(program_id=program.id).order_by(SignUp.line)
    return [(each.person.name, each.state) for each in rows]


def told(*kinds):
    rows = db.session.query(Reminder).filter(Reminder.kind.in_(kinds)).order_by(Reminder.id)
    return [(row.kind, row.person_id, row.by_id) for row in rows]


def test_who_awaits_approval_takes_no_place_until_a_host_lets_them_in_by_the_same_guard(lead):
    program = approving(lead, capacity=2)
    ada, bob, eve, dan, mia = people("Ada", "Bob", "Eve", "Dan", "Mia")
    for each in (ada, bob, eve, dan, mia):
        assert places.sign_up(each, program).state is AWAITING
    assert places.sign_up(ada, program).state is AWAITING
    assert places.sign_up(lead, program).state is IN
    assert (program.taken, queries.standing(ada, program).waiting) == (1, 0)
    assert told("signed_up", "waitlisted") == [("signed_up", lead.id, None)]
    assert [each.state for each in approvals.approve(lead, program, [eve.key])] == [IN]
    assert [each.state for each in approvals.approve(lead, program, [bob.key, ada.key])] == [WAITING] * 2
    assert queries.standing(ada, program).place_in_line == 1
    with pytest.raises(Invalid, match="Say why"):
        approvals.decline(lead, program, [dan.key], reason="")
    approvals.decline(lead, program, [dan.key, eve.key], reason="It is for hardware.")
    places.withdraw(mia, program)
    assert states(program) == [
        ("Ada", WAITING),
        ("Bob", WAITING),
        ("Eve", IN),
        ("Dan", SignUpState.DECLINED),
        ("Mia", WITHDRAWN),
        ("Lena", IN),
    ]
    assert told("approved", "approved_to_wait", "declined") == [
        ("approved", eve.id, lead.id),
        ("approved_to_wait", ada.id, lead.id),
        ("approved_to_wait", bob.id, lead.id),
        ("declined", dan.id, None),
    ]
    with pytest.raises(Forbidden, match="declined your sign-up"):
        places.sign_up(dan, program)
    assert places.enter(lead, program, dan).state is WAITING


def test_only_hosts_decide_and_not_before_they_have_is_approval_switched_off(lead):
    program, ada = approving(lead), factories.person("Ada")
    admin = factories.person("Root", roles=(Role.ADMIN,))
    places.sign_up(ada, program)
    for stranger in (ada, admin):
        with pytest.raises(Forbidden, match="Only its hosts decide"):
            approvals.approve(stranger, program, [ada.key])
    with pytest.raises(Invalid, match="Decide about them first"):
        admission.change(lead, program, admission.Admission())
    approvals.approve(lead, program, [ada.key])
    admission.change(lead, program, admission.Admission())
    assert places.sign_up(factories.person("Bob"), program).state is IN


def test_the_code_lets_nobody_in_whom_the_hosts_have_not_approved(lead):
    talk = factories.talk(lead, starts_in=timedelta(hours=1))
    admission.change(lead, talk, admission.Admission(approves=True))
    ada = factories.person("Ada")
    places.sign_up(ada, talk)
    with pytest.raises(Forbidden, match="The hosts decide who takes part"):
        arrivals.arrive(ada, talk)
    approvals.approve(lead, talk, [ada.key])
    assert arrivals.arrive(ada, talk).arrived_at


def test_hosts_find_who_awaits_approval_and_each_sees_where_they_stand(browser, lead, clock):
    program = approving(lead, capacity=1)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    mine, hosts = browser(ada), browser(lead)
    assert "Sign up for approval" in mine.get("/whats-on").text
    mine.post(f"{program.desk}/sign-up")
    for each in (bob, eve):
        factories.sign_up(program, each)
    for path in ("/", "/whats-on", program.url):
        assert "Awaiting approval" in mine.get(path).text
    assert "Three people wait for your approval" in hosts.get("/").text
    assert "Decide who comes" in hosts.get(f"{program.desk}/sign-ups").text
    first = hosts.get(program.url).text.partition('class="btn primary"')[2]
    assert first.partition("</a>")[0].endswith("Decide about three people who wait")
    assert "Three people wait for your approval" in hosts.get(f"{program.url}/host").text
    page = f"{program.desk}/approvals"
    assert hosts.post(page, data={"only": ada.key}).status_code == 303
    refused = hosts.post(page, data={"people": [bob.key, eve.key], "decision": "decline"})
    assert refused.status_code == 422
    assert "Say why in a sentence" in refused.text
    sent = {"people": [bob.key, eve.key], "decision": "decline", "reason": "It is for hardware."}
    assert hosts.post(page, data=sent).status_code == 303
    assert "You’re in" in mine.get(program.url).text
    shown = browser(eve).get(program.url).text
    assert "The hosts declined your sign-up" in shown
    assert "It is for hardware." in shown
    assert states(fresh(program))[0] == ("Ada", IN)
    factories.sign_up(program, factories.person("Dan"))
    clock.set(program.ends_at)
    for path in (program.url, f"{program.url}/host", f"{program.desk}/sign-ups"):
        shown = hosts.get(path).text
        assert "for your approval" not in shown, path
        assert "Decide who comes" not in shown, path


def test_who_is_chosen_sees_it_everywhere_and_others_nowhere(browser, lead):
    above = factories.unit("Engineering")
    inside, outside = factories.unit("Platform", above), factories.unit("Sales")
    ada, bob = factories.person("Ada", unit=inside), factories.person("Bob", unit=outside)
    eve, guest = factories.person("Eve"), factories.person("Gus", kind=Kind.GUEST)
    admin = factories.person("Root", roles=(Role.ADMIN,))
    program = factories.coming(lead, title="Robots at night")
    mentor = factories.part(program)
    openness.open_to(lead, program, unit=above)
    for person in (eve, guest):
        openness.open_to(lead, program, person=person)
    save(program)
    assert openness.count_let_in(program) == 3
    said = "It is open to Engineering (with the units below it)"
    assert openness.in_words(program) == f"{said} and 2 chosen people."
    assert openness.in_words(program, names=True) == f"{said}, Eve and Gus."
    month = f"/calendar?whose=all&view=agenda&month={program.starts_at:%Y-%m}"
    for person, known in ((ada, True), (eve, True), (guest, True), (bob, False), (lead, True)):
        page = browser(person)
        assert page.get(program.url).status_code == (200 if known else 404), person.name
        for path in (
            "/whats-on",
            "/search?q=robots",
            month,
        ):
            assert (program.url in page.get(path).text) is known, (person.name, path)
        sent = page.post(f"{program.desk}/parts/{mentor.key}/take").status_code
        assert sent == (303 if known and person is ada else 404 if not known else sent)
    assert "This is open to others" in browser(admin).get(program.url).text
    with pytest.raises(Forbidden, match="open to others"):
        places.sign_up(admin, program)
    for person in (ada, eve, guest, lead):
        assert places.sign_up(person, program).state is IN


def test_whoever_signed_up_stays_when_it_is_open_to_others_and_the_last_is_not_taken_away(browser, lead):
    unit, program = factories.unit("Platform"), factories.coming(lead)
    ada, bob = people("Ada", "Bob")
    places.sign_up(ada, program)
    openness.open_to(lead, program, unit=save(unit))
    save(program)
    assert browser(ada).get(program.url).status_code == 200
    assert browser(bob).get(program.url).status_code == 404
    with pytest.raises(Invalid, match="open to nobody"):
        openness.close_to(lead, program, openness.openings(program)[0])
    places.withdraw(ada, program)
    shown = browser(ada).get(save(program).url).text
    assert "This is open to others" in shown
    assert "Sign up</button>" not in shown
    hosts, page = browser(lead), f"{program.desk}/openness"
    assert hosts.post(page, data={"person": bob.email}).status_code == 303
    assert browser(bob).get(program.url).status_code == 200
    assert hosts.post(f"{page}/everybody").status_code == 303
    assert openness.openings(fresh(program)) == ()
    assert places.sign_up(ada, program).state is IN


def offering(lead, **over):
    made = factories.coming(lead, capacity=1, **over)
    admission.change(lead, made, admission.Admission(offer_hours=24))
    return save(made)


def test_a_free_place_is_offered_kept_for_its_person_and_passed_on_when_the_hours_are_over(lead, clock):
    program = offering(lead)
    ada, bob, eve, dan, mia = people("Ada", "Bob", "Eve", "Dan", "Mia")
    for each in (ada, bob, eve, dan):
        places.sign_up(each, program)
    places.withdraw(ada, program)
    assert (program.taken, queries.standing(bob, program).waits) == (0, True)
    assert queries.standing(bob, program).offered_until
    assert places.sign_up(mia, program).state is WAITING
    with pytest.raises(Forbidden, match="No place is offered"):
        acceptance.take(eve, program)
    promotions.fill_places(program)
    assert told("offered") == [("offered", bob.id, None)]
    clock.shift(timedelta(hours=25))
    assert queries.standing(bob, program).state is SignUpState.LAPSED
    with pytest.raises(Forbidden, match="has run out"):
        acceptance.take(bob, program)
    db.session.commit()
    perform(jobs.pass_offers_on)
    perform(jobs.pass_offers_on)
    fresh(program)
    assert queries.standing(eve, program).offered_until
    acceptance.decline(eve, program)
    assert acceptance.take(dan, program).state is IN
    assert acceptance.take(dan, program).state is IN
    assert (program.taken, states(program)) == (
        1,
        [
            ("Ada", WITHDRAWN),
            ("Bob", SignUpState.LAPSED),
            ("Eve", WITHDRAWN),
            ("Dan", IN),
            ("Mia", WAITING),
        ],
    )
    assert told("offered", "offer_ran_out") == [
        ("offered", bob.id, None),
        ("offer_ran_out", bob.id, None),
        ("offered", eve.id, None),
        ("offered", dan.id, None),
    ]
    assert told("signed_up")[-1] == ("signed_up", dan.id, None)
    places.set_capacity(lead, program, 2)
    assert queries.standing(mia, program).offered_until
    admission.change(lead, program, admission.Admission())
    assert queries.standing(mia, program).is_in


def test_a_place_is_taken_with_one_press_and_hosts_see_who_was_passed_over(browser, lead):
    program = offering(lead)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    for each in (ada, bob, eve):
        factories.sign_up(program, each)
    places.withdraw(ada, program)
    save(program)
    page, desk = browser(bob), f"{program.desk}/offer"
    assert "is free for you" in page.get("/").text
    for path in ("/", "/whats-on", program.url, desk):
        assert f"{desk}/take" in page.get(path).text
    assert page.post(f"{desk}/decline").status_code == 303
    assert "No place is offered to you now" in page.get(desk).text
    assert "declined, so it went to the next" in browser(lead).get(f"{program.desk}/sign-ups").text
    assert browser(eve).post(f"{desk}/take").status_code == 303
    assert "You’re in" in browser(eve).get(program.url).text


def test_places_of_who_is_not_there_go_to_who_waits_once_somebody_was_noted(lead, clock):
    talk = factories.talk(lead, starts_in=timedelta(hours=1), on_site=3, call_url="")
    admission.change(lead, talk, admission.Admission(releases=True))
    ada, bob, eve, kim = people("Ada", "Bob", "Eve", "Kim")
    speakers.add(lead, talk, kim)
    for each in (ada, bob, kim, eve):
        places.sign_up(each, talk)
    save(talk)
    clock.shift(timedelta(minutes=76))
    perform(jobs.release_no_shows)
    assert [state for _, state in states(fresh(talk))] == [IN, IN, IN, WAITING]
    arrivals.arrive(ada, talk)
    save(talk)
    perform(jobs.release_no_shows)
    assert [state for _, state in states(fresh(talk))] == [IN, IN, IN, WAITING], "Bob has as long as Ada had"
    clock.shift(timedelta(minutes=16))
    for _ in range(2):
        perform(jobs.release_no_shows)
    assert [state for _, state in states(fresh(talk))] == [IN, SignUpState.RELEASED, IN, IN], "speakers stay"
    assert told("released", "promoted") == [("released", bob.id, None), ("promoted", eve.id, None)]
    places.withdraw(eve, talk)
    assert arrivals.arrive(bob, talk).state is IN
    assert talk.taken == 3


def test_cancelling_ends_offers_and_nothing_lapses_afterwards(lead, clock):
    program = offering(lead)
    ada, bob = people("Ada", "Bob")
    for each in (ada, bob):
        places.sign_up(each, program)
    places.withdraw(ada, program)
    services.cancel(lead, program, reason="The hall burns.")
    save(program)
    clock.shift(timedelta(hours=25))
    assert acceptance.overdue() == []
    promotions.fill_places(program)
    assert states(program) == [("Ada", WITHDRAWN), ("Bob", WAITING)]
    assert told("offer_ran_out") == []


def test_fewer_places_take_the_newest_offers_back_and_the_write_checks_again(lead):
    program = factories.coming(lead, capacity=3)
    admission.change(lead, program, admission.Admission(offer_hours=24))
    some = ada, bob, eve, dan, mia = people("Ada", "Bob", "Eve", "Dan", "Mia")
    for each in some:
        places.sign_up(each, program)
    for each in (bob, eve):
        places.withdraw(each, program)
    assert promotions.would_move_up(program, [queries.signup_of(ada, program)]) == []
    places.set_capacity(lead, program, 2)
    assert [queries.standing(each, program).offered_until is None for each in (dan, mia)] == [False, True]
    assert told("offer_taken_back") == [("offer_taken_back", mia.id, None)]
    program.capacity = 1
    db.session.flush()
    with pytest.raises(Forbidden, match="fewer places now"):
        acceptance.take(dan, program)


def test_who_awaits_approval_keeps_the_kind_of_place_and_gets_the_usual_one_where_it_is_gone(browser, lead):
    talk, ada = factories.talk(lead, on_site=5, online=5), factories.person("Ada")
    admission.change(lead, talk, admission.Admission(approves=True))
    places.sign_up(ada, talk, Seat.ONLINE)
    assert waitlists.count_on(talk, Seat.ONLINE) == 1
    shown = browser(lead).get(f"{save(talk).desk}/sign-ups").text
    assert all(said in shown for said in ("places on site", "places online", "The hosts approve each"))
    talk.call_url, talk.online_capacity = "", None
    db.session.flush()
    [approved] = approvals.approve(lead, talk, [ada.key])
    assert (approved.state, approved.seat, talk.places_taken) == (IN, Seat.ON_SITE, 1)


def test_many_are_approved_in_a_few_statements(lead):
    program = approving(lead, capacity=5)
    some = [factories.person(f"Person {number}") for number in range(12)]
    for each in some:
        places.sign_up(each, program)
    keys = [each.key for each in some]
    save(program)
    with statements() as seen:
        found = approvals.approve(lead, program, keys)
        db.session.flush()
    assert [each.state for each in found] == [IN] * 5 + [WAITING] * 7
    assert len(seen) < 30
    assert len(told("approved")) == 5


def test_the_last_host_does_not_undo_unseen_what_the_first_chose(browser, lead):
    program, page = factories.coming(lead), browser(lead)
    desk, read = f"{program.desk}/admission", save(program).version
    sent = {"waits": "at_once", "offer_hours": "24", "version": read}
    assert page.post(desk, data=sent | {"approves": "y"}).status_code == 303
    late = page.post(desk, data=sent | {"waits": "offer"})
    assert (late.status_code, fresh(program).approves, program.offer_hours) == (409, True, None)
    assert page.post(desk, data=sent | {"waits": "offer", "version": program.version}).status_code == 303


def test_a_known_unit_does_not_keep_a_new_person_out(lead):
    program, unit, ada = factories.coming(lead), save(factories.unit("Platform")), factories.person("Ada")
    openness.open_to(lead, program, unit=unit)
    openness.open_to(lead, program, unit=unit, person=ada)
    assert [each.unit or each.person for each in openness.openings(program)] == [unit, ada]
