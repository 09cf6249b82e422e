"""What a program cannot be asked: each with its reason, and nothing changed."""

from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.errors import Invalid, NotFound
from learnhub.people.models import Kind
from learnhub.programs import (
    announcements,
    approvals,
    cloning,
    offers,
    openness,
    parts,
    places,
    queries,
    services,
    sign_up_fields,
    speakers,
)
from learnhub.programs.announcements import Wanted
from learnhub.programs.asked_models import FieldKind
from learnhub.programs.models import Seat, SignUpState
from learnhub.programs.sign_up_fields import Asked
from tests import factories
from tests.support.rows import fresh

pytestmark = pytest.mark.usefixtures("app")
LINE, CHOICE = FieldKind.LINE, FieldKind.ONE


def test_what_a_host_cannot_ask_for_is_refused_with_the_reason():
    host, eve = factories.person("Ruth"), factories.person("Eve", kind=Kind.GUEST)
    gone = factories.person("Gone", left_at=clock.now())
    talk = factories.talk(host)
    part = factories.part(talk, wanted=2)
    for name in ("Ada", "Bob"):
        parts.take(factories.person(name), talk, part)
    refused = {
        lambda: parts.ask(host, talk, parts.Wanted(name="")): "Say what you ask for",
        lambda: parts.ask(host, talk, parts.Wanted(name="A", wanted=0)): "Ask for 1 to",
        lambda: parts.change(host, talk, part, parts.Wanted(name="A", wanted=1)): "2 have taken it",
        lambda: sign_up_fields.check(Asked("", LINE)): "Write the question",
        lambda: sign_up_fields.check(Asked("A", CHOICE, choices=("a",))): "Write 2 to",
        lambda: sign_up_fields.check(Asked("A", CHOICE, choices=("a", "A"))): "there twice",
        lambda: sign_up_fields.check(Asked("A", CHOICE, choices=("a", "b" * 101))): "100 characters",
        lambda: sign_up_fields.check_change(
            Asked("A", LINE), kind=LINE, sensitive=True, answered=True
        ): "the hosts alone",
        lambda: speakers.add(host, talk, gone): "has left",
        lambda: services.add_host(host, talk, eve): "people of the organisation",
        lambda: openness.open_to(host, talk): "Choose a unit",
        lambda: announcements.announce(host, talk, Wanted("", "Text", "all")): "a subject and a text",
        lambda: announcements.announce(host, talk, Wanted("Title", " ", "all")): "a subject and a text",
        lambda: approvals.approve(host, talk, []): "Choose somebody first",
        lambda: cloning.clone(host, talk, title="", starts=talk.starts_wall - timedelta(days=90)): "the past",
    }
    for act, reason in refused.items():
        with pytest.raises(Invalid, match=reason):
            act()
    parts.change(host, talk, part, parts.Wanted(name="Mentors", wanted=3))
    assert (part.name, part.wanted) == ("Mentors", 3)
    assert cloning.suggested(talk) > talk.starts_wall


def test_what_a_program_does_not_have_is_not_found():
    host = factories.person("Ruth")
    talk = factories.talk(host)
    for nothing in (
        lambda: parts.part(talk, "nothing"),
        lambda: sign_up_fields.field(talk, "nothing"),
        lambda: speakers.speaker(talk, "nothing"),
        lambda: openness.opening(talk, "nothing"),
        lambda: announcements.cancel(host, talk, "nothing"),
        lambda: queries.signup_named(talk, "nothing"),
        lambda: places.show_name(host, talk, shown=True),
    ):
        with pytest.raises(NotFound):
            nothing()


def test_what_is_so_already_stays_so():
    host, ada, unit = factories.person("Ruth"), factories.person("Ada"), factories.unit()
    talk = factories.talk(host, on_site=1)
    first, second = (factories.sign_up_field(talk) for _ in range(2))
    sign_up_fields.ask_again(host, talk, first)
    sign_up_fields.move_up(host, talk, first)
    assert [each.id for each in sign_up_fields.of(talk)] == [first.id, second.id]
    for _ in range(2):
        openness.open_to(host, talk, unit=unit)
    openness.open_to(host, talk, person=ada)
    assert len(openness.openings(talk)) == 2
    openness.close_to(host, talk, openness.openings(talk)[0])
    assert [each.person for each in openness.openings(talk)] == [ada]
    signup = factories.sign_up(talk, ada)
    assert places.change_seat(ada, talk, signup.seat) is signup
    assert places.walk_in(factories.person("Bob"), talk, None).seat is Seat.ONLINE
    places.give_back(talk, signup)
    places.give_back(talk, signup)
    assert fresh(signup).state is SignUpState.WITHDRAWN
    assert not offers.has_one(ada.id, talk.id)
