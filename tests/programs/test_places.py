from datetime import timedelta

import pytest

from learnhub.core import audit, clock, events
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.refs import Ref
from learnhub.notifications.models import Reminder, State
from learnhub.notifications.planning import notices
from learnhub.people import services as leaving
from learnhub.people.models import Role
from learnhub.programs import involved, jobs, places, promotions, queries, services
from learnhub.programs.events import Promoted, SignedUp, Waitlisted, Withdrew
from learnhub.programs.models import Seat, SignUp, SignUpState
from tests import factories
from tests.support.rows import fresh, many, perform, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
IN, WAITING, WITHDRAWN, REMOVED, *_ = SignUpState


@pytest.fixture
def facts(monkeypatch):
    """What was published, in order."""
    heard = []
    real = events.publish
    monkeypatch.setattr(events, "publish", lambda fact: (heard.append(fact), real(fact)))
    return heard


def states(hackathon):
    rows = db.session.query(SignUp).filter_by(program_id=hackathon.id).order_by(SignUp.line)
    return [(each.person.name, each.state) for each in rows]


def people(*names):
    return [factories.person(name) for name in names]


def test_whoever_finds_no_place_waits_in_the_order_of_arrival(facts):
    hackathon = factories.coming(capacity=2)
    ada, bob, eve, dan = people("Ada", "Bob", "Eve", "Dan")
    facts.clear()
    for each in (ada, bob, eve, dan):
        places.sign_up(each, hackathon)
    assert states(hackathon) == [("Ada", IN), ("Bob", IN), ("Eve", WAITING), ("Dan", WAITING)]
    assert [type(fact) for fact in facts] == [SignedUp, SignedUp, Waitlisted, Waitlisted]
    assert queries.standing(dan, hackathon).place_in_line == 2
    assert hackathon.places_taken == 2


def test_signing_up_twice_is_one_sign_up(facts):
    hackathon = factories.coming()
    ada = factories.person("Ada")
    facts.clear()
    first = places.sign_up(ada, hackathon)
    assert places.sign_up(ada, hackathon) is first
    assert states(hackathon) == [("Ada", IN)]
    assert facts == [SignedUp(first.id, hackathon.id, ada.id)]


def test_a_place_given_back_goes_to_who_waits_first(facts):
    hackathon = factories.coming(capacity=1)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    for each in (ada, bob, eve):
        places.sign_up(each, hackathon)
    facts.clear()
    left = places.withdraw(ada, hackathon)
    promoted = queries.signup_of(bob, hackathon)
    assert states(hackathon) == [("Ada", WITHDRAWN), ("Bob", IN), ("Eve", WAITING)]
    assert facts == [
        Withdrew(left.id, hackathon.id, ada.id, False, ada.id),
        Promoted(hackathon.id, (promoted.id,)),
    ]
    assert promoted.rev == 2
    assert queries.standing(eve, hackathon).place_in_line == 1


def test_leaving_the_line_promotes_nobody(facts):
    hackathon = factories.coming(capacity=1)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    for each in (ada, bob, eve):
        places.sign_up(each, hackathon)
    facts.clear()
    places.withdraw(bob, hackathon)
    assert states(hackathon) == [("Ada", IN), ("Bob", WITHDRAWN), ("Eve", WAITING)]
    assert [type(fact) for fact in facts] == [Withdrew]


def test_signing_up_again_after_withdrawing_goes_to_the_end():
    hackathon = factories.coming(capacity=1)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    for each in (ada, bob, eve):
        places.sign_up(each, hackathon)
    places.withdraw(ada, hackathon)
    again = places.sign_up(ada, hackathon)
    assert states(hackathon) == [("Bob", IN), ("Eve", WAITING), ("Ada", WAITING)]
    assert again.line == 4
    assert again.rev == 3


def test_lowering_the_places_keeps_people_and_says_by_how_many_it_is_over():
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=4)
    for name in ("Ada", "Bob", "Eve", "Dan", "Fay"):
        factories.sign_up(hackathon, factories.person(name))
    places.set_capacity(host, hackathon, 1)
    assert hackathon.over_by == 3
    assert [state for _, state in states(hackathon)] == [IN, IN, IN, IN, WAITING]


def test_while_it_is_over_a_place_given_back_promotes_nobody():
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=2)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    for each in (ada, bob, eve):
        places.sign_up(each, hackathon)
    places.set_capacity(host, hackathon, 1)
    places.withdraw(ada, hackathon)
    assert states(hackathon) == [("Ada", WITHDRAWN), ("Bob", IN), ("Eve", WAITING)]


@pytest.mark.parametrize(("capacity", "promoted"), [(2, 1), (3, 2), (None, 3)])
def test_more_places_promote_those_who_wait(capacity, promoted):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=1)
    for name in ("Ada", "Bob", "Eve", "Dan"):
        factories.sign_up(hackathon, factories.person(name))
    places.set_capacity(host, hackathon, capacity)
    assert [state for _, state in states(hackathon)] == [IN] * (1 + promoted) + [WAITING] * (3 - promoted)


def test_as_many_statements_give_seventy_four_a_place_as_five():
    """On site and online alike: they are told, and what said that they wait ends."""
    sent = {}
    for waiting in (5, 74):
        talk = factories.talk(on_site=1, online=1)
        with many():
            for seat in talk.seats:
                factories.signup(factories.person(), talk, seat=seat)
                people = [factories.person() for _ in range(waiting)]
                lines = [factories.signup(each, talk, WAITING, seat=seat) for each in people]
                for each in lines[-2:]:
                    notices.tell("waitlisted", each.person_id, Ref("program", talk.id), program=talk)
        host, of_it = queries.hosts_of(talk)[0], SignUp.program_id == talk.id
        with statements() as sent[waiting]:
            places.set_capacity(host, talk, waiting)
            places.set_capacity(host, talk, None, Seat.ONLINE)
        last = db.session.query(SignUp).filter(of_it, SignUp.state == WAITING).one()
        assert (last.seat, last.person_id) == (Seat.ON_SITE, max(place_of(talk, Seat.ON_SITE)))
        told = db.session.query(Reminder).filter_by(program_id=talk.id)
        assert told.filter_by(kind="promoted", state=State.PENDING, due_rev=2).count() == 2 * waiting - 1
        assert told.filter_by(kind="waitlisted", state=State.CANCELLED).count() == 3
        assert (talk.places_taken, talk.online_taken) == (waiting, waiting + 1)
    assert len(sent[5]) == len(sent[74]) <= 40


def place_of(talk, seat):
    return [each.person_id for each in db.session.query(SignUp).filter_by(program_id=talk.id, seat=seat)]


def test_filling_places_twice_changes_nothing(facts):
    hackathon = factories.coming(capacity=1)
    for name in ("Ada", "Bob"):
        factories.sign_up(hackathon, factories.person(name))
    facts.clear()
    assert promotions.fill_places(hackathon) == ()
    assert facts == []


def test_nobody_is_promoted_into_what_is_over(clock):
    hackathon = factories.coming(capacity=1)
    ada = factories.person("Ada")
    factories.sign_up(hackathon, ada)
    factories.sign_up(hackathon, factories.person("Bob"))
    clock.stop(hackathon.ends_at)
    hackathon.capacity = 2
    assert promotions.fill_places(hackathon) == ()


def test_a_place_below_one_is_refused():
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host)
    with pytest.raises(Invalid, match="start at 1"):
        places.set_capacity(host, hackathon, 0)


def test_a_host_removes_someone_and_the_reason_stays_with_the_sign_up(facts):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=1)
    ada, bob = people("Ada", "Bob")
    gone = places.sign_up(ada, hackathon)
    places.sign_up(bob, hackathon)
    facts.clear()
    places.remove(host, hackathon, gone, reason="Left the company")
    assert states(hackathon) == [("Ada", REMOVED), ("Bob", IN)]
    assert [type(fact) for fact in facts] == [Withdrew, Promoted]
    assert facts[0].removed
    noted = db.session.query(audit.AuditEntry).filter_by(act="signup.removed").one()
    assert noted.actor_id == host.id
    assert noted.before == {"state": "in"}
    assert noted.after == {"person_id": ada.id, "state": "removed"}
    assert gone.removed_because == "Left the company"


def test_removing_asks_for_a_reason():
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host)
    signup = factories.sign_up(hackathon)
    with pytest.raises(Invalid, match="Say why"):
        places.remove(host, hackathon, signup, reason="")


def test_only_hosts_and_admins_remove_people():
    hackathon = factories.coming()
    ada, bob = people("Ada", "Bob")
    signup = places.sign_up(ada, hackathon)
    with pytest.raises(Forbidden):
        places.remove(bob, hackathon, signup, reason="I want the place")
    assert states(hackathon) == [("Ada", IN)]


def test_sign_up_closes_when_its_window_does(clock):
    hackathon = factories.coming()
    clock.stop(hackathon.sign_up_closes_at - timedelta(seconds=1))
    places.sign_up(factories.person("Ada"), hackathon)
    clock.stop(hackathon.sign_up_closes_at)
    with pytest.raises(Forbidden, match="has closed"):
        places.sign_up(factories.person("Bob"), hackathon)


def test_a_host_can_close_sign_up_early_and_open_it_again():
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host)
    services.close_sign_up(host, hackathon, closed=True)
    with pytest.raises(Forbidden, match="has closed"):
        places.sign_up(factories.person("Ada"), hackathon)
    services.close_sign_up(host, hackathon, closed=False)
    assert places.sign_up(factories.person("Ada"), hackathon).state is IN


def test_why_someone_was_taken_off_is_forgotten_two_weeks_after_the_end(clock):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon, later = factories.coming(host), factories.coming(host, starts_in=timedelta(days=40))
    ada = factories.person("Ada")
    for each in (hackathon, later):
        save(*places.remove(host, each, places.enter(host, each, ada), reason="Works on the night shift"))
    clock.stop(hackathon.ends_at + timedelta(days=14))
    perform(jobs.forget_reasons)
    assert reasons(hackathon, later) == ["Works on the night shift"] * 2
    clock.stop(hackathon.ends_at + timedelta(days=14, seconds=1))
    perform(jobs.forget_reasons)
    perform(jobs.forget_reasons)
    assert reasons(hackathon, later) == ["", "Works on the night shift"]


def reasons(*programs):
    ids = [program.id for program in programs]
    found = db.session.query(SignUp).filter(SignUp.program_id.in_(ids)).order_by(SignUp.program_id)
    return [fresh(each).removed_because for each in found.all()]


def test_a_host_puts_someone_on_the_list_after_sign_up_closed(clock, facts):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=1)
    clock.stop(hackathon.sign_up_closes_at)
    ada, bob = people("Ada", "Bob")
    facts.clear()
    first, second = places.enter(host, hackathon, ada), places.enter(host, hackathon, bob)
    assert (first.state, second.state, second.line) == (IN, WAITING, 2)
    assert facts == [
        SignedUp(first.id, hackathon.id, ada.id, host.id),
        Waitlisted(second.id, hackathon.id, bob.id, host.id),
    ]
    noted = (
        db.session.query(audit.AuditEntry).filter_by(act="signup.entered").order_by(audit.AuditEntry.id).all()
    )
    assert [(entry.actor_id, entry.before, entry.after) for entry in noted] == [
        (host.id, {}, {"person_id": ada.id, "state": "in"}),
        (host.id, {}, {"person_id": bob.id, "state": "waiting"}),
    ]


def test_who_is_on_the_list_already_or_has_left_is_not_put_on_it():
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=1)
    ada, bob, eve = people("Ada", "Bob", "Eve")
    places.enter(host, hackathon, ada)
    places.enter(host, hackathon, bob)
    eve.left_at = clock.now()
    for someone, message in (
        (ada, "Ada has a place already."),
        (bob, "Bob waits for a place already."),
        (eve, "Eve has left."),
    ):
        with pytest.raises(Invalid, match=message):
            places.enter(host, hackathon, someone)
    assert db.session.query(SignUp).count() == 2


def test_who_was_taken_off_is_brought_back_by_a_host_at_the_end_of_the_line(facts):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host)
    ada = factories.person("Ada")
    gone = factories.sign_up(hackathon, ada, name_shown=False)
    factories.sign_up(hackathon, factories.person("Bob"))
    places.remove(host, hackathon, gone, reason="A mistake")
    back = places.enter(host, hackathon, ada)
    assert (back.id, back.state, back.line, back.rev) == (gone.id, IN, 3, 3)
    assert (back.removed_because, back.name_shown) == ("", False)


def test_a_host_who_puts_themselves_on_the_list_is_told_as_anybody(facts):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host)
    facts.clear()
    mine = places.enter(host, hackathon, host)
    assert facts == [SignedUp(mine.id, hackathon.id, host.id, None)]


def test_only_who_runs_it_puts_others_on_the_list_and_only_while_it_is_on(clock):
    host = factories.person("Host", roles=(Role.LEAD,))
    lead, ada = factories.person("Lead", roles=(Role.LEAD,)), factories.person("Ada")
    hackathon, draft = factories.coming(host), factories.coming(host, published=False)
    for actor, program, message in (
        (ada, hackathon, "Only its hosts and admins"),
        (lead, hackathon, "Only its hosts and admins"),
        (host, draft, "Publish it first"),
    ):
        with pytest.raises(Forbidden, match=message):
            places.enter(actor, program, ada)
    clock.stop(hackathon.ends_at)
    with pytest.raises(Forbidden, match="It is over"):
        places.enter(host, hackathon, ada)


def test_nobody_withdraws_from_what_is_over(clock):
    hackathon = factories.coming()
    ada = factories.person("Ada")
    factories.sign_up(hackathon, ada)
    clock.stop(hackathon.ends_at)
    with pytest.raises(Forbidden, match="is over"):
        places.withdraw(ada, hackathon)


def test_signing_up_does_not_overtake_who_edits_the_text():
    hackathon = factories.coming()
    version = hackathon.version
    factories.sign_up(hackathon)
    assert hackathon.version == version
    assert clock.now() < hackathon.ends_at


def test_the_places_of_who_leaves_the_organisation_go_to_those_who_wait(facts):
    ada, gone, bob = people("Ada", "Gone", "Bob")
    hackathon = factories.hackathon(capacity=1)
    team = factories.team(ada, hackathon)
    for each in (gone, bob):
        factories.signup(each, hackathon, WAITING)
    gone.left_at = clock.now()  # left before places were given back
    assert involved.count_told(hackathon, factories.person("Root")) == 3
    leaving.leave(ada)
    assert states(hackathon) == [("Ada", WITHDRAWN), ("Gone", WAITING), ("Bob", IN)]
    assert team.archived_at is not None
    assert involved.count_told(hackathon, factories.person("Root")) == 2
    leaving.leave(bob)
    assert states(hackathon)[-1] == ("Bob", WITHDRAWN)
    assert hackathon.places_taken == 0


def test_what_is_over_keeps_those_who_leave(monkeypatch):
    ada, hackathon = factories.person("Ada"), factories.hackathon()
    factories.signup(ada, hackathon)
    monkeypatch.setattr(clock, "now", lambda: hackathon.ends_at)
    leaving.leave(ada)
    assert states(hackathon) == [("Ada", IN)]


def test_several_are_taken_off_at_once_and_put_back_as_far_as_there_are_places(browser, facts):
    host = factories.person("Host", roles=(Role.LEAD,))
    hackathon = factories.coming(host, capacity=3)
    ada, bob, cleo, dan, eve = people("Ada", "Bob", "Cleo", "Dan", "Eve")
    for each in (ada, bob, cleo, dan, eve):
        factories.sign_up(hackathon, each)
    page, where = browser(host), f"{hackathon.desk}/sign-ups"
    chosen = f"?person={ada.key}&person={bob.key}&person={dan.key}"
    asked = page.get(f"{where}/remove{chosen}").text
    assert "Take three people off the list?" in asked
    assert "Eve moves up, and will be told." in asked
    facts.clear()
    gone = page.post(f"{where}/remove{chosen}", data={"reason": "Night shift"}, follow_redirects=True).text
    assert "Ada, Bob and Dan are off the list." in gone
    assert f"{where}/back{chosen}".replace("&", "&amp;") in gone
    assert [type(fact) for fact in facts] == [Withdrew] * 3 + [Promoted]
    after = [("Ada", REMOVED), ("Bob", REMOVED), ("Cleo", IN), ("Dan", REMOVED), ("Eve", IN)]
    assert states(hackathon) == after
    again = page.post(f"{where}/back{chosen}", follow_redirects=True).text
    assert (
        "Ada has a place again. No place is free for Bob and Dan, who wait where they were in line." in again
    )
    assert states(hackathon) == [("Ada", IN), ("Bob", WAITING), ("Cleo", IN), ("Dan", WAITING), ("Eve", IN)]
    assert "Nobody was put back" in page.post(f"{where}/back{chosen}", follow_redirects=True).text
    assert "Nobody is chosen." in page.get(f"{where}/remove").text
