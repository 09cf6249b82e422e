"""Threads: who hears, who may, what stays."""

from datetime import timedelta

import pytest

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid, NotFound
from learnhub.core.refs import Ref
from learnhub.discussions import mentions, queries, services
from learnhub.discussions.models import Asking, Comment, Following
from learnhub.library import discussed, merging
from learnhub.library.models import Resource
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder
from learnhub.notifications.sending import rechecks
from learnhub.notifications.telling import wording
from learnhub.people.models import Kind, Role
from learnhub.search import queries as search
from tests import factories
from tests.support.rows import save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
DAY = timedelta(days=1)


@pytest.fixture
def ada():
    return factories.person("Ada Lovelace")


@pytest.fixture
def bob():
    return factories.person("Bob Byte")


@pytest.fixture
def subject(ada):
    """A resource that Ada keeps."""
    return discussed.subject(factories.resource(ada))


def told():
    """Who was told what, in order."""
    rows = db.session.query(Reminder).order_by(Reminder.id)
    return [(row.kind, row.person.name) for row in rows if row.person]


def read_all():
    """Everybody got and read what was for them."""
    for row in db.session.query(Reminder).all():
        values = {"reminder_id": row.id, "person_id": row.person_id, "state": DeliveryState.SENT}
        moment = clock.now()
        save(Delivery(**values, channel=Channel.IN_APP, at=moment, read_at=moment))


def test_the_keeper_hears_of_a_thread_and_who_takes_part_of_replies(ada, bob, subject):
    eve = factories.person("Eve")
    thread = save(services.begin(bob, subject, "Does it hold for **small** models?", asks=True))
    assert told() == [("replied", "Ada Lovelace")]
    save(services.reply(eve, subject, thread, "It did for us."))
    save(services.reply(eve, subject, thread, "And again."))
    # Ada has not read of the first: nothing new for her. Bob hears once.
    assert told() == [("replied", "Ada Lovelace"), ("replied", "Bob Byte")]
    read_all()
    save(services.reply(ada, subject, thread, "Not for us."))
    assert sorted(told()[2:]) == [("replied", "Bob Byte"), ("replied", "Eve")]


def test_a_named_person_hears_that_and_nothing_else_unless_they_may_not_read(ada, bob, subject):
    gus = factories.person("Gus Guest", kind=Kind.GUEST)
    text = "Ask @Bob Byte, @Gus Guest and me, @Ada Lovelace. `@Bob Byte` and bob@example.org are no names."
    made = save(services.begin(ada, subject, text))
    assert made.named == {"Bob Byte": bob.key, "Ada Lovelace": ada.key}
    assert told() == [("mentioned", "Bob Byte")]
    assert gus.id not in {row.person_id for row in db.session.query(Following)}
    html = str(mentions.shown(made.text, made.named))
    assert html.count(f'<a href="/people/{bob.key}">@Bob Byte</a>') == 1
    assert "<code>@Bob Byte</code>" in html


def test_a_name_that_two_have_names_nobody_and_the_longest_counts(ada, subject):
    twins = [factories.person("Åsa"), factories.person("Åsa")]
    king = factories.person("Ada King")
    found = mentions.people("@Åsa, @ada king and @Nobody at all.", Ref("resource", subject.ref.id))
    assert found == {"ada king": king}
    assert len(twins) == 2


def test_what_is_changed_names_newcomers_alone_and_a_stale_text_is_kept(ada, bob, subject):
    made = save(services.begin(ada, subject, "First"))
    services.edit(ada, made, "Look, @Bob Byte", version=made.version)
    save(made)
    services.edit(ada, made, "Look, @Bob Byte!", version=made.version)
    save(made)
    assert told() == [("mentioned", "Bob Byte")]
    with pytest.raises(Conflict) as caught:
        services.edit(ada, made, "Mine", version=1)
    assert (caught.value.theirs, caught.value.yours) == ({"Text": "Look, @Bob Byte!"}, {"Text": "Mine"})
    with pytest.raises(Forbidden, match="Only who wrote it"):
        services.edit(bob, made, "His", version=made.version)
    with pytest.raises(Invalid, match="Write something"):
        services.reply(bob, subject, made, " \n ")


def test_mute_holds_whatever_happens(ada, bob, subject):
    thread = save(services.begin(bob, subject, "Why?"))
    services.follow(ada, thread, muted=True)
    save(services.reply(bob, subject, thread, "@Ada Lovelace?"))
    save(services.reply(ada, subject, thread, "Because."))
    assert queries.threads(ada, subject.ref).rows[0].follows is False
    row = db.session.query(Reminder).filter_by(kind="mentioned").one()
    assert not rechecks.situation(row, clock.now()).concerned
    services.follow(ada, thread)
    assert rechecks.situation(row, clock.now()).concerned


def test_who_asked_accepts_an_answer_and_its_author_hears(ada, bob, subject):
    thread = save(services.begin(bob, subject, "Why?", asks=True))
    answer = save(services.reply(ada, subject, thread, "Because."))
    with pytest.raises(Forbidden, match="Only who asked"):
        services.accept(ada, thread, answer)
    services.accept(bob, thread, answer)
    services.accept(bob, thread, answer)
    save(thread)
    assert told()[-1] == ("accepted", "Ada Lovelace")
    row = db.session.query(Reminder).filter_by(kind="accepted").one()
    words = wording.words(row, wording.tale([row], ada.id), ada.tz, clock.now())
    assert words.subject == "Your reply is the answer: Your evals are lying to you"
    assert words.path == f"/comments/{thread.key}"
    services.accept(bob, thread, answer, accepted=False)
    assert thread.accepted_id is None
    services.accept(bob, thread, answer)
    services.remove(ada, answer)
    assert thread.accepted_id is None
    statement = save(services.begin(bob, subject, "A statement"))
    with pytest.raises(Forbidden, match="Only a reply to a question"):
        services.accept(bob, statement, save(services.reply(ada, subject, statement, "So?")))


def test_what_is_removed_rests_for_thirty_days_and_leaves_its_place_to_replies(ada, bob, subject):
    admin = factories.person("Ann", roles=(Role.ADMIN,))
    alone, begun = (save(services.begin(bob, subject, text)) for text in ("Alone", "Begun"))
    reply = save(services.reply(ada, subject, begun, "Still here"))
    with pytest.raises(Forbidden, match="Only who wrote it and admins"):
        services.remove(ada, begun)
    services.remove(bob, alone)
    services.remove(admin, begun)
    save(begun)
    roots = {
        name: [row.root.text for row in queries.threads(who, subject.ref).rows]
        for name, who in (("ada", ada), ("bob", bob))
    }
    assert roots == {"ada": ["Begun"], "bob": ["Begun", "Alone"]}
    with pytest.raises(Forbidden, match="Only who removed it"):
        services.put_back(bob, begun)
    with pytest.raises(Forbidden, match="takes no replies"):
        services.reply(ada, subject, reply, "More?")
    services.put_back(bob, alone)
    services.remove(bob, alone)
    save(alone)
    begun.binned_at = alone.binned_at = clock.now() - DAY * 31
    save(Asking(ref_kind="talk", ref_id=1, asker="a" * 64, asked=1, until=clock.now() - DAY))
    services.empty_bin()
    save(reply)
    assert [(row.id, row.text) for row in db.session.query(Comment).order_by(Comment.id)] == [
        (begun.id, ""),
        (reply.id, "Still here"),
    ]
    assert db.session.query(Asking).count() == 0
    with pytest.raises(Forbidden, match="30 days are over"):
        services.put_back(admin, begun)


def test_a_page_of_threads_shows_the_last_replies_and_the_accepted_one_in_one_statement(ada, bob, subject):
    thread = save(services.begin(bob, subject, "Why?", asks=True))
    replies = [save(services.reply(ada, subject, thread, f"Reply {number}")) for number in range(6)]
    services.accept(bob, thread, replies[0])
    save(services.begin(ada, subject, "Another"))
    db.session.refresh(bob)
    with statements() as sent:
        found = queries.threads(bob, subject.ref)
        shown = [[each.text for each in row.replies] for row in found.rows]
        assert [each.author.name for each in found.rows[1].replies] == ["Ada Lovelace"] * 4
    assert len(sent) == 1
    assert (shown, found.total) == ([[], ["Reply 0", "Reply 3", "Reply 4", "Reply 5"]], 2)
    assert found.rows[1].more == 2
    assert queries.threads(bob, subject.ref, 9).number == 1


def test_what_two_resources_had_is_said_of_the_one_that_stays_and_goes_with_it(ada, bob, subject):
    other = discussed.subject(factories.resource(bob, "Another"))
    thread = save(services.begin(ada, other, "Which of the two?"))
    save(services.reply(bob, other, thread, "This."))
    kept, gone = (db.session.get_one(Resource, each.ref.id) for each in (subject, other))
    merging.merge(bob, kept, gone)
    save(thread)
    assert thread.ref == subject.ref
    services.forget(subject.ref)
    assert db.session.query(Comment).count() == db.session.query(Following).count() == 0


def test_guests_read_and_write_nothing(ada, subject):
    gus = factories.person("Gus", kind=Kind.GUEST)
    thread = save(services.begin(ada, subject, "For us"))
    with pytest.raises(NotFound):
        queries.comment(gus, thread.key)
    assert not queries.hears(thread.id, gus.id)


def test_what_is_said_about_a_resource_finds_it(ada, bob, subject):
    thread = save(services.begin(bob, subject, "Does it run on a zeppelin?"))
    found = [[hit.card.title for hit in search.search(ada, "zeppelin").hits]]
    services.remove(bob, thread)
    save(thread)
    found.append([hit.card.title for hit in search.search(ada, "zeppelin").hits])
    assert found == [["Your evals are lying to you"], []]
