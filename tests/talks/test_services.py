"""Talks made, changed, moved and given; places on site and online counted apart."""

from datetime import timedelta

import pytest

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock as core_clock
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.core.refs import Ref
from learnhub.goals import services as goals
from learnhub.goals.models import Evidence
from learnhub.people.models import Kind, Organisation, Role
from learnhub.programs import parts, places, queries, speakers, texts, waitlists
from learnhub.programs import services as programs
from learnhub.programs.events import Promoted
from learnhub.programs.models import ProgramState, Seat, SignUp, SignUpState
from learnhub.talks import jobs, services
from learnhub.talks.events import TopicScheduled
from learnhub.talks.models import RequestState
from tests import factories
from tests.support.rows import fresh, perform, save

pytestmark = pytest.mark.usefixtures("app")
IN, WAITING, WITHDRAWN, *_ = SignUpState
DAY = timedelta(days=1)


@pytest.fixture
def facts(monkeypatch):
    """What was published, in order."""
    heard = []
    real = events.publish
    monkeypatch.setattr(events, "publish", lambda fact: (heard.append(fact), real(fact)))
    return heard


def states(talk):
    rows = db.session.query(SignUp).filter_by(program_id=talk.id).order_by(SignUp.line)
    return [(each.person.name, each.seat.value, each.state.value) for each in rows]


def sign_up(talk, name, seat):
    return factories.sign_up(talk, factories.person(name), seat=seat)


def edit(talk, **over):
    text = {"title": talk.title, "place": talk.place, "call_url": talk.call_url}
    host = queries.hosts_of(talk)[0]
    limits = over.pop("limits", texts.Limits(talk.capacity, talk.online_capacity))
    texts.edit(host, talk, services.Text(**text | over), limits=limits, version=talk.version)


def test_any_member_makes_a_talk_and_no_guest():
    ada = factories.person("Ada")
    talk = factories.talk(ada, published=False)
    assert (talk.state, talk.minutes, talk.seats) == (ProgramState.DRAFT, 45, (Seat.ON_SITE, Seat.ONLINE))
    with pytest.raises(Forbidden, match="they do not host"):
        factories.talk(factories.person("Gus", kind=Kind.GUEST))


def test_members_make_talks_unless_the_organisation_leaves_them_to_leads(browser):
    ada, lead = factories.person("Ada"), factories.person("Lena", roles=(Role.LEAD,))
    assert services.may_create(ada)
    save(Organisation(id=1, name="Northwind", members_may_talk=False))
    with pytest.raises(Forbidden, match="Program leads make talks here"):
        factories.talk(ada)
    assert services.may_create(lead)
    factories.request(ada)
    assert [browser(ada).get(f"/talks/{page}").status_code for page in ("requests/new", "new")] == [200, 403]
    assert "Schedule it" not in browser(ada).get("/talks/requests").text


def test_a_talk_says_where_it_is():
    with pytest.raises(Invalid, match="a room, a call link, or both"):
        factories.talk(place="", call_url="")
    assert factories.talk(call_url="").seats == (Seat.ON_SITE,)
    assert factories.talk(place="").seats == (Seat.ONLINE,)


def test_places_on_site_and_online_are_counted_apart():
    talk = factories.talk(on_site=1, online=2)
    for name, seat in (("Ada", Seat.ON_SITE), ("Bob", Seat.ON_SITE), ("Eve", Seat.ONLINE)):
        sign_up(talk, name, seat)
    assert states(talk) == [
        ("Ada", "on_site", "in"),
        ("Bob", "on_site", "waiting"),
        ("Eve", "online", "in"),
    ]
    assert (talk.places_taken, talk.online_taken, talk.is_full) == (1, 1, False)


def test_each_kind_of_place_has_its_own_line(facts):
    talk = factories.talk(on_site=1, online=2)
    ada = sign_up(talk, "Ada", Seat.ON_SITE).person
    sign_up(talk, "Bob", Seat.ONLINE)
    sign_up(talk, "Cid", Seat.ONLINE)
    eve, dan = sign_up(talk, "Eve", Seat.ONLINE), sign_up(talk, "Dan", Seat.ON_SITE)
    assert [queries.standing(each.person, talk).place_in_line for each in (eve, dan)] == [1, 1]
    facts.clear()
    places.withdraw(ada, talk)
    assert [fact.signup_ids for fact in facts if isinstance(fact, Promoted)] == [(dan.id,)]
    assert eve.state is WAITING


def test_who_waits_here_and_then_there_keeps_the_moment_of_their_sign_up():
    talk = factories.talk(on_site=1, online=1)
    for name, seat in (("Ada", Seat.ON_SITE), ("Bob", Seat.ONLINE)):
        sign_up(talk, name, seat)
    cid, eve = sign_up(talk, "Cid", Seat.ON_SITE), sign_up(talk, "Eve", Seat.ONLINE)
    since = cid.signed_up_at
    assert waitlists.place_elsewhere(cid) == 1
    places.change_seat(cid.person, talk, Seat.ONLINE)
    standings = [queries.standing(each.person, talk) for each in (cid, eve)]
    assert [standing.place_in_line for standing in standings] == [1, 2]
    places.change_seat(cid.person, talk, Seat.ON_SITE)
    assert (cid.state, cid.line, cid.signed_up_at) == (WAITING, 3, since)


def test_who_changes_to_online_frees_a_place_on_site():
    talk = factories.talk(on_site=1, online=1)
    ada = sign_up(talk, "Ada", Seat.ON_SITE)
    bob = sign_up(talk, "Bob", Seat.ON_SITE)
    places.change_seat(ada.person, talk, Seat.ONLINE)
    assert (ada.seat, ada.state, bob.state) == (Seat.ONLINE, IN, IN)
    assert (talk.places_taken, talk.online_taken) == (1, 1)
    places.change_seat(ada.person, talk, Seat.ON_SITE)
    assert (ada.seat, ada.state, ada.line) == (Seat.ON_SITE, WAITING, 4)


def test_there_is_no_place_of_a_kind_that_is_not_there():
    talk = factories.talk(call_url="")
    with pytest.raises(Invalid, match="no such places"):
        sign_up(talk, "Ada", Seat.ONLINE)


def test_more_places_online_promote_those_who_wait_for_one():
    talk = factories.talk(online=1)
    for name in ("Ada", "Bob", "Eve"):
        sign_up(talk, name, Seat.ONLINE)
    edit(talk, limits=texts.Limits(None, 2))
    assert [state for _, _, state in states(talk)] == ["in", "in", "waiting"]


def test_a_kind_of_place_that_people_have_cannot_go():
    talk = factories.talk()
    sign_up(talk, "Ada", Seat.ONLINE)
    with pytest.raises(Invalid, match="Keep the call link"):
        edit(talk, call_url="")
    edit(talk, place="")
    assert talk.seats == (Seat.ONLINE,)


def test_who_edits_what_another_changed_sees_both_texts():
    talk = factories.talk()
    host, version = queries.hosts_of(talk)[0], talk.version
    edit(talk, title="Evals, twice")
    text = services.Text("Evals, once", place="Canteen 2")
    with pytest.raises(Conflict) as caught:
        texts.edit(host, talk, text, limits=texts.Limits(), version=version)
    assert (caught.value.theirs["title"], caught.value.yours["title"]) == ("Evals, twice", "Evals, once")


def test_moving_a_talk_says_how_many_are_told():
    talk = factories.talk()
    sign_up(talk, "Ada", Seat.ONLINE)
    save(speakers.add(queries.hosts_of(talk)[0], talk, factories.person("Bob")))
    host, starts = queries.hosts_of(talk)[0], talk.starts_wall + DAY
    assert services.move(host, talk, starts=starts, minutes=30, version=talk.version) == 2
    assert (talk.starts_wall, talk.minutes, talk.due_rev) == (starts, 30, 2)
    assert services.move(host, talk, starts=starts, minutes=30, version=talk.version) is None


def test_a_talk_moves_neither_into_the_past_nor_when_it_is_over():
    talk, over = factories.talk(), factories.talk(starts_in=-DAY)
    with pytest.raises(Invalid, match="over already"):
        services.plan_move(talk, talk.starts_wall - 30 * DAY, 45)
    with pytest.raises(Invalid, match="its date stays"):
        services.plan_move(over, over.starts_wall + 30 * DAY, 45)
    with pytest.raises(Invalid, match="5 to 600"):
        services.plan_move(talk, talk.starts_wall, 0)


def test_publishing_what_was_asked_for_schedules_it(facts):
    request = factories.request()
    talk = factories.talk(request=request, published=False)
    assert request.state is RequestState.OPEN
    host = queries.hosts_of(talk)[0]
    programs.publish(host, talk)
    assert request.state is RequestState.SCHEDULED
    assert [each for each in facts if isinstance(each, TopicScheduled)] == [
        TopicScheduled(request.id, talk.id, host.id)
    ]


def test_who_said_that_they_give_it_becomes_its_speaker():
    request, ada = factories.request(), factories.person("Ada")
    request.speaker_id = ada.id
    save(request)
    assert [each.name for each in speakers.speakers_of(factories.talk(request=fresh(request)))] == ["Ada"]


def test_speakers_may_come_from_outside_and_only_hosts_name_them():
    talk, ada = factories.talk(), factories.person("Ada")
    host = queries.hosts_of(talk)[0]
    first = speakers.add(host, talk, ada)
    assert speakers.add(host, talk, ada) is first
    speakers.add(host, talk, name="Grace Hopper", email="grace@example.com")
    assert [each.name for each in speakers.speakers_of(talk)] == ["Ada", "Grace Hopper"]
    with pytest.raises(Invalid, match="Write a name"):
        speakers.add(host, talk)
    with pytest.raises(Forbidden):
        speakers.add(ada, talk, name="Eve")
    speakers.remove(host, talk, first)
    assert [each.name for each in speakers.speakers_of(talk)] == ["Grace Hopper"]


def test_a_talk_that_was_given_is_an_act_of_who_made_it_and_evidence(clock):
    unit = factories.unit()
    owner = factories.person("Olga", unit=unit)
    talk, later = factories.talk(), factories.talk()
    host = queries.hosts_of(talk)[0]
    save(speakers.add(host, talk, factories.person("Ada")))
    bob = factories.person("Bob")
    for each in (factories.part(talk), factories.part(talk), factories.part(later)):
        parts.take(bob, fresh(talk) if each.program_id == talk.id else fresh(later), each)
    goal, second = factories.goal(owner, unit), factories.goal(owner, unit)
    ref = Ref("talk", talk.id)
    save(goals.tie(host, goal, ref, why="It shows how.", may_edit_the_other=True))
    save(later)
    programs.cancel(queries.hosts_of(later)[0], later, reason="The room is flooded.")
    perform(jobs.wrap_up)
    assert db.session.query(LearningAct).count() == 0
    clock.shift(8 * DAY)
    perform(jobs.wrap_up)
    perform(jobs.wrap_up)
    fresh(talk)
    acts = db.session.query(LearningAct).order_by(LearningAct.person_id).all()
    assert [(each.kind, each.within_id, each.at) for each in acts] == [
        (ActKind.HOSTED, talk.id, talk.ends_at),
        (ActKind.SPOKE, talk.id, talk.ends_at),
        (ActKind.TOOK_PART, talk.id, talk.ends_at),  # of two parts, and none of what was called off
    ]
    save(goals.tie(host, second, ref, why="", may_edit_the_other=True))
    proof = db.session.query(Evidence).order_by(Evidence.goal_id).all()
    assert [(each.goal_id, each.ref_kind, each.ref_id) for each in proof] == [
        (goal.id, "talk", talk.id),
        (second.id, "talk", talk.id),
    ]
    assert core_clock.now() > talk.ends_at
