"""Slides and recordings become resources of the library, with the talk's goals."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.core.refs import Ref
from learnhub.goals import queries as goal_queries
from learnhub.goals import services as goals
from learnhub.library.events import ResourceRemoved, ResourcesMerged
from learnhub.library.models import Resource, ResourceKind
from learnhub.programs import openness, queries, speakers
from learnhub.talks import materials, subscribers
from learnhub.talks.models import Captions, MaterialKind
from tests import factories
from tests.support.rows import save

pytestmark = pytest.mark.usefixtures("app")
URL = "https://video.example.org/evals"


@pytest.fixture
def talk():
    return factories.talk(starts_in=-timedelta(days=1), title="Evals")


def record(actor, talk, url=URL, **over):
    said = {"captions": Captions.NONE_YET, "agreed": True} | over
    return materials.add(actor, talk, url, MaterialKind.RECORDING, **said)


def number(of):
    return db.session.scalar(select(func.count()).select_from(of))


def host_of(talk):
    return queries.hosts_of(talk)[0]


def test_slides_and_a_recording_stand_under_their_talk_on_the_page_of_a_goal(talk, browser):
    unit = factories.unit()
    owner, host = factories.person("Olga", unit=unit), host_of(talk)
    goal = factories.goal(owner, unit)
    goals.tie(owner, goal, Ref("talk", talk.id), why="", may_edit_the_other=True)
    record(host, talk)
    materials.add(host, talk, "https://slides.example.org/evals", MaterialKind.SLIDES)
    alone = factories.resource(owner, "Read this")
    goals.tie(owner, goal, Ref("resource", alone.id), why="", may_edit_the_other=True)
    page, path = browser(owner), "<h2>The path</h2>"
    shown = page.get(f"/goals/{goal.key}").text.split(path)[1].split("<h2>What we did</h2>")
    rows = [row for row in shown[0].split("<li") if "/library/" in row or "/talks/" in row]
    assert [row.count("/library/") for row in rows] == [2, 1]
    assert [word in rows[0] for word in ("Talk recording", "Slides", talk.key)] == [True, True, True]
    assert "Read this" in rows[1]
    assert "Everything that serves it" not in shown[0]  # all of them are here
    [tie] = goal_queries.all_ties_of(Ref("talk", talk.id))
    ties = page.get(f"/goals/{goal.key}/ties").text
    assert ("Two things serve it.", ties.count(">Untie<")) == (re.search(r"<h1[^>]*>(.*?)</h1>", ties)[1], 2)
    assert [f">{word}<" in ties for word in ("Talk recording", "Slides", "Evals, slides")] == [
        True,
        True,
        False,
    ]
    gone = page.post(f"/goals/{goal.key}/ties/{tie.key}/untie", follow_redirects=True).text
    assert ("What stood under it still does." in gone, gone.count(">Untie<")) == (True, 3)
    shown = page.get(f"/goals/{goal.key}").text.split(path)[1].split("<h2>What we did</h2>")[0]
    assert [row.count("/library/") for row in shown.split("<li") if "/library/" in row] == [1, 1, 1]


def test_a_recording_is_a_resource_with_the_talks_speakers_and_goals(talk):
    unit = factories.unit()
    goal = factories.goal(factories.person("Olga", unit=unit), unit)
    save(speakers.add(host_of(talk), talk, factories.person("Sam")))
    goals.tie(host_of(talk), goal, Ref("talk", talk.id), why="It shows how.", may_edit_the_other=True)
    made = record(host_of(talk), talk)
    found = db.session.get_one(Resource, made.resource_id)
    assert (found.kind, found.title, found.author, found.minutes) == (
        ResourceKind.RECORDING,
        "Evals",
        "Sam",
        45,
    )
    ties = goal_queries.all_ties_of(Ref("resource", found.id))
    assert [(tie.goal_id, tie.why) for tie in ties] == [(goal.id, "It shows how.")]


def test_slides_are_told_apart_from_the_recording(talk):
    made = materials.add(host_of(talk), talk, URL, MaterialKind.SLIDES)
    assert db.session.get_one(Resource, made.resource_id).kind is ResourceKind.SLIDES


def test_of_a_talk_for_chosen_people_slides_stand_with_it_alone_and_what_is_in_the_library_is_said(
    talk, browser
):
    host, chosen, sam = host_of(talk), factories.person("Ada"), factories.person("Sam")
    record(host, talk)
    openness.open_to(host, talk, person=chosen)
    save(speakers.add(host, talk, sam))
    known = number(Resource)
    page, own = browser(sam), "https://slides.example.org/in-confidence"
    assert "stands on its page alone, not in the library" in page.get(f"{talk.url}/materials").text
    for _ in range(2):  # sent twice it is one
        page.post(f"{talk.url}/materials", data={"kind": "slides", "url": own})
    assert [(each.title, each.url, each.resource_id) for each in materials.of(talk)][1:] == [
        ("Slides", own, None)
    ]
    assert number(Resource) == known
    assert f'href="{own}"' in browser(chosen).get(talk.url).text
    assert browser(factories.person("Eve")).get(talk.url).status_code == 404
    assert "for everyone, since before: Evals." in browser(save(host)).get(f"{talk.desk}/openness").text
    gone = materials.of(talk)[1].key
    page.post(f"{talk.url}/materials/{gone}/remove")
    assert [each.title for each in materials.of(talk)] == ["Evals"]


def test_what_stands_with_a_talk_alone_is_left_out_where_its_goals_are_tied(talk):
    unit = factories.unit()
    host = host_of(talk)
    goal = factories.goal(factories.person("Olga", unit=unit), unit)
    openness.open_to(host, talk, person=factories.person("Ada"))
    goals.tie(host, goal, Ref("talk", talk.id), why="", may_edit_the_other=True)
    made = materials.add(host, talk, URL, MaterialKind.SLIDES)
    assert (made.resource_id, made.url) == (None, URL)
    assert len(goal_queries.all_ties_of(Ref("talk", talk.id))) == 1


def test_a_goal_tied_afterwards_gets_the_recording_too(talk):
    unit = factories.unit()
    goal = factories.goal(factories.person("Olga", unit=unit), unit)
    made = record(host_of(talk), talk)
    goals.tie(host_of(talk), goal, Ref("talk", talk.id), why="", may_edit_the_other=True)
    assert [tie.goal_id for tie in goal_queries.all_ties_of(Ref("resource", made.resource_id))] == [goal.id]


def test_a_recording_needs_consent_and_says_whether_it_can_be_read(talk):
    with pytest.raises(Invalid, match="Ask who speaks"):
        record(host_of(talk), talk, agreed=False)
    with pytest.raises(Invalid, match="captions or a transcript"):
        record(host_of(talk), talk, captions=None)


def test_hosts_and_speakers_add_and_nobody_else(talk):
    sam, eve = factories.person("Sam"), factories.person("Eve")
    save(speakers.add(host_of(talk), talk, sam))
    made = record(sam, talk)
    with pytest.raises(Forbidden, match="hosts and speakers"):
        record(eve, talk)
    with pytest.raises(Forbidden, match="hosts and speakers"):
        materials.remove(eve, talk, made)
    materials.remove(sam, talk, made)
    assert materials.of(talk) == []
    assert db.session.query(Resource).count() == 1


def test_the_same_page_is_shown_once_and_follows_the_library(talk):
    first, again = record(host_of(talk), talk), record(host_of(talk), talk, captions=Captions.CAPTIONS)
    other = record(host_of(talk), talk, "https://video.example.org/other")
    assert (first is again, first.captions) == (True, Captions.CAPTIONS)
    gone, kept = other.resource_id, first.resource_id
    subscribers.on_merged(ResourcesMerged(kept, gone))
    assert [each.resource_id for each in materials.of(talk)] == [kept]
    subscribers.on_removed(ResourceRemoved(kept))
    assert materials.of(talk) == []


def test_a_speaker_adds_slides_in_the_browser(browser, talk):
    sam = factories.person("Sam")
    save(speakers.add(host_of(talk), talk, sam))
    path = f"/talks/{talk.key}/materials"
    assert browser(factories.person("Eve")).get(path).status_code == 403
    assert browser(sam).post(path, data={"kind": "slides", "url": ""}).status_code == 422
    browser(sam).post(path, data={"kind": "slides", "url": "https://files.example.org/evals.pdf"})
    assert "Evals, slides" in browser(factories.person("Ada")).get(f"/talks/{talk.key}").text
    shown = materials.of(talk)[0]
    page = browser(sam).get(path).text
    for words in ("There are slides already.", "Slides on files.example.org, added", "For a recording: who"):
        assert words in page
    found = browser(sam).get(shown.page).text
    assert f'<a href="{talk.url}">Evals</a>' in found
    assert "<dd>Slides</dd>" in found
    assert "Add a take-away</summary>" in found
    assert "Add a take-away</summary>" not in browser(factories.person("Bob")).get(shown.page).text
    browser(sam).post(
        path, data={"kind": "slides", "url": "https://files.example.org/2.pdf", "replaces": "y"}
    )
    assert [each.url for each in materials.of(talk)] == ["https://files.example.org/2.pdf"]
    key = materials.of(talk)[0].key
    browser(sam).post(f"{path}/{key}/remove")
    assert materials.of(talk) == []
