from datetime import datetime, timedelta

import pytest

from learnhub.calendars.events import PlaceChanged
from learnhub.core import clock as core_clock
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref, cards
from learnhub.core.walltime import instant
from learnhub.hackathons import queries, services, templates
from learnhub.hackathons.models import WindowKind as K
from learnhub.hackathons.services import Text
from learnhub.hackathons.windows import Span
from learnhub.people.models import Kind, Organisation, Role
from learnhub.programs import involved, places, texts
from learnhub.programs import queries as programs
from learnhub.programs import services as program_services
from learnhub.programs.events import ProgramCancelled, ProgramChanged, ProgramMoved, ProgramPublished
from learnhub.programs.models import ProgramState
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def facts(monkeypatch):
    """What was published, in order."""
    heard = []
    real = events.publish
    monkeypatch.setattr(events, "publish", lambda fact: (heard.append(fact), real(fact)))
    return heard


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


def laid():
    return templates.lay(templates.ONE_DAY, datetime(2036, 12, 2, 9), today=datetime(2036, 1, 1))


def test_a_lead_makes_a_draft_that_they_host(lead, facts):
    made = services.create(lead, text=Text("Winter Build"), zone="Europe/Stockholm", windows=laid())
    assert made.state is ProgramState.DRAFT
    assert programs.hosts_of(made) == [lead]
    assert made.starts_wall == datetime(2036, 12, 2, 9)
    assert made.starts_at == instant(datetime(2036, 12, 2, 9), made.tz)
    assert made.ends_wall == datetime(2036, 12, 2, 17, 30)
    assert facts == []


def test_members_make_hackathons_only_where_the_organisation_lets_them():
    ada = factories.person("Ada")
    with pytest.raises(Forbidden, match="Program leads make hackathons"):
        services.create(ada, text=Text("Mine"), zone="UTC", windows=laid())
    save(Organisation(id=1, name="Northwind", members_may_host=True))
    assert services.create(ada, text=Text("Mine"), zone="UTC", windows=laid()).title == "Mine"


@pytest.mark.parametrize(
    ("text", "field"), [(Text(""), "title"), (Text("A", team_least=4, team_most=2), "team_most")]
)
def test_a_text_that_cannot_be_is_refused_by_name(lead, text, field):
    with pytest.raises(Invalid) as refused:
        services.create(lead, text=text, zone="UTC", windows=laid())
    assert refused.value.field == field


def test_a_past_hackathon_comes_in_quietly(lead, facts):
    past = [Span(K.HACKING, datetime(2023, 5, 20, 9), datetime(2023, 5, 21, 11))]
    made = services.create(
        lead,
        text=Text("HackDavis 2023"),
        zone="UTC",
        windows=past,
        quiet=True,
        source="devpost",
        source_key="hackdavis",
    )
    assert made.state is ProgramState.PUBLISHED
    assert queries.imported("devpost", "hackdavis") is made
    assert involved.count_told(made, lead) == 0
    assert facts == []


def test_a_draft_is_seen_by_hosts_and_admins_alone(lead):
    draft = factories.coming(lead, published=False)
    admin = factories.person("Adele", roles=(Role.ADMIN,))
    assert queries.hackathon(lead, draft.key) is draft
    assert queries.hackathon(admin, draft.key) is draft
    with pytest.raises(NotFound):
        queries.hackathon(factories.person("Ada"), draft.key)


def test_a_guest_sees_the_hackathon_that_they_are_on():
    hackathon, other = factories.coming(), factories.hackathon(title="Other")
    guest = factories.person("Gus", kind=Kind.GUEST)
    factories.sign_up(hackathon, guest)
    assert queries.hackathon(guest, hackathon.key) is hackathon
    with pytest.raises(NotFound):
        queries.hackathon(guest, other.key)


def test_publishing_tells_nobody_and_happens_once(lead, facts):
    draft = factories.coming(lead, published=False)
    program_services.publish(lead, draft)
    assert facts == [ProgramPublished(draft.id, lead.id)]
    with pytest.raises(Forbidden, match="published already"):
        program_services.publish(lead, draft)


def test_an_edit_over_anothers_is_refused_with_both_texts(lead, facts):
    hackathon = factories.coming(lead, place="Halle 3")
    version = hackathon.version
    texts.edit(lead, hackathon, Text("Winter Build", place="Halle 4"), limits=texts.Limits(), version=version)
    moved = PlaceChanged(hackathon.id, sequence=1, by_id=lead.id)
    assert facts[-2:] == [ProgramChanged(hackathon.id, lead.id), moved]
    with pytest.raises(Conflict) as conflict:
        texts.edit(
            lead, hackathon, Text("Winter Build", place="Halle 5"), limits=texts.Limits(), version=version
        )
    assert conflict.value.theirs["place"] == "Halle 4"
    assert conflict.value.yours["place"] == "Halle 5"


def test_an_edit_over_anothers_shows_both_numbers_of_places(lead):
    hackathon = factories.coming(lead)
    version, text = hackathon.version, Text("Winter Build", place="Halle 4")
    texts.edit(lead, hackathon, text, limits=texts.Limits(20), version=version)
    with pytest.raises(Conflict) as conflict:
        texts.edit(lead, hackathon, text, limits=texts.Limits(), version=version)
    assert (conflict.value.theirs["capacity"], conflict.value.yours["capacity"]) == ("20", "")


def test_an_edit_changes_the_places_and_promotes(lead):
    hackathon = factories.coming(lead, capacity=1)
    ada, bob = factories.person("Ada"), factories.person("Bob")
    factories.sign_up(hackathon, ada)
    factories.sign_up(hackathon, bob)
    texts.edit(lead, hackathon, Text("Winter Build"), limits=texts.Limits(2), version=hackathon.version)
    assert programs.standing(bob, hackathon).is_in
    assert hackathon.places_taken == 2


def test_an_edit_that_changes_nothing_is_no_fact(lead, facts):
    hackathon = factories.coming(lead)
    facts.clear()
    same = Text("Winter Build", team_least=1, team_most=5)
    texts.edit(lead, hackathon, same, limits=texts.Limits(), version=hackathon.version)
    assert facts == []


def test_moving_dates_raises_their_revision_and_is_one_fact(lead, facts):
    hackathon = factories.coming(lead)
    factories.sign_up(hackathon)
    hacking, sign_up = hackathon.window(K.HACKING), hackathon.window(K.SIGN_UP)
    week = timedelta(days=7)
    facts.clear()
    wanted = {K.HACKING: (hacking.opens_wall + week, hacking.closes_wall + week)}
    starts = hackathon.starts_at
    assert services.move(lead, hackathon, wanted, along=True, version=hackathon.version) == 1
    assert facts == [ProgramMoved(hackathon.id, 2, lead.id)]
    assert hackathon.starts_at == starts + week
    assert (hacking.due_rev, sign_up.due_rev) == (2, 1)
    assert hackathon.window(K.RESULTS).due_rev == 2


def test_moving_nothing_is_no_fact(lead, facts):
    hackathon = factories.coming(lead)
    facts.clear()
    assert services.move(lead, hackathon, {}, along=True, version=hackathon.version) is None
    assert (facts, hackathon.due_rev) == ([], 1)


def test_a_draft_moves_without_telling_anybody(lead, facts):
    draft = factories.coming(lead, published=False)
    hacking = draft.window(K.HACKING)
    wanted = {K.HACKING: (hacking.opens_wall, hacking.closes_wall + timedelta(hours=1))}
    assert services.move(lead, draft, wanted, along=True, version=draft.version) == 0
    assert facts == []


def test_a_window_cannot_be_moved_into_the_past(lead):
    hackathon = factories.coming(lead)
    yesterday = core_clock.now().replace(tzinfo=None) - timedelta(days=1)
    wanted = {K.SIGN_UP: (yesterday - timedelta(days=1), yesterday)}
    with pytest.raises(Invalid, match="close in the past"):
        services.plan_move(hackathon, wanted, along=False)


def test_dates_moved_meanwhile_are_not_moved_again(lead):
    hackathon = factories.coming(lead)
    with pytest.raises(Conflict):
        services.move(lead, hackathon, {}, along=True, version=hackathon.version - 1)


def test_those_who_will_be_told_are_counted_once_each(lead):
    hackathon = factories.coming(lead, capacity=2)
    factories.sign_up(hackathon, lead)
    for _ in range(3):
        factories.sign_up(hackathon)
    gone = factories.person("Gone")
    factories.sign_up(hackathon, gone)
    places.withdraw(gone, hackathon)
    assert involved.count_told(hackathon, lead) == 3
    assert involved.count_told(hackathon, gone) == 4


def test_cancelling_asks_for_a_reason_and_keeps_everything(lead, facts):
    hackathon = factories.coming(lead)
    ada = factories.person("Ada")
    factories.sign_up(hackathon, ada)
    with pytest.raises(Invalid, match="Say why"):
        program_services.cancel(lead, hackathon, reason="")
    facts.clear()
    program_services.cancel(lead, hackathon, reason="The hall is flooded.")
    assert facts == [ProgramCancelled(hackathon.id, lead.id)]
    assert programs.standing(ada, hackathon).is_in
    assert queries.hackathon(ada, hackathon.key).cancel_reason == "The hall is flooded."
    with pytest.raises(Forbidden, match="is cancelled"):
        texts.edit(lead, hackathon, Text("New"), limits=texts.Limits(), version=hackathon.version)


def test_a_host_is_added_once_and_the_last_one_stays(lead):
    hackathon = factories.coming(lead)
    ruth = factories.person("Ruth")
    program_services.add_host(lead, hackathon, ruth)
    program_services.add_host(lead, hackathon, ruth)
    assert programs.hosts_of(hackathon) == [lead, ruth]
    program_services.remove_host(ruth, hackathon, lead)
    with pytest.raises(Forbidden, match="at least one host"):
        program_services.remove_host(ruth, hackathon, ruth)
    assert programs.hosts_of(hackathon) == [ruth]


def test_a_guest_is_no_host(lead):
    hackathon = factories.coming(lead)
    with pytest.raises(Invalid, match="people of the organisation"):
        program_services.add_host(lead, hackathon, factories.person("Gus", kind=Kind.GUEST))


def test_cards_leave_out_what_one_may_not_see(lead):
    hackathon = factories.coming(lead)
    draft = factories.coming(lead, published=False, title="Secret")
    refs = [Ref("hackathon", hackathon.id), Ref("hackathon", draft.id)]
    found = cards(refs, factories.person("Ada"))
    assert [card.title for card in found.values()] == ["Winter Build"]
    assert found[refs[0]].url == f"/hackathons/{hackathon.key}"
    assert len(cards(refs, lead)) == 2
    assert db.session.is_active
