"""Drafts hold anything, what is submitted is complete, what stands when the grace ends is kept."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from learnhub.activity.events import ActsChanged
from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref, cards
from learnhub.demos import dues, jobs, my_teams, queries, services
from learnhub.demos.content import Content
from learnhub.demos.events import DemoReopened, DemoSaved, DemoSubmitted, SnapshotsTaken
from learnhub.demos.models import Demo, DemoState, Snapshot
from learnhub.demos.services import Written
from learnhub.files import services as files
from learnhub.files.models import Picture
from learnhub.hackathons.models import Prize
from learnhub.people.models import Role
from tests import factories
from tests.support.rows import perform, save

pytestmark = pytest.mark.usefixtures("app")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def facts(monkeypatch):
    """What demos and programs publish, in order."""
    heard, publish = [], events.publish

    def hear(fact):
        if not isinstance(fact, ActsChanged):
            heard.append(fact)
        publish(fact)

    monkeypatch.setattr(events, "publish", hear)
    return heard


@pytest.fixture
def ada():
    return factories.person("Ada")


@pytest.fixture
def team(ada):
    return factories.team(ada, factories.hackathon(factories.person("Ruth")), factories.person("Bob"))


def written(version=0, **over):
    return Written(factories.content(**over), version)


def drawing():
    out = BytesIO()
    Image.new("RGB", (8, 6)).save(out, "PNG")
    out.seek(0)
    return files.drawn([("a.png", out)])[0]


def test_a_draft_holds_whatever_was_typed(ada, team, facts):
    typed = Content(pitch="x" * 157, repository_url="git@code.example.org:hum.git")
    demo = services.save(ada, team, Written(typed, 0))
    assert queries.content_of(demo) == typed
    assert (demo.state, demo.saved_by, queries.missing_names(demo)) == (
        DemoState.DRAFT,
        ada,
        ["Title", "Pitch", "Story", "Repository", "Data class", "Personal data", "Model and provider"],
    )
    assert facts == [DemoSaved(demo.id, team.id, ada.id)]


def test_with_something_missing_it_stays_a_draft_and_says_what(ada, team, facts):
    found = services.submit(ada, team, written(story=""))
    demo = queries.demo_of(team)
    assert [lack.code for lack in found] == ["story"]
    assert (demo.state, demo.title) == (DemoState.DRAFT, "Reading a motor’s hum")
    assert facts == [DemoSaved(demo.id, team.id, ada.id)]


def test_a_complete_demo_is_submitted_and_everyone_in_the_team_took_part(ada, team, facts):
    assert services.submit(ada, team, written()) == []
    demo = queries.demo_of(team)
    assert (demo.state, demo.submitted_at is not None, demo.missing) == (DemoState.SUBMITTED, True, [])
    assert facts == [DemoSubmitted(demo.id, team.id, team.hackathon_id, ada.id)]
    acts = db.session.query(LearningAct).filter_by(kind=ActKind.SUBMITTED, ref_kind="demo", ref_id=demo.id)
    assert acts.count() == 2


def test_submitting_again_replaces_what_was_submitted(ada, team):
    services.submit(ada, team, written())
    version = queries.demo_of(team).version
    assert services.submit(ada, team, written(version, title="Better")) == []
    assert (queries.demo_of(team).title, db.session.query(Demo).count()) == ("Better", 1)


def test_a_submitted_demo_stays_as_it_was_when_the_new_one_lacks_something(ada, team):
    services.submit(ada, team, written())
    version = queries.demo_of(team).version
    assert [lack.code for lack in services.submit(ada, team, written(version, pitch=""))] == ["pitch"]
    assert queries.demo_of(team).pitch == factories.content().pitch
    with pytest.raises(Invalid, match="take it back to draft first"):
        services.save(ada, team, written(version, title="Half"))


def test_a_submitted_demo_is_taken_back_to_draft(ada, team, facts):
    services.submit(ada, team, written())
    demo = services.reopen(ada, team)
    assert (demo.state, demo.submitted_at) == (DemoState.DRAFT, None)
    assert facts[-1] == DemoReopened(demo.id, team.id, team.hackathon_id, ada.id)
    assert db.session.query(LearningAct).count() == 0
    with pytest.raises(Invalid, match="draft already"):
        services.reopen(ada, team)


def test_only_members_write_the_demo(team):
    eve = factories.person("Eve")
    for act in (services.save, services.submit):
        with pytest.raises(Forbidden, match="Only members"):
            act(eve, team, written())
    with pytest.raises(Forbidden, match="Only members"):
        services.reopen(eve, team)


def test_within_the_grace_it_is_taken_and_after_it_refused(ada, team, clock):
    clock.stop(team.hackathon.due_at + 9 * MINUTE)
    assert services.submit(ada, team, written()) == []
    version = queries.demo_of(team).version
    clock.stop(team.hackathon.snapshot_at)
    for act in (services.save, services.submit):
        with pytest.raises(Forbidden, match="Submitting has closed"):
            act(ada, team, written(version, title="Late"))
    with pytest.raises(Forbidden, match="Submitting has closed"):
        services.reopen(ada, team)
    assert queries.demo_of(team).title == "Reading a motor’s hum"


def test_a_stale_save_shows_both_texts_of_what_differs(ada, team):
    demo = services.save(ada, team, written(title="First"))
    stale = demo.version
    services.save(ada, team, written(stale, title="Second"))
    with pytest.raises(Conflict) as caught:
        services.save(ada, team, written(stale, title="Third"))
    assert (caught.value.theirs, caught.value.yours) == ({"Title": "Second"}, {"Title": "Third"})
    with pytest.raises(Conflict):
        services.submit(ada, team, written(0))


def test_a_stale_submit_of_a_submitted_demo_is_a_conflict_even_when_it_lacks_something(ada, team):
    services.submit(ada, team, written())
    with pytest.raises(Conflict):
        services.submit(ada, team, written(0, pitch=""))


def test_pictures_are_added_described_and_dropped(ada, team):
    demo = services.save(ada, team, replace(written(), drawings=[drawing(), drawing()]))
    first, second = queries.content_of(demo).pictures
    assert queries.missing_names(demo) == ["Texts of the pictures"]
    kept = replace(written(demo.version), alts={first.key: "A motor", "other": "No"}, dropped=[second.key])
    assert services.submit(ada, team, kept) == []
    assert [(shot.key, shot.alt) for shot in queries.content_of(demo).pictures] == [(first.key, "A motor")]


def test_pictures_of_another_team_cannot_be_described_or_dropped(ada, team):
    other = factories.team(factories.person("Eve"), team.hackathon)
    foreign = files.attach(Ref("demo", factories.demo(other).id), [drawing()], added_by_id=None)[0]
    services.save(ada, team, replace(written(), alts={foreign.key: "Mine"}, dropped=[foreign.key]))
    assert db.session.get(Picture, foreign.id).alt == ""


def test_a_demo_has_at_most_eight_pictures(ada, team):
    with pytest.raises(Invalid, match="at most 8 pictures"):
        services.save(ada, team, replace(written(), drawings=[drawing()] * 9))


def test_a_demo_is_in_for_prizes_of_its_own_hackathon_only(ada, team):
    ours = save(Prize(hackathon_id=team.hackathon_id, name="Most useful"))
    theirs = save(Prize(hackathon_id=factories.hackathon().id, name="Elsewhere"))
    demo = services.save(ada, team, replace(written(), prize_ids=[ours.id, theirs.id]))
    assert queries.content_of(demo).prizes == ["Most useful"]
    services.save(ada, team, written(demo.version))
    assert queries.content_of(demo).prizes == []


def test_the_snapshot_keeps_what_stands_and_is_taken_once(ada, team, clock, facts):
    demo = factories.demo(team)
    draft = factories.demo(factories.team(factories.person("Eve"), team.hackathon), submitted=False)
    clock.stop(team.hackathon.due_at)
    perform(jobs.take_snapshots)
    assert db.session.query(Snapshot).count() == 0
    clock.stop(team.hackathon.snapshot_at)
    for _ in range(2):
        perform(jobs.take_snapshots)
    kept = db.session.query(Snapshot).one()
    assert (kept.demo_id, kept.taken_at) == (demo.id, team.hackathon.snapshot_at)
    assert queries.find(ada, demo.key).content == queries.content_of(demo)
    assert facts == [SnapshotsTaken(team.hackathon_id)]
    assert queries.evidence_of(team.hackathon_id) == [demo.id]
    assert draft.state is DemoState.DRAFT


def test_when_the_deadline_moves_later_the_snapshot_is_taken_again(ada, team, clock):
    factories.demo(team)
    hackathon = team.hackathon
    clock.stop(hackathon.snapshot_at)
    perform(jobs.take_snapshots)
    for window in hackathon.windows:
        window.closes_at += timedelta(hours=3)
    hackathon.ends_at += timedelta(hours=3)
    services.submit(ada, team, written(queries.demo_of(team).version, title="With more time"))
    perform(jobs.take_snapshots)
    assert db.session.query(Snapshot).one().content["title"] == "Reading a motor’s hum"
    clock.stop(hackathon.snapshot_at)
    perform(jobs.take_snapshots)
    db.session.expire_all()
    assert db.session.query(Snapshot).one().content["title"] == "With more time"


def test_an_imported_hackathon_is_left_alone(team, clock):
    team.hackathon.quiet = True
    factories.demo(team)
    clock.stop(team.hackathon.snapshot_at)
    perform(jobs.take_snapshots)
    assert db.session.query(Snapshot).count() == 0


def test_what_is_due_names_what_is_missing_until_it_is_submitted(ada, team, clock):
    now = team.created_at
    assert [(due.url, due.at, len(due.lacks)) for due in dues.of_teams(ada, my_teams.of(ada, now), now)] == [
        (f"/teams/{team.key}/demo", team.hackathon.due_at, 7)
    ]
    services.save(ada, team, written(pitch=""))
    assert [due.lacks for due in dues.of_teams(ada, my_teams.of(ada, now), now)] == [["Pitch"]]
    services.submit(ada, team, written(queries.demo_of(team).version))
    assert dues.of_teams(ada, my_teams.of(ada, now), now) == []
    eve = factories.person("Eve")
    assert dues.of_teams(eve, my_teams.of(eve, now), now) == []


def test_nothing_is_due_after_the_grace_or_in_a_cancelled_hackathon(ada, team):
    assert dues.of_teams(ada, my_teams.of(ada, team.hackathon.snapshot_at), team.hackathon.snapshot_at) == []


def test_the_block_of_my_team_tells_who_and_what_is_missing(ada, team):
    services.save(ada, team, written(pitch=""))
    now = team.created_at
    block = my_teams.in_one(ada, team.hackathon, now)
    assert ([person.name for person in block.members], [lack.code for lack in block.lacks]) == (
        ["Ada", "Bob"],
        ["pitch"],
    )
    assert my_teams.in_one(factories.person("Eve"), team.hackathon, now) is None


@pytest.mark.parametrize(
    ("who", "before", "kept", "opened"),
    [
        ("member", True, True, True),
        ("admin", True, True, True),
        ("host", False, True, True),
        ("leader", False, False, True),
        ("other", False, False, True),
        ("guest", False, False, False),
    ],
)
def test_a_demo_and_its_card_are_shown_as_the_matrix_says(who, before, kept, opened, ada, team, clock):
    person = {
        "member": lambda: ada,
        "admin": lambda: factories.person("Root", roles=(Role.ADMIN,)),
        "host": lambda: team.hackathon.created_by,
        "leader": lambda: factories.person("Lea", unit=factories.unit(), roles=(Role.LEADER,)),
        "other": lambda: factories.person("Eve"),
        "guest": lambda: factories.person("Gus", kind="guest"),
    }[who]()
    demo, hackathon = factories.demo(team), team.hackathon
    for moment, shown in (
        (hackathon.snapshot_at - MINUTE, before),
        (hackathon.snapshot_at, kept),
        (hackathon.gallery_at, opened),
    ):
        clock.stop(moment)
        assert bool(cards([Ref("demo", demo.id)], person)) is shown
        if shown:
            assert queries.find(person, demo.key).demo == demo
        else:
            with pytest.raises(NotFound):
                queries.find(person, demo.key)


def test_hosts_open_the_gallery_once_the_grace_is_over(team, clock):
    host, eve, demo = team.hackathon.created_by, factories.person("Eve"), factories.demo(team)
    with pytest.raises(Forbidden, match="not open yet"):
        services.release_gallery(host, team.hackathon, opened=True)
    clock.stop(team.hackathon.snapshot_at)
    services.release_gallery(host, team.hackathon, opened=True)
    assert queries.find(eve, demo.key).demo == demo
