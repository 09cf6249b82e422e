from datetime import UTC, datetime, timedelta

import pytest

from learnhub.cli import worker
from learnhub.core.fetch import Reply
from learnhub.core.queue import later
from learnhub.core.transaction import transaction
from learnhub.library import jobs, link_health, queries, services, upkeep
from learnhub.library.link_health import Finding, Health, after, judge
from learnhub.library.models import LinkState
from learnhub.notifications import engine
from learnhub.notifications import jobs as messages
from tests import factories
from tests.support.rows import fresh, perform, save
from tests.support.sites import Handler, say

DAY = timedelta(days=1)
START = datetime(2026, 1, 5, tzinfo=UTC)
OK, GONE, AWAY = Finding(LinkState.OK), Finding(LinkState.GONE), Finding(LinkState.UNREACHABLE)


def lived(*looks: tuple[float, Finding], state: LinkState = LinkState.OK) -> Health:
    """What is known after looks on these days."""
    known = Health(state, START - DAY)
    for day, found in looks:
        known = after(known, found, START + day * DAY)
    return known


@pytest.mark.parametrize(
    ("looks", "state"),
    [
        ([(0, OK)], LinkState.OK),
        ([(0, GONE)], LinkState.OK),
        ([(0, GONE), (1, GONE)], LinkState.OK),
        ([(0, GONE), (3, GONE)], LinkState.GONE),
        ([(0, GONE), (2, OK), (3, GONE)], LinkState.OK),
        ([(0, GONE), (3, GONE), (10, OK)], LinkState.OK),
        ([(0, AWAY), (7, AWAY)], LinkState.OK),
        ([(0, AWAY), (1, AWAY), (2, AWAY)], LinkState.OK),
        ([(0, AWAY), (3.5, AWAY), (7, AWAY)], LinkState.UNREACHABLE),
        ([(0, AWAY), (3.5, GONE), (7, AWAY)], LinkState.OK),
        ([(0, AWAY), (3, GONE)], LinkState.OK),
        ([(0, Finding(LinkState.CANNOT_VERIFY))], LinkState.CANNOT_VERIFY),
        ([(0, Finding(LinkState.REDIRECTED, to="https://x.org"))], LinkState.REDIRECTED),
    ],
)
def test_no_verdict_after_one_bad_day(looks, state):
    assert lived(*looks).state is state


def test_what_works_is_looked_at_ever_later():
    known, day, pauses = Health(), 0.0, []
    for _ in range(9):
        known = after(known, OK, START + day * DAY)
        pauses.append((known.next_at - START) / DAY - day)
        day += pauses[-1]
    assert pauses[0] == 7
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30


def test_who_asks_for_time_gets_it():
    found = judge(Reply(429, "u", "", b"", True, False, {"retry-after": str(9 * 86400)}))
    assert found.state is LinkState.CANNOT_VERIFY
    assert lived((0, found)).next_at == START + 9 * DAY


@pytest.mark.parametrize(
    ("status", "state"),
    [
        *((status, LinkState.OK) for status in (200, 206, 204, 416)),
        *((status, LinkState.GONE) for status in (404, 410)),
        *((status, LinkState.CANNOT_VERIFY) for status in (401, 403, 429, 451, 999)),
        *((status, LinkState.UNREACHABLE) for status in (500, 502, 503)),
    ],
)
def test_what_an_answer_means(status, state):
    assert judge(Reply(status, "u", "", b"", True, False, {})).state is state


def test_a_wall_for_bots_is_no_broken_link():
    assert judge(Reply(503, "u", "", b"", True, False, {"cf-mitigated": "challenge"})).state is (
        LinkState.CANNOT_VERIFY
    )


def test_weeks_of_a_page_that_moves_and_goes(app, site, clock):
    """It works, moves for good, is taken at its new address, and is gone at last."""
    life = {"/old": 200}

    def answer(handler: Handler) -> None:
        status = life.get(handler.path, 404)
        say(handler, status=status, **({"Location": "/new"} if status == 301 else {}))

    wiki = site(answer)
    ada = factories.person("Ada")
    made = save(services.add(ada, wiki.url(path="/old")))
    seen = []

    def week() -> None:
        clock.shift(7 * DAY)
        perform(jobs.check_link, made.id)
        seen.append(fresh(made).link)

    week()
    life |= {"/old": 301, "/new": 200}
    week()
    upkeep.take_new_address(ada, made)
    save(made)
    assert made.url == wiki.url(path="/new")
    assert queries.known(wiki.url(path="/old")).id == made.id
    week()
    life["/new"] = 410
    week()
    week()
    assert seen == [LinkState.OK, LinkState.REDIRECTED, LinkState.OK, LinkState.OK, LinkState.GONE]


def test_who_says_not_the_same_is_not_asked_again(app, site, clock):
    wiki = site(lambda h: say(h) if h.path == "/b" else say(h, status=301, Location="/b"))
    ada = factories.person("Ada")
    made = save(services.add(ada, wiki.url(path="/a")))
    perform(jobs.check_link, made.id)
    assert fresh(made).link is LinkState.REDIRECTED
    upkeep.keep_address(ada, made)
    save(made)
    perform(jobs.check_link, made.id)
    assert (fresh(made).link, made.url) == (LinkState.OK, wiki.url(path="/a"))


def test_each_host_is_asked_one_question_at_a_time(app, slow_queue):
    ada = factories.person("Ada")
    one = save(services.add(ada, "https://a.example/1", quiet=True))
    save(services.add(ada, "https://a.example/2", quiet=True))
    other = save(services.add(ada, "https://b.example/1", quiet=True))
    perform(jobs.check_links)
    assert sorted(job.args for job in slow_queue.jobs) == [[one.id], [other.id]]
    slow_queue.empty()
    perform(jobs.check_links)
    assert len(slow_queue.jobs) == 1


def test_a_head_that_is_refused_is_asked_again_by_its_beginning(app, site):
    wiki = site(lambda h: say(h, status=405) if h.command == "HEAD" else say(h, status=206))
    assert link_health.look(wiki.url()).state is LinkState.OK
    assert wiki.hits == 2


def test_mail_is_never_more_than_one_job_behind_links(app, queue, slow_queue, run_jobs, monkeypatch):
    """Links wait in a queue of their own, which the worker looks into when nothing else is left."""
    began = []
    monkeypatch.setattr(link_health, "check", lambda _id: began.append("link"))
    monkeypatch.setattr(engine, "claim", lambda model: began.append(model.__name__) or [])
    with transaction():
        for id_ in range(3):
            later(jobs.check_link, id_)
        later(messages.dispatch)
    assert (len(queue), len(slow_queue)) == (1, 3)
    assert [one.name for one in worker.Worker(app, queue.connection).queues] == [queue.name, slow_queue.name]
    run_jobs()
    assert began == ["Reminder", "Digest", "link", "link", "link"]
