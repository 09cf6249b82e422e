"""Who sees what: the matrix, cell by cell, over pages, blocks, files, exports, feeds, search and mail.

The world holds one word for each kind of content that not everybody may see (`planted`), the walk notes which
of them stand in whatever it is answered. A row fails both ways: for who sees too much, and for who sees too
little.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from jinja2 import ChoiceLoader, DictLoader

from learnhub.core.db import db
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling import wording
from learnhub.people.models import Person
from learnhub.programs import looking
from learnhub.programs.series_models import Series
from tests.pages import planted
from tests.pages.conftest import SMALL
from tests.pages.walk import walk
from tests.support.browsers import browser

NOBODY: set[str] = set()
EMPLOYEES = {"member", "participant", "captain", "host", "leader", "admin"}
TEAM = {"captain", "participant"}  # of the demos; of the talk, one is in and the other waits
HOSTS = {"host", "admin"}  # admins can do what hosts can, but for the lists that they open first
OWN = ("mine.everything",)  # the file of all that is kept about oneself
ROLES = EMPLOYEES | {"guest"}
UNITS = ("admin.unit", "admin.units")
LISTS = ("programs.", "talks.", "hackathons.", "calendars.")  # where people stand as those of a program


@dataclass(frozen=True)
class Row:
    """A row of the matrix: the word of what it is about, and who may see it.

    `at` looks there alone, and `but` everywhere else: of what a second row says who may see it there.
    """

    what: str
    word: str
    who: set[str]
    at: tuple[str, ...] = ("",)
    but: tuple[str, ...] = ()


MATRIX = (
    Row("a commitment and its milestones", "zebracommitment", {"member", "captain"}),
    Row("a milestone of a commitment", "zebramilestone", {"member", "captain"}),
    Row("the week that one wrote in a commitment", "zebraweek", {"member", "captain"}),
    Row("what was in the way of a commitment", "zebrahindered", {"member", "captain"}),
    Row("the proof of a commitment", "zebraproof", {"member", "captain"}),
    Row("the page of a talk that is a draft", "zebraplan", HOSTS),
    Row("the page of a hackathon that is a draft", "zebrasketch", HOSTS),
    Row("the call of a talk", "zebracall", {"participant", *HOSTS}),
    Row("who signed up, and shows it", "zebrashown", EMPLOYEES, LISTS),
    Row("who signed up, and does not; who came", "zebrahidden", {"host"}, LISTS),
    Row("who waits", "zebrawaiting", {"host"}, LISTS),
    Row("who awaits approval", "zebraawaits", {"host"}, LISTS),
    Row("why a sign-up was declined", "zebradeclined", {"captain", "host"}),
    Row("to whom a place is offered", "zebraoffered", {"host"}, LISTS),
    Row("a program that is open to chosen people", "zebraopened", {"participant", "captain", *HOSTS}),
    Row("a series that is open to chosen people", "zebraseries", {"participant", "captain", *HOSTS}),
    Row("who is chosen", "zebrachosen", HOSTS, LISTS),
    Row("who was taken off the list", "zebraremoved", {"host"}, LISTS),
    Row("why somebody was taken off", "zebrareason", {"host"}),
    Row("an answer at sign-up", "zebraanswer", {"participant", "host"}),
    Row("an answer for the hosts alone", "zebradiet", {"participant", "host"}),
    Row("feedback, from five answers on", "zebrabetter", {"captain", *HOSTS}),
    Row("what a talk changed, from five answers on", "zebrabetterchange", {"captain", *HOSTS}),
    Row("feedback of fewer", "zebrafew", NOBODY),
    Row("what a talk changed, of fewer", "zebrafewchange", NOBODY),
    Row("a question on a talk", "zebraquestion", EMPLOYEES),
    Row("a demo that is a draft", "zebradraft", {*TEAM, "admin"}),
    Row("a demo before the deadline", "zebraopen", {*TEAM, "admin"}),
    Row("a demo after it", "zebrahanded", {*TEAM, *HOSTS}),
    Row("a demo in the gallery", "zebragallery", EMPLOYEES),
    Row("what became of a demo before the gallery", "zebrashelvedhanded", {*TEAM, *HOSTS}),
    Row("what became of a demo", "zebrashelvedgallery", EMPLOYEES),
    Row("how its worth was worked out, before the gallery", "zebravaluehanded", {*TEAM, *HOSTS}),
    Row("how its worth was worked out", "zebravaluegallery", EMPLOYEES),
    Row("the link by which one joins a team", "zebrajoinopen", {*TEAM, *HOSTS}),
    Row("what a course was worth to somebody", "zebraworth", EMPLOYEES),
    Row("the proof of a course", "zebracertificate", {"participant"}),
    Row("why somebody has longer in a cohort", "zebralonger", {"participant", "host"}),
    Row("a link to somebody’s work in a cohort", "zebrawork", {"participant", "captain", "host"}),
    Row("a check-in that is shared with the pod", "zebrashared", {"participant", "captain", "host"}),
    Row("what blocks who shares it with the pod", "zebrablocked", {"participant", "captain", "host"}),
    Row("what is planned by who shares it", "zebranext", {"participant", "captain", "host"}),
    Row("a note to a pod-mate", "zebrapodnote", {"participant", "captain"}),
    Row("where one's pod could meet", "zebrameets", {"participant", "captain"}),
    Row("the hours of who shares it with the pod", "zebrahours", {"participant"}),
    Row("a check-in that is not", "zebrasilent", {"host"}),
    Row("a check-in of somebody whom a host manages", "zebraunder", NOBODY),
    Row("a flag at somebody’s name", "zebraflagg", {"participant", "host"}),
    Row("a flag at the name of somebody whom a host manages", "zebrabelow", NOBODY),
    Row("a certificate", "zebradegre", {"participant", "host"}, ("cohorts.certificate",)),
    Row("what somebody is stuck on", "zebrastuck", {"participant", "captain", "member", "host"}),
    Row("what they were answered about", "zebraanswered", {"participant", "captain", "member", "host"}),
    Row("what was answered to them", "zebrahelpful", {"participant", "captain", "member", "host"}),
    Row("what somebody whom a host manages is stuck on", "zebramanaged", {"member"}),
    Row("a resource", "zebraresource", EMPLOYEES),
    Row("that somebody saved it", "zebraresource", {"member"}, ("/library?is=saved",)),
    Row("a note to oneself", "zebranote", {"member"}),
    Row("a take-away", "zebrataken", EMPLOYEES),
    Row("why somebody says that a resource needs a look", "zebrareport", EMPLOYEES, ("library.show",)),
    Row("a take-away that was taken back", "zebraback", {"member", "admin"}, ("library.binned",)),
    Row(
        "a take-away that was taken back, elsewhere",
        "zebraback",
        NOBODY,
        ("library.show", "search.", "goals."),
    ),
    Row("what is in the bin", "zebrabinned", EMPLOYEES, ("library.binned",)),
    Row("what is in the bin, elsewhere", "zebrabinned", NOBODY, ("library.show", "search.", "exchange.")),
    Row("a comment that was removed", "zebradropped", NOBODY, but=OWN),
    Row("a comment that was removed, to who wrote it", "zebradropped", {"member"}, OWN),
    Row("a saved search", "zebrasearch", {"member"}),
    Row("the name of a feed", "zebrafeed", {"member"}),
    Row("the word for focus time", "zebraword", {"member"}),
    Row("where one's calendar is", "zebrahost", {"member"}),
    Row("the address of one's calendar", "zebrasecret", NOBODY),
    Row("a skill that one helps with", "zebrahelps", EMPLOYEES),
    Row("a skill that one has", "zebralearns", {"member"}),
    Row("that somebody leads a unit", "zebraled", EMPLOYEES, ("people.show",)),
    Row("what a unit is called", "zebraled", EMPLOYEES, but=("people.show",)),
    Row("who leads a unit, on its dashboard", "zebraleads", {"leader"}, ("dashboards.",)),
    Row("who leads a unit, to who looks after units", "zebraleads", {"admin"}, UNITS),
    Row("the name of who leads a unit", "zebraleads", EMPLOYEES, but=("dashboards.index", *UNITS)),
    Row("what the people file calls somebody", "zebraexternal", NOBODY, but=OWN),
    Row("what the people file calls oneself", "zebraexternal", {"member"}, OWN),
    Row("a file that somebody brings in", "zebrafile", {"host"}),
    Row("a message", "zebramessage", {"member"}, ("notifications.",)),
    *(Row(f"what a mail server answered for the {role}", f"zebrauser{role}", {role}) for role in ROLES),
)
Sights = dict[str, set[tuple[str, str, str]]]  # by word: role, endpoint and path


def wrong(rows: Iterable[Row], sights: Sights) -> list[str]:
    """Return a sentence for each cell in which more or less is seen than the matrix says."""
    found = []
    for row in rows:
        there = {
            sight
            for sight in sights.get(row.word, set())
            if (sight[1].startswith(row.at) or sight[2] in row.at) and sight[1] not in row.but
        }
        seen = {role for role, _, _ in there}
        for role in sorted(seen - row.who):
            places = sorted({endpoint for who, endpoint, _ in there if who == role})
            found.append(f"{row.what}: {role} must not see it, and does at {', '.join(places)}")
        found += [f"{row.what}: {role} may see it, and does not" for role in sorted(row.who - seen)]
    return found


def noted(visits) -> Sights:
    """Return who saw which word where; what the address itself says does not count."""
    sights: Sights = {}
    for visit in visits:
        for word in visit.shown - planted.words(visit.path):
            sights.setdefault(word, set()).add((visit.role, visit.endpoint, visit.path))
    return sights


@pytest.fixture
def made(site):
    return site(SMALL)


@pytest.fixture
def sights(made):
    """What the walk and the feeds showed; a feed shows it to whose it is."""
    found = noted(made.visits)
    for (kind, role), path in made.world.feeds.items():
        for word in planted.shown(browser(made.app).get(path)):
            found.setdefault(word, set()).add((role, f"{kind}.feed", path))
    return found


@pytest.mark.sqlite_only
def test_everybody_sees_what_the_matrix_says_and_no_more(sights):
    assert wrong(MATRIX, sights) == []


@pytest.mark.postgres_only
def test_nobody_sees_more_than_the_matrix_says_on_postgresql(made):
    """There the first walk asks once for what several roles were shown alike on SQLite, and for nothing that
    was shut; so whatever shows a word is asked for by each of those who must not see it.
    """
    barred = {(row.word, role) for row in MATRIX for role in made.world.roles.keys() - row.who}
    names = {f"{each.label} as {role}" for each in made.visits for word, role in barred if word in each.shown}
    with made.app.app_context():
        more = walk(made.app, made.world, only=names - {visit.name for visit in made.visits}, blocks=False)
    assert [each for each in wrong(MATRIX, noted([*made.visits, *more])) if " must not " in each] == []


@pytest.mark.sqlite_only
def test_every_planted_word_has_its_row(sights):
    assert set(sights) - {row.word for row in MATRIX} == set()


@pytest.mark.sqlite_only
def test_mail_tells_people_what_they_may_see(made):
    """The words of each message of this world, to each of those to whom it goes."""
    found: Sights = {}
    with made.app.test_request_context():
        keys = {key: role for role, key in made.world.people.items()}
        for row in db.session.query(Reminder).join(Person, Person.id == Reminder.person_id):
            said = wording.words(row, wording.tale([row], row.person_id), row.person.tz, row.fire_at)
            for word in planted.words(f"{said.subject} {said.lead} {said.path}"):
                found.setdefault(word, set()).add((keys[row.person.key], "notifications.mail", ""))
    rows = [
        Row("a message", "zebramessage", {"member"}),
        Row("an answer", "zebraanswered", {"participant"}),
        Row("a note to a pod-mate, to whom it is written", "zebrapodnote", {"participant"}),
        Row("a program that is open to chosen people, to who hosts it", "zebraopened", {"host"}),
        Row("a series that is open to chosen people, to who follows it", "zebraseries", {"captain"}),
        Row("a commitment, between the two whom it concerns", "zebracommitment", {"member", "captain"}),
    ]
    assert wrong(rows, found) == []
    assert set(found) == {row.word for row in rows}


LEAKS = {
    "a guard that lets admins read a list that they did not open": (
        "",
        "",
        "admin",
        "programs.sign_ups",
        "zebrahidden",
    ),
    "a rule that forgets who manages whom": (
        "",
        "learnhub.people.management.managed_by",
        "host",
        "help.show",
        "zebramanaged",
    ),
    "a check-in that its writer's manager reads": (
        "",
        "learnhub.people.management.managed_by",
        "host",
        "cohorts.making_pods",
        "zebraunder",
    ),
    "a template that shows the call to all": (
        "programs/_yours.html",
        "(standing.is_in or standing.runs_it or is_speaker|default(false))",
        "member",
        "talks.show",
        "zebracall",
    ),
    "a talk that names its series to all": (
        "",
        "learnhub.programs.series_queries.name_of",
        "member",
        "talks.show",
        "zebraseries",
    ),
    "a block that shows it when it is asked for alone": (
        "talks/show.html",
        "{% block action %}",
        "member",
        "talks.show",
        "zebracall",
    ),
}


def _names_each(_person: Person, series: Series | None) -> tuple[str, str] | None:
    """Say title and path as `series_queries.name_of` does, and ask nobody who may know of it."""
    return (series.title, f"/series/{series.key}") if series else None


@pytest.mark.sqlite_only
@pytest.mark.parametrize("leak", LEAKS)
def test_the_walk_finds_a_planted_leak(made, monkeypatch, leak):
    template, guard, role, endpoint, word = LEAKS[leak]
    [row] = [each for each in MATRIX if each.word == word]
    planted_at = {each.name for each in made.visits if each.endpoint == endpoint and each.role == role}
    if template:
        loader = made.app.jinja_env.loader
        source, _, _ = loader.get_source(made.app.jinja_env, template)
        block = "{% if false %}{% block leak %}{{ talk.call_url }}{% endblock %}{% endif %}{% block action %}"
        leaking = source.replace(guard, block if "block" in guard else "true")
        assert leaking != source
        monkeypatch.setattr(
            made.app.jinja_env, "loader", ChoiceLoader([DictLoader({template: leaking}), loader])
        )
    elif guard:
        forgets = _names_each if guard.endswith(".name_of") else lambda person, ids: set()
        monkeypatch.setattr(guard, forgets)
    else:
        monkeypatch.setattr(looking, "may_read", lambda person, program, standing: True)
    with made.app.app_context():
        visits = walk(made.app, made.world, only=planted_at)
    assert [each.name for each in visits if each.status >= 500] == [], "it is seen, and nothing else is amiss"
    assert [each for each in wrong([row], noted(visits)) if "must not" in each] == [
        f"{row.what}: {role} must not see it, and does at {endpoint}"
    ]
