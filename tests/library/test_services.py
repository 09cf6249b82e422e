from dataclasses import replace
from datetime import timedelta

import pytest

from learnhub.activity.models import ActKind, LearningAct
from learnhub.core import clock as clocks
from learnhub.core.audit import AuditEntry
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.goals import queries as goal_queries
from learnhub.goals import services as goals
from learnhub.library import edits, jobs, keepers, merging, page_queries, queries, reading, services, upkeep
from learnhub.library.models import LinkState, Lookup, Reading, Resource, ResourceKind
from learnhub.library.services import Text
from learnhub.people.models import Kind, Role
from tests import factories
from tests.support.rows import fresh, perform, save

pytestmark = pytest.mark.usefixtures("app")
URL = "https://example.org/evals"


@pytest.fixture
def ada():
    return factories.person("Ada", unit=factories.unit())


def test_one_address_is_enough(ada):
    made = services.add(ada, "example.org/evals/?utm_source=mail")
    assert (made.title, made.kind, made.lookup) == ("example.org/evals", ResourceKind.ARTICLE, Lookup.WAITING)
    assert (made.url, made.url_key) == ("https://example.org/evals/?utm_source=mail", "example.org/evals")
    assert (made.owner_id, made.added_by_id) == (ada.id, ada.id)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/1706.03762", ResourceKind.PAPER),
        ("https://github.com/a/b", ResourceKind.REPOSITORY),
        ("https://youtu.be/kCc8FmEb1nY", ResourceKind.VIDEO),
        ("https://www.coursera.org/learn/x", ResourceKind.COURSE),
        ("https://openlibrary.org/isbn/9780262035613", ResourceKind.BOOK),
        ("https://example.org/", ResourceKind.ARTICLE),
    ],
)
def test_an_address_tells_its_kind(url, kind):
    assert services.guess(url) is kind


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org/", "two words", "https://a:b@c.org/"]
)
def test_what_is_no_page_is_refused(ada, url):
    with pytest.raises(Invalid, match="address of a page"):
        services.add(ada, url)


def test_without_an_address_a_title_is_needed(ada):
    with pytest.raises(Invalid, match="address or a title"):
        services.add(ada, "")
    assert services.add(ada, "", title="Six questions").kind is ResourceKind.NOTE


def test_the_same_page_is_added_once(ada):
    made = services.add(ada, URL, title="Evals")
    again = services.add(factories.person("Bob"), "http://EXAMPLE.org/evals/?fbclid=1#top", title="Other")
    assert (again.id, again.title, again.added_by_id) == (made.id, "Evals", ada.id)
    assert queries.known(URL) is made
    assert queries.known("https://example.org/other") is None


def test_adding_what_is_in_the_bin_takes_it_out(ada):
    made = services.add(ada, URL)
    services.discard(ada, made)
    assert services.add(ada, URL).binned_at is None


def test_a_page_is_asked_at_once_unless_it_came_quietly(ada, slow_queue):
    loud = services.add(ada, URL)
    services.add(ada, "https://example.org/quiet", quiet=True)
    save(loud)
    assert [(job.func_name.rpartition(".")[2], job.args) for job in slow_queue.jobs] == [
        ("look_up", [loud.id])
    ]


def test_guests_have_no_library(ada):
    gus = factories.person("Gus", kind=Kind.GUEST)
    made = services.add(ada, URL)
    with pytest.raises(Forbidden):
        services.add(gus, "https://example.org/x")
    with pytest.raises(NotFound):
        queries.resource(gus, made.key)


def test_tags_have_one_spelling():
    assert services.tags_of("Evaluation, LLM as judge, #evaluation, ,") == ("evaluation", "llm-as-judge")
    assert services.tags_of("#agents #eval") == ("agents", "eval")
    assert services.tags_of("llm as judge") == ("llm-as-judge",)


def test_a_stale_edit_is_a_conflict_with_both_texts(ada):
    made = services.add(ada, URL, title="Theirs")
    with pytest.raises(Conflict) as conflict:
        edits.edit(ada, made, Text(title="Mine"), url=URL, version=made.version - 1, owner=ada)
    assert (conflict.value.theirs["title"], conflict.value.yours["title"]) == ("Theirs", "Mine")


def test_an_address_that_another_has_is_refused(ada):
    services.add(ada, URL, title="Evals")
    other = services.add(ada, "https://example.org/other")
    with pytest.raises(Invalid, match="Merge the two"):
        edits.edit(ada, other, Text(title="x"), url=URL, version=other.version, owner=ada)


def test_everybody_edits_and_few_put_into_the_bin(ada):
    made, bob = services.add(ada, URL), factories.person("Bob")
    edits.edit(bob, made, Text(title="Better", tags=("a",)), url=URL, version=made.version, owner=ada)
    assert (made.title, made.tag_names) == ("Better", ["a"])
    with pytest.raises(Forbidden, match="keeps or added"):
        services.discard(bob, made)
    services.discard(factories.person("Lea", roles=(Role.LEAD,)), made)
    with pytest.raises(NotFound):
        queries.resource(ada, made.key)
    with pytest.raises(Forbidden, match="in the bin"):
        edits.edit(ada, made, Text(title="x"), url=URL, version=made.version, owner=ada)
    services.restore(bob, made)
    assert queries.resource(ada, made.key) is made


def test_who_keeps_it_right_is_not_taken_from_them(ada):
    made, bob, eve = services.add(ada, URL), factories.person("Bob"), factories.person("Eve")
    with pytest.raises(Forbidden, match="say who keeps"):
        edits.edit(bob, made, Text(title="x"), url=URL, version=made.version, owner=bob)
    assert made.owner_id == ada.id
    keepers.hand_over(factories.person("Lea", roles=(Role.LEAD,)), made, bob)
    audited = db.session.query(AuditEntry).filter_by(act="resource.handed").one()
    assert (audited.before, audited.after) == ({"owner": ada.id}, {"owner": bob.id})
    bob.left_at = clocks.now()
    with pytest.raises(Forbidden):
        keepers.hand_over(eve, made, ada)
    keepers.hand_over(eve, made, eve)
    assert made.owner_id == eve.id


def test_what_one_read_is_kept_for_oneself(ada):
    made, bob = services.add(ada, URL), factories.person("Bob")
    reading.mark(ada, made, Reading.SAVED)
    reading.mark(ada, made, Reading.DONE)
    assert queries.standing(ada, made).state is Reading.DONE
    assert queries.standing(bob, made) is None
    reading.mark(ada, made, None)
    assert queries.standing(ada, made) is None


def test_a_note_to_oneself_stays_when_the_state_goes(ada):
    made = services.add(ada, URL)
    reading.note(ada, made, "Read page 4.")
    reading.mark(ada, made, None)
    assert (queries.standing(ada, made).state, queries.standing(ada, made).note) == (None, "Read page 4.")


def test_a_take_away_is_an_act_and_evidence_on_the_goals(ada):
    made, goal = services.add(ada, URL), factories.goal(ada, ada.unit)
    goals.tie(ada, goal, Ref("resource", made.id), why="", may_edit_the_other=True)
    row = reading.take_away(ada, made, text="It changed what we count.", hours=30)
    acts = db.session.query(LearningAct).all()
    assert [(act.kind, act.person_id, act.within_id) for act in acts] == [
        (ActKind.TOOK_AWAY, ada.id, made.id)
    ]
    assert [proof.ref_id for proof in goal_queries.evidence(goal)] == [row.id]
    reading.take_back(ada, row)
    assert (db.session.query(LearningAct).count(), goal_queries.evidence(goal)) == (0, [])
    reading.put_back(ada, row)
    assert len(goal_queries.evidence(goal)) == 1


def test_earlier_take_aways_become_evidence_with_the_tie(ada):
    made, goal = services.add(ada, URL), factories.goal(ada, ada.unit)
    reading.take_away(ada, made, text="It changed what we count.")
    goals.tie(ada, goal, Ref("resource", made.id), why="", may_edit_the_other=True)
    assert len(goal_queries.evidence(goal)) == 1


def test_what_failed_saved_no_hours(ada):
    row = reading.take_away(ada, services.add(ada, URL), text="Five languages.", failed=True, hours=3)
    assert (row.failed, row.hours) == (True, None)


@pytest.mark.parametrize(("text", "hours"), [("  ", None), ("x", -1), ("x", 10_001)])
def test_a_take_away_says_something(ada, text, hours):
    with pytest.raises(Invalid):
        reading.take_away(ada, services.add(ada, URL), text=text, hours=hours)


def test_only_its_author_and_admins_take_a_take_away_back(ada):
    row = reading.take_away(ada, services.add(ada, URL), text="x")
    with pytest.raises(Forbidden, match="Only who wrote it"):
        reading.take_back(factories.person("Bob"), row)
    reading.take_back(factories.person("Ann", roles=(Role.ADMIN,)), row)
    assert page_queries.take_aways(row.resource) == ([], 0)


def test_a_take_away_is_changed_by_its_author_under_the_rules_of_writing_it(ada, clock):
    made, goal = services.add(ada, URL), factories.goal(ada, ada.unit)
    goals.tie(ada, goal, Ref("resource", made.id), why="", may_edit_the_other=True)
    row = reading.take_away(ada, made, text="It changed what we count.", hours=30)
    at = row.at
    clock.shift(timedelta(days=1))
    said = {"text": "It failed in German.", "failed": True, "hours": 30}
    with pytest.raises(Forbidden, match="Only who wrote it"):
        reading.change(factories.person("Ann", roles=(Role.ADMIN,)), row, **said, version=1)
    for wrong in ({"text": " "}, {"hours": 10_001}):
        with pytest.raises(Invalid):
            reading.change(ada, row, **said | wrong, version=1)
    reading.change(ada, row, **said, version=1)
    assert (row.text, row.failed, row.hours, row.at) == ("It failed in German.", True, None, at)
    assert row.edited_at > at + timedelta(hours=23)
    assert (fresh(made).used, db.session.query(LearningAct).count()) == (1, 1)
    assert [proof.ref_id for proof in goal_queries.evidence(goal)] == [row.id]


def test_a_take_away_that_another_window_changed_or_took_back_is_not_overwritten(ada):
    row = reading.take_away(ada, services.add(ada, URL), text="Mine.", hours=3)
    reading.change(ada, row, text="First.", failed=False, hours=3, version=1)
    reading.change(ada, row, text="First.", failed=False, hours=3, version=1)  # a second press
    with pytest.raises(Conflict) as late:
        reading.change(ada, row, text="Second.", failed=False, hours=None, version=1)
    assert late.value.theirs == {"text": "First.", "hours": "3", "failed": "No"}
    assert late.value.yours == {"text": "Second.", "hours": "", "failed": "No"}
    reading.take_back(ada, row)
    with pytest.raises(Forbidden, match="taken back") as gone:
        reading.change(ada, row, text="Third.", failed=False, hours=None, version=2)
    assert (gone.value.yours, row.text) == ({"Your take-away": "Third."}, "First.")


def test_a_merge_keeps_everything_and_the_old_key_leads_on(ada):
    bob, eve = factories.person("Bob"), factories.person("Eve")
    kept = services.add(ada, URL, text=Text("Evals", tags=("a",)))
    gone = services.add(ada, "https://example.com/evals", text=Text("Evals", tags=("b",), summary="Why."))
    goal = factories.goal(ada, ada.unit)
    goals.tie(ada, goal, Ref("resource", gone.id), why="It counts.", may_edit_the_other=True)
    reading.take_away(bob, gone, text="Used.")
    reading.mark(bob, kept, Reading.SAVED)
    reading.mark(bob, gone, Reading.DONE)
    reading.mark(eve, gone, Reading.READING)
    key, gone_id = gone.key, gone.id
    merging.merge(ada, kept, gone)
    assert (sorted(kept.tag_names), kept.summary) == (["a", "b"], "Why.")
    assert [take.text for take in page_queries.take_aways(kept)[0]] == ["Used."]
    assert [tie.why for tie in goal_queries.all_ties_of(Ref("resource", kept.id))] == ["It counts."]
    assert (queries.standing(bob, kept).state, queries.standing(eve, kept).state) == (
        Reading.DONE,
        Reading.READING,
    )
    assert queries.resource(ada, key).id == kept.id
    assert queries.known("http://example.com/evals").id == kept.id
    assert db.session.get(Resource, gone_id) is None
    assert len(goal_queries.evidence(goal)) == 1


def test_a_merge_fills_what_is_missing_and_brings_the_address_whole(ada):
    note = services.add(ada, "", text=Text("Attention", kind=ResourceKind.CASE, facts={"problem": "Slow."}))
    address, facts = "https://arxiv.org/abs/1706.03762v2", {"problem": "Other.", "result": "Fast."}
    case = services.add(ada, address, text=Text("Attention", kind=ResourceKind.CASE, facts=facts))
    case.link, case.canonical_url = LinkState.OK, "https://arxiv.org/abs/1706.03762"
    assert merging.brings(note, case) == ["its address", "the story"]
    url_key, work_key = case.url_key, case.work_key
    merging.merge(ada, note, case)
    assert (note.url, note.url_key, note.work_key) == (address, url_key, work_key)
    assert (note.link, note.canonical_url) == (LinkState.OK, "https://arxiv.org/abs/1706.03762")
    assert note.next_check_at is not None
    assert note.facts == {"problem": "Slow.", "result": "Fast."}
    assert queries.known(address).id == note.id
    tool = services.add(ada, URL, text=Text("A tool", kind=ResourceKind.TOOL, facts={"cost": "Nothing."}))
    article = services.add(ada, "https://example.com/evals", text=Text("Evals"))
    assert merging.brings(article, tool) == []
    merging.merge(ada, article, tool)
    assert (article.facts, article.expires_on, article.url) == ({}, None, "https://example.com/evals")


def test_one_is_not_merged_with_itself_nor_by_everybody(ada):
    kept, gone = services.add(ada, URL), services.add(ada, "https://example.com/evals")
    with pytest.raises(Invalid, match="this one"):
        merging.merge(ada, kept, kept)
    with pytest.raises(Forbidden):
        merging.merge(factories.person("Bob"), kept, gone)


def test_the_other_is_named_by_either_address(ada):
    made = services.add(ada, URL)
    for named in (URL, f"/library/{made.key}", f"https://learn.example.org/library/{made.key}?x=1", made.key):
        assert merging.other(ada, named).id == made.id
    with pytest.raises(Invalid, match="Nothing in the library"):
        merging.other(ada, "https://example.org/unknown")


def test_the_same_work_is_suggested(ada):
    one = services.add(ada, "https://arxiv.org/abs/1706.03762")
    other = services.add(ada, "https://arxiv.org/pdf/1706.03762v5")
    assert [each.id for each in queries.same_work(one)] == [other.id]


def test_what_waits_is_asked_by_the_next_sweep(ada, slow_queue, clock):
    made = services.add(ada, URL, quiet=True)
    save(made)
    clock.shift(timedelta(minutes=5))
    perform(jobs.look_up_waiting)
    assert [job.args for job in slow_queue.jobs] == [[made.id]]


def test_a_card_holds_for_half_a_year_and_is_confirmed_anew(ada, clock):
    facts = {"works_for": "Drafts", "fails_at": "Tables", "problem": "Not of a tool"}
    text = Text("Our models", kind=ResourceKind.TOOL, facts=facts)
    made = services.add(ada, "", text=text)
    assert made.facts == {"works_for": "Drafts", "fails_at": "Tables"}
    expires = made.expires_on
    assert (expires - made.created_at.date()).days == 180
    clock.shift(timedelta(days=200))
    bob = factories.person("Bob")
    with pytest.raises(Forbidden, match="still holds"):
        upkeep.confirm(bob, made)
    edits.edit(bob, made, replace(text, title="Theirs"), url="", version=made.version)
    assert made.expires_on == expires
    upkeep.confirm(ada, made)
    assert (made.expires_on - expires).days == 200
    assert services.add(ada, URL, text=Text("No card")).expires_on is None


def test_after_thirty_days_nothing_is_left(ada, clock):
    made, goal = services.add(ada, URL), factories.goal(ada, ada.unit)
    ref = Ref("resource", made.id)
    goals.tie(ada, goal, ref, why="", may_edit_the_other=True)
    reading.take_away(ada, made, text="x")
    reading.mark(ada, made, Reading.DONE)
    services.discard(ada, made)
    save(made)
    clock.shift(timedelta(days=29))
    perform(jobs.empty_bin)
    assert db.session.query(Resource).count() == 1
    clock.shift(timedelta(days=31))
    perform(jobs.empty_bin)
    assert db.session.query(Resource).count() == 0
    assert (goal_queries.all_ties_of(ref), goal_queries.evidence(goal)) == ([], [])
