"""An offer while it is taken, given up and passed on; the last place, approved by two hosts at once."""

from datetime import timedelta
from functools import partial

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.people.models import Role
from learnhub.programs import admission, approvals, places, services
from learnhub.programs.models import SignUp, SignUpState
from learnhub.programs.offer_models import Offer, OfferState
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh, many

ROUNDS = 2


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


def test_an_offer_goes_to_one_whether_it_is_taken_given_up_or_passed_on(app, server, lead):
    url = server().url
    for number in range(ROUNDS):
        with many():
            program = factories.coming(lead, capacity=1)
            admission.change(lead, program, admission.Admission(offer_hours=24))
            some = [factories.person(f"Person {number} {step}") for step in range(3)]
            for each in some:
                places.sign_up(each, program)
            places.withdraw(some[0], program)
        offered, last = Client(app, url, some[1]), Client(app, url, some[2])
        hosts = Client(app, url, lead)
        desk = program.desk
        together(
            [
                partial(offered.post, f"{desk}/offer/take"),
                partial(offered.post, f"{desk}/offer/decline"),
                partial(offered.post, f"{desk}/withdraw"),
                partial(last.post, f"{desk}/offer/take"),
                partial(hosts.post, f"{desk}/sign-ups/close", closed="1"),
            ]
        )
        fresh(program)
        rows = db.session.query(SignUp).filter_by(program_id=program.id).all()
        pending = (
            db.session.query(Offer)
            .join(SignUp, SignUp.id == Offer.sign_up_id)
            .filter(SignUp.program_id == program.id, Offer.state == OfferState.PENDING)
            .count()
        )
        has_place = sum(each.state is SignUpState.IN for each in rows)
        assert has_place + pending == 1
        assert program.taken == has_place


def test_the_last_place_is_approved_once_however_many_hosts_decide_at_once(app, server, lead):
    other = factories.person("Omar")
    with many():
        program = factories.coming(lead, capacity=1)
        services.add_host(lead, program, other)
        admission.change(lead, program, admission.Admission(approves=True))
        some = [factories.person(f"Person {step}") for step in range(4)]
        for each in some:
            places.sign_up(each, program)
    url = server().url
    keys = [each.key for each in some]
    clients = [Client(app, url, person) for person in (lead, other)]
    together(
        [
            partial(client.post, f"{program.desk}/approvals", only=key)
            for client, key in zip(clients * 2, keys, strict=True)
        ]
    )
    fresh(program)
    found = [each.state for each in db.session.query(SignUp).filter_by(program_id=program.id)]
    assert sorted(found) == sorted([SignUpState.IN, *[SignUpState.WAITING] * 3])
    assert (program.taken, approvals.count(program)) == (1, 0)
    assert clock.now() < program.starts_at - timedelta(hours=1)
