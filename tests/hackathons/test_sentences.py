"""What a hackathon's page says, in every state: the table of the rules."""

from datetime import timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.hackathons import sentences, services, templates
from learnhub.hackathons.models import WindowKind
from learnhub.people.models import Role
from learnhub.programs import places, queries
from learnhub.programs import sentences as shared
from learnhub.programs import services as programs
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


@pytest.fixture
def ada():
    return factories.person("Ada")


def said(hackathon, person, now):
    return sentences.yours(hackathon, queries.standing(person, hackathon), now, person.tz)


def state(hackathon, now):
    found = sentences.state(hackathon, now, hackathon.tz)
    return found.badge, found.kind, found.next


def test_a_hackathon_goes_through_its_states(lead):
    hackathon = factories.coming(lead, starts_in=40 * DAY, capacity=1)
    sign_up, hacking = (hackathon.window(kind) for kind in (WindowKind.SIGN_UP, WindowKind.HACKING))
    assert state(hackathon, sign_up.opens_at - 2 * HOUR) == ("Published", "", "Sign-up opens in 2 h")
    assert state(hackathon, sign_up.closes_at - 3 * HOUR) == ("Sign-up open", "good", "Sign-up closes in 3 h")
    assert state(hackathon, sign_up.closes_at)[0] == "Sign-up closed"
    assert state(hackathon, hackathon.starts_at - HOUR) == ("Sign-up closed", "", "Starts in 1 h")
    assert state(hackathon, hackathon.starts_at) == ("Running", "now", "Submitting closes in 7 h")
    assert state(hackathon, hacking.closes_at) == ("Running", "now", "Results open in 1 h")
    assert state(hackathon, hackathon.ends_at - timedelta(minutes=5)) == ("Running", "now", "Ends in 5 min")
    assert state(hackathon, hackathon.ends_at + HOUR) == ("Finished", "", "Ended 1 h ago")


def test_a_draft_a_full_one_and_a_cancelled_one_say_so(lead):
    now = core_clock.now()
    assert state(factories.coming(lead, published=False), now)[0] == "Draft"
    full = factories.coming(lead, capacity=1)
    factories.sign_up(full)
    assert state(full, now)[:2] == ("Full", "warn")
    programs.cancel(lead, full, reason="Flooded.")
    assert state(full, now) == ("Cancelled", "bad", "")


def test_sign_up_closed_early_is_closed(lead):
    hackathon = factories.coming(lead)
    programs.close_sign_up(lead, hackathon, closed=True)
    assert state(hackathon, core_clock.now())[0] == "Sign-up closed"


def test_what_runs_without_submitting_says_when_hacking_closes(lead):
    now = core_clock.now()
    wall = now.replace(tzinfo=None, second=0, microsecond=0)
    spans = [services.Span(WindowKind.HACKING, wall, wall + 5 * HOUR)]
    hackathon = factories.coming(lead, windows=spans)
    assert state(hackathon, hackathon.starts_at) == ("Running", "now", "Hacking closes in 5 h")


def test_who_is_not_on_it_reads_how_many_places_there_are(lead, ada):
    now = core_clock.now  # sign-up opens with the minute in which each is made
    open_to_all = factories.coming(lead)
    assert said(open_to_all, ada, now()).text == "There is room for everyone."
    hackathon = factories.coming(lead, capacity=2)
    factories.sign_up(hackathon)
    assert said(hackathon, ada, now()).text == "1 of 2 places are taken."
    factories.sign_up(hackathon)
    assert said(hackathon, ada, now()).text == "All 2 places are taken. Nobody waits yet. You would be 1st."
    factories.sign_up(hackathon)
    assert said(hackathon, ada, now()).text == "All 2 places are taken. 1 person waits. You would be 2nd."
    single = factories.coming(lead, capacity=1)
    factories.sign_up(single)
    assert said(single, ada, now()).text == "The one place is taken. Nobody waits yet. You would be 1st."


def test_who_waits_reads_their_place(lead, ada):
    hackathon = factories.coming(lead, capacity=1)
    factories.sign_up(hackathon)
    factories.sign_up(hackathon, ada)
    assert said(hackathon, ada, core_clock.now()).title == "You are 1st on the waitlist."
    over = said(hackathon, ada, hackathon.ends_at)
    assert (over.title, over.text) == ("No place came free for you.", "One person had a place.")


def test_who_is_in_reads_what_comes(lead, ada):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, ada)
    assert said(hackathon, ada, core_clock.now()).title == "You have a place."
    assert said(hackathon, ada, hackathon.starts_at).title == "You are in, and it is on."
    assert said(hackathon, ada, hackathon.starts_at).text == "Submitting closes in 7 h."
    assert said(hackathon, ada, hackathon.ends_at).title == "You took part."


def test_who_is_out_reads_why(lead, ada):
    hackathon = factories.coming(lead, starts_in=40 * DAY)
    opens, closes = hackathon.sign_up_opens_at, hackathon.sign_up_closes_at
    assert said(hackathon, ada, opens - HOUR).title == "Sign-up is not open yet."
    closed, over = said(hackathon, ada, closes), said(hackathon, ada, hackathon.ends_at)
    assert (closed.title, closed.text) == ("Sign-up has closed.", "Nobody has a place.")
    assert (over.title, over.text) == ("This is over.", "Nobody had a place.")


def test_who_left_or_was_taken_off_reads_that(lead, ada):
    hackathon = factories.coming(lead)
    signup = factories.sign_up(hackathon, ada)
    places.withdraw(ada, hackathon)
    now = core_clock.now()
    assert said(hackathon, ada, now).title == "You gave your place back."
    assert said(hackathon, ada, now).text == "There is room for everyone. You can sign up again."
    assert said(hackathon, ada, hackathon.sign_up_closes_at).title == "You gave your place back."
    places.sign_up(ada, hackathon)
    places.remove(lead, hackathon, signup, reason="No longer here")
    assert said(hackathon, ada, now).title == "A host took you off the list."


def test_a_cancelled_one_gives_the_reason(lead, ada):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon, ada)
    programs.cancel(lead, hackathon, reason="Flooded.")
    yours = said(hackathon, ada, core_clock.now())
    assert (yours.title, yours.text) == ("This was cancelled.", "Flooded. You were on the list.")
    assert said(hackathon, factories.person("Bob"), core_clock.now()).text == "Flooded."


def test_a_draft_is_for_its_hosts(lead):
    draft = factories.coming(lead, published=False)
    assert said(draft, lead, core_clock.now()).title == "This is a draft."


def test_a_draft_lists_what_it_still_wants(lead):
    draft = factories.coming(lead, published=False, place="Halle 3")
    wanted = sentences.preparing(draft, hosts=1, prizes=0, ties=2)
    assert [done for _, done, _ in wanted] == [True, True, False, False, False, True]
    draft.summary = templates.ANY.summary
    first, done, url = sentences.preparing(draft, hosts=1, prizes=0, ties=2)[0]
    assert (first, done) == ("Read the text: it came from the template", False)
    assert url == f"{draft.desk}/edit"


def test_the_text_for_chat_tells_when_and_where(lead):
    hackathon = factories.coming(lead, place="Halle 3", summary="Build.", zone="Europe/Stockholm")
    now, address = core_clock.now(), "https://hub.example.org/h"
    lines = shared.chat_text(hackathon, [], address, now).splitlines()
    assert lines[0].startswith("Winter Build: ")
    assert lines[0].endswith(", Halle 3.")
    assert lines[1:] == ["Build.", "Sign up: https://hub.example.org/h"]
    early = shared.chat_text(hackathon, [], address, hackathon.sign_up_opens_at - timedelta(days=2))
    assert "\nSign-up opens " in early
