"""What is done asks no longer: neither in the inbox nor by what was still to come."""

from datetime import timedelta

import pytest

from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.notifications.models import Channel, Delivery, Reminder, State
from learnhub.notifications.planning import notices
from learnhub.programs.events import Promoted, Withdrew
from learnhub.programs.models import SignUpState
from learnhub.teams.events import TeamJoined
from tests import factories
from tests.support.rows import perform

pytestmark = pytest.mark.usefixtures("monday")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def unread(person, kind):
    perform(lambda: None)
    mine = Delivery.person_id == person.id, Delivery.channel == Channel.IN_APP, Delivery.read_at.is_(None)
    return db.session.query(Delivery).join(Delivery.reminder).filter(*mine, Reminder.kind == kind).count()


@pytest.fixture
def asked(tick, clock):
    """Two who were reminded two days before, and are to be once more."""

    def ask(state=SignUpState.IN, wait=DAY + HOUR):
        hackathon = factories.hackathon(due_in=3 * DAY)
        people = factories.person("Ada"), factories.person("Bob")
        signups = [factories.signup(person, hackathon, state) for person in people]
        tick()
        clock.shift(wait)
        tick()
        return hackathon, *people, signups[0]

    return ask


def test_who_has_joined_a_team_is_asked_no_longer_to_find_one(asked, browser, reminders):
    hackathon, ada, bob, _ = asked()
    assert (unread(ada, "team_due"), unread(bob, "team_due")) == (1, 1)
    team = factories.team(ada, hackathon, name="Night Shift")
    events.publish(TeamJoined(team.id, hackathon.id, ada.id))
    assert (unread(ada, "team_due"), unread(bob, "team_due")) == (0, 1)
    ended = [row for row in reminders("team_due", person_id=ada.id) if row.skip_reason == notices.DONE]
    assert [(row.offset, row.state) for row in ended] == [("2d", State.CANCELLED), ("24h", State.CANCELLED)]
    shown = browser(ada).get("/inbox").text
    assert ("Done: you are in Night Shift." in shown, "and no team" in shown) == (True, False)
    assert "and no team" in browser(bob).get("/inbox").text


def test_who_gives_the_place_back_is_asked_nothing_any_more(asked):
    hackathon, ada, bob, signup = asked()
    events.publish(Withdrew(signup.id, hackathon.id, ada.id, removed=False, by_id=ada.id))
    assert (unread(ada, "team_due"), unread(bob, "team_due")) == (0, 1)


def test_who_has_a_place_does_not_wait_any_more(asked):
    hackathon, ada, bob, signup = asked(SignUpState.WAITING)
    for person in (ada, bob):
        notices.tell("waitlisted", person.id, Ref("program", hackathon.id), program=hackathon)
    perform(lambda: None)
    events.publish(Promoted(hackathon.id, (signup.id,)))
    perform(lambda: None)
    states = {row.person_id: row.state for row in db.session.query(Reminder).filter_by(kind="waitlisted")}
    assert states == {ada.id: State.CANCELLED, bob.id: State.PENDING}
