"""Who came: by a host's tap, by the code, and taken back."""

from datetime import timedelta

import pytest

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core.db import db
from learnhub.core.errors import Forbidden
from learnhub.programs import arrivals, places, queries
from learnhub.programs import services as programs
from learnhub.programs.models import SignUpState
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def acts():
    db.session.flush()
    return [(each.kind, each.person_id, each.within_kind) for each in db.session.query(LearningAct)]


def host_of(talk):
    return queries.hosts_of(talk)[0]


def test_a_host_notes_who_came_once_and_takes_it_back():
    talk = factories.talk(starts_in=HOUR)
    ada = factories.sign_up(talk, factories.person("Ada"))
    arrivals.note(host_of(talk), talk, ada)
    first = ada.arrived_at
    arrivals.note(host_of(talk), talk, ada)
    assert ada.arrived_at == first
    assert acts() == [(ActKind.ATTENDED, ada.person_id, "talk")]
    arrivals.take_back(host_of(talk), talk, ada)
    arrivals.take_back(host_of(talk), talk, ada)
    assert (ada.arrived_at, acts()) == (None, [])


def test_only_hosts_note_who_came_and_only_near_the_talk():
    talk, later = factories.talk(starts_in=HOUR), factories.talk(starts_in=3 * HOUR)
    settled = factories.talk(starts_in=-15 * DAY)
    signups = {each: factories.signup(factories.person("Ada"), each) for each in (talk, later, settled)}
    with pytest.raises(Forbidden, match="Only its hosts"):
        arrivals.note(signups[talk].person, talk, signups[talk])
    with pytest.raises(Forbidden, match="two hours before"):
        arrivals.note(host_of(later), later, signups[later])
    with pytest.raises(Forbidden, match="settled"):
        arrivals.note(host_of(settled), settled, signups[settled])
    with pytest.raises(Forbidden, match="Only its hosts"):
        arrivals.take_back(signups[talk].person, talk, signups[talk])


def test_the_code_works_from_two_hours_before_to_the_end_of_the_local_day(clock):
    talk = factories.talk(starts_in=3 * HOUR, zone="Europe/Stockholm")
    opens, closes = arrivals.span(talk)
    assert opens == talk.starts_at - 2 * HOUR
    assert closes.astimezone(talk.tz).strftime("%H:%M") == "00:00"
    ada = factories.sign_up(talk, factories.person("Ada")).person
    with pytest.raises(Forbidden, match="too early"):
        arrivals.arrive(ada, talk)
    clock.stop(closes)
    with pytest.raises(Forbidden, match="day is over"):
        arrivals.arrive(ada, talk)
    clock.stop(closes - timedelta(minutes=1))
    assert arrivals.arrive(ada, talk).arrived_by_id == ada.id


def test_who_walks_in_is_put_on_the_list_and_nothing_is_oversold():
    talk = factories.talk(starts_in=HOUR, on_site=1, call_url="")
    bob, eve = factories.person("Bob"), factories.person("Eve")
    first, second = arrivals.arrive(bob, talk), arrivals.arrive(eve, talk)
    assert (first.state, second.state) == (SignUpState.IN, SignUpState.WAITING)
    assert (second.arrived_at is not None, talk.places_taken) == (True, 1)
    assert [person for _, person, _ in acts()] == [bob.id, eve.id]


def test_who_was_taken_off_does_not_come_in_by_the_code():
    talk = factories.talk(starts_in=HOUR)
    ada = factories.sign_up(talk, factories.person("Ada"))
    places.remove(host_of(talk), talk, ada, reason="Asked us to.")
    with pytest.raises(Forbidden, match="took you off"):
        arrivals.arrive(ada.person, talk)
    with pytest.raises(Forbidden, match="not on the list"):
        arrivals.note(host_of(talk), talk, ada)


def test_who_leaves_after_coming_was_not_there():
    talk = factories.talk(starts_in=HOUR)
    ada = factories.sign_up(talk, factories.person("Ada"))
    arrivals.arrive(ada.person, talk)
    places.withdraw(ada.person, talk)
    assert (ada.arrived_at, acts()) == (None, [])


def test_nobody_comes_to_what_does_not_take_place():
    talk = factories.talk(starts_in=HOUR)
    ada = factories.sign_up(talk, factories.person("Ada"))
    programs.cancel(host_of(talk), talk, reason="The room is flooded.")
    save(talk)
    for arrive in (
        lambda: arrivals.arrive(ada.person, talk),
        lambda: arrivals.note(host_of(talk), talk, ada),
    ):
        with pytest.raises(Forbidden, match="not take place"):
            arrive()
