"""Nobody finds what they may not see: not as a hit, not as a count, not while typing."""

from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.demos import services as demos
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.mine import erasing
from learnhub.people import profiles
from learnhub.people.models import Kind, Person, Role
from learnhub.programs import openness, speakers
from learnhub.programs import services as programs
from learnhub.programs.models import SignUpState
from learnhub.search import audiences, documents, queries, ranking, services
from learnhub.teams.models import Team
from tests import factories
from tests.support.rows import many

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> dict[str, Person]:
    return {
        "host": factories.person("Host", roles=(Role.LEAD,)),
        "member": factories.person("Member"),
        "other": factories.person("Other"),
        "admin": factories.person("Admin", roles=(Role.ADMIN,)),
        "guest": factories.person("Guest", kind=Kind.GUEST),
        "guest on it": factories.person("Guest on it", kind=Kind.GUEST),
    }


def who_finds(cast: dict[str, Person], typed: str) -> set[str]:
    """Return who finds it: by the page, by counts and by suggestions alike."""
    finding = set()
    for name, person in cast.items():
        found = queries.search(person, typed)
        assert len(found.hits) == found.total == found.everything
        assert {hit.ref for hit in queries.suggestions(person, typed)} <= {hit.ref for hit in found.hits}
        finding |= {name} if found.total else set()
    return finding


def hackathon(cast: dict[str, Person], **over: object) -> tuple[Hackathon, Team]:
    made = factories.hackathon(cast["host"], title="Winterbuild", **over)
    factories.signup(cast["guest on it"], made)
    return made, factories.team(cast["member"], made, name="Rockets")


def test_a_draft_is_found_by_its_hosts_and_admins_and_once_published_by_all(cast):
    made = factories.coming(cast["host"], title="Winterbuild", published=False)
    with many():
        services.changed(Ref("hackathon", made.id))
    assert who_finds(cast, "winterbuild") == {"host", "admin"}
    with many():
        programs.publish(cast["host"], made)
    assert who_finds(cast, "winterbuild") == {"host", "admin", "member", "other"}


def test_a_talk_is_found_by_its_speakers_by_whoever_may_see_it(cast):
    ruth = factories.person("Ruth Overgaard")
    made = factories.talk(cast["host"], published=False)
    with many():
        speakers.add(cast["host"], made, ruth)
        speakers.add(cast["host"], made, name="Helena Vos")
    talk = Ref("talk", made.id)
    for name in ("overgaard", "helena vos"):
        assert talk not in {hit.ref for hit in queries.search(cast["member"], name).hits}
        assert talk in {hit.ref for hit in queries.search(cast["host"], name).hits}
    with many():
        programs.publish(cast["host"], made)
    for name in ("overgaard", "helena vos"):
        assert talk in {hit.ref for hit in queries.search(cast["member"], name).hits}
        assert talk not in {hit.ref for hit in queries.search(cast["guest"], name).hits}
    with many():
        openness.open_to(cast["host"], made, person=cast["other"])
    found = {name: bool(queries.search(cast[name], "helena vos").total) for name in ("member", "other")}
    assert found == {"member": False, "other": True}


def test_a_talk_and_a_series_are_found_by_the_new_name_of_who_gives_them(cast):
    ruth = factories.person("Ruth Overgaard")
    talk, series = factories.talk(cast["host"]), factories.series(ruth)
    with many():
        speakers.add(cast["host"], talk, ruth)
    said = {"zone": "UTC", "learning": "", "helping": "", "shortcuts": True}
    with many():
        profiles.describe(ruth, name="Ruth Lindqvist", **said)
    wanted = {Ref("talk", talk.id), Ref("series", series.id), Ref("person", ruth.id)}
    assert {hit.ref for hit in queries.search(cast["member"], "lindqvist").hits} == wanted
    assert queries.search(cast["member"], "overgaard").total == 0
    with many():
        erasing.erase(cast["admin"], ruth, typed=ruth.name)
    assert queries.search(cast["admin"], "lindqvist").total == 0


def test_guests_find_the_program_that_they_are_on_until_they_are_removed(cast):
    made, _ = hackathon(cast)
    with many():
        services.changed(Ref("hackathon", made.id))
    assert who_finds(cast, "winterbuild") == set(cast) - {"guest"}
    removed = factories.person("Removed", kind=Kind.GUEST)
    factories.signup(removed, made, SignUpState.REMOVED)
    assert queries.search(removed, "winterbuild").total == 0


def test_a_demo_is_found_by_its_team_then_by_hosts_then_by_all(cast, clock):
    made, team = hackathon(cast)
    demo = factories.demo(team, title="Hum")
    with many():
        services.changed(Ref("demo", demo.id))
    assert who_finds(cast, "hum") == {"member", "admin"}
    clock.set(made.snapshot_at + timedelta(seconds=1))
    assert who_finds(cast, "hum") == {"member", "admin", "host"}
    clock.set(made.gallery_at + timedelta(seconds=1))
    assert who_finds(cast, "hum") == {"member", "admin", "host", "other", "guest on it"}


def test_a_gallery_opened_early_shows_at_once_and_closed_again_hides(cast, clock):
    made, team = hackathon(cast)
    demo = factories.demo(team, title="Hum")
    with many():
        services.changed(Ref("demo", demo.id))
    clock.set(made.snapshot_at + timedelta(seconds=1))
    with many():
        demos.release_gallery(cast["host"], made, opened=True)
    assert who_finds(cast, "hum") == {"member", "admin", "host", "other", "guest on it"}
    with many():
        demos.release_gallery(cast["host"], made, opened=False)
    assert who_finds(cast, "hum") == {"member", "admin", "host"}


def test_a_draft_of_a_demo_stays_with_its_team(cast, clock):
    made, team = hackathon(cast)
    demo = factories.demo(team, title="Hum", submitted=False)
    with many():
        services.changed(Ref("demo", demo.id))
    clock.set(made.gallery_at + DAY)
    assert who_finds(cast, "hum") == {"member", "admin"}


def test_moving_the_dates_moves_who_finds_the_demos(cast, clock):
    made, team = hackathon(cast)
    demo = factories.demo(team, title="Hum")
    with many():
        services.changed(Ref("demo", demo.id))
    results = made.window(WindowKind.RESULTS)
    assert results is not None
    opened = results.opens_at
    with many():
        results.opens_at = results.closes_at = opened + DAY * 9
        made.ends_at = results.closes_at
        services.changed(Ref("demo", demo.id))
    clock.set(opened + DAY)
    assert who_finds(cast, "hum") == {"member", "admin", "host"}


def test_people_are_found_by_everyone_but_guests_who_find_themselves(cast):
    with many():
        services.changed(*(Ref("person", person.id) for person in cast.values()))
    assert who_finds(cast, "member") == {"host", "member", "other", "admin"}
    assert who_finds({"guest": cast["guest"]}, "guest") == {"guest"}


def test_whoever_sees_two_of_many_hears_of_two(cast, put, monkeypatch):
    monkeypatch.setattr(ranking, "NEWEST", 6)
    monkeypatch.setattr(ranking, "IN_TITLE", 2)
    for number in range(9):
        put(f"Secret {number}", audience=("admin", *(["all"] if number > 6 else [])))
    found = queries.search(cast["member"], "secret")
    assert (found.total, found.many) == (2, False)
    found = queries.search(cast["admin"], "secret")
    assert (found.total, found.many) == (4, True)


def test_goals_are_for_the_organisation(cast):
    goal = factories.goal(cast["host"], factories.unit(), title="Fewer stops")
    with many():
        services.changed(Ref("goal", goal.id))
    assert who_finds(cast, "fewer") == {"host", "member", "other", "admin"}


@pytest.mark.parametrize("typed", ["secret", "type:note", "-nothing", "#secret", "goal:none", "secret or x"])
def test_every_way_of_asking_is_filtered(cast, put, typed):
    put("A secret note", audience=(f"person:{cast['member'].id}",), tags=("secret",))
    assert who_finds(cast, typed) == {"member"}


def test_a_unit_finds_what_is_for_it_and_for_those_above(cast, put):
    top = factories.unit("Top")
    below = factories.unit("Below", parent=top)
    above, inside = factories.person("Above", unit=top), factories.person("Inside", unit=below)
    put("For the lower unit", audience=(f"unit:{below.id}",))
    put("For the upper unit", audience=(f"unit:{top.id}",))
    assert queries.search(inside, "unit").total == 2
    assert [hit.card.title for hit in queries.search(above, "unit").hits] == ["For the upper unit"]


def test_a_planted_leak_is_not_shown_because_the_feature_is_asked_again(cast, monkeypatch):
    """An audience that lets everybody in: counts would tell, and the hit itself is still not shown."""
    made = factories.coming(cast["host"], title="Winterbuild", published=False)
    provider = documents.of("hackathon", [made.id])
    leaked = [
        documents.Document(each.ref, each.title, audience=frozenset({audiences.EVERYONE}))
        for each in provider
    ]
    monkeypatch.setitem(documents.DOCUMENTS.given, "hackathon", lambda ids: leaked)
    with many():
        services.changed(Ref("hackathon", made.id))
    found = queries.search(cast["other"], "winterbuild")
    assert (found.total, list(found.hits)) == (1, [])
    with pytest.raises(AssertionError):
        who_finds(cast, "winterbuild")  # this walker tells of the leak


def test_archived_demos_are_found_by_nobody(cast):
    made, team = hackathon(cast)
    demo = factories.demo(team, title="Hum")
    with many():
        team.archived_at = clock.now()
        services.changed(Ref("demo", demo.id))
    assert who_finds(cast, "hum") == set()
    assert made.id
