"""A copy bears the Message-ID of the first, even where the row that sent the first is forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.notifications.models import Delivery, Digest, FanOut, Reminder, State
from learnhub.notifications.sending import message_ids
from learnhub.people import links
from learnhub.programs.events import ProgramCancelled
from learnhub.programs.models import Program, ProgramState
from tests import factories
from tests.support.rows import perform, save

pytestmark = pytest.mark.usefixtures("monday")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def change(*statements):
    """Carry out and commit, as another process would."""

    def work():
        with transaction():
            for statement in statements:
                db.session.execute(statement)

    perform(work)


def forget():
    """Lose what was planned and sent, as a database does that comes back from a backup."""
    change(*(delete(table) for table in (Delivery, Reminder, Digest)))


def ids(mailbox, person):
    return [message["Message-ID"] for message in mailbox.to(person.email)]


@pytest.fixture
def shift(clock):
    return clock.shift


@pytest.fixture
def due(shift):
    """Someone whose demo is due within a day; the reminder of 24 hours before is late by an hour."""
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=2 * DAY)
    factories.team(ada, hackathon)
    shift(DAY + HOUR)
    return ada, hackathon


def test_a_reminder_that_goes_again_after_a_restore_bears_the_same_message_id(due, tick, mailbox):
    ada, _ = due
    tick()
    forget()
    tick()
    first, copy = ids(mailbox, ada)
    assert first == copy


def test_another_program_that_got_the_same_row_id_after_a_restore_is_no_copy(due, tick, mailbox):
    ada, _ = due
    tick()
    forget()
    change(update(Program).values(key="0123456789"))
    tick()
    first, other = ids(mailbox, ada)
    assert first != other


def test_news_of_a_program_written_out_anew_bears_the_same_message_id(due, tick, mailbox, shift):
    ada, hackathon = due
    tick()
    hackathon.state = ProgramState.CANCELLED
    events.publish(ProgramCancelled(hackathon.id, hackathon.created_by_id))
    for _ in range(2):
        tick()
        forget()
        change(update(FanOut).values(expanded_at=None))
        shift(timedelta(minutes=3))
    _, first, copy = ids(mailbox, ada)
    assert first == copy


def test_each_mail_with_a_link_of_its_own_has_a_message_id_of_its_own(tick, mailbox):
    ada = factories.person("Ada")
    links.ask(ada.email)
    tick()
    change(delete(Delivery))
    change(update(Reminder).values(state=State.PENDING))
    tick()
    first, other = ids(mailbox, ada)
    assert first != other


def test_the_digest_of_a_day_is_a_copy_where_the_same_things_stand_in_it(due, tick, reminders):
    ada, _ = due
    tick()
    digest = save(Digest(person_id=ada.id, local_date=clock.now().date(), next_at=clock.now()))
    one, *more = reminders(person_id=ada.id)
    assert message_ids.of_digest(digest, [one]) == message_ids.of_digest(digest, [one])
    assert message_ids.of_digest(digest, [one, *more]) != message_ids.of_digest(digest, [one])
    assert message_ids.of_digest(digest, [*more, one]) == message_ids.of_digest(digest, [one, *more])
