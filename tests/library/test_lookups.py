from datetime import timedelta

import pytest

from learnhub.core.db import db
from learnhub.library import jobs, queries, services
from learnhub.library.models import Lookup, Resource, ResourceKind
from learnhub.library.services import Text
from tests import factories
from tests.support.rows import fresh, many, perform, save
from tests.support.sites import Handler, say

WORDS = "Case {0} from a real ticket says more than number {0} of a benchmark of thousands."
PAGE = f"""<!doctype html><html lang="en"><head><title>Your evals are lying to you</title>
<meta name="description" content="Why a score that goes up says little.">
<meta name="author" content="Hanna Holt"><meta property="article:published_time" content="2026-10-14">
<link rel="canonical" href="http://wiki.corp/evals">
</head><body><article><h1>Your evals are lying to you</h1>
{"".join(f"<p>{WORDS.format(n)}</p>" for n in range(160))}
</article></body></html>""".encode()


@pytest.fixture
def ada(app):
    return factories.person("Ada")


def told(handler: Handler) -> None:
    say(handler, PAGE)


def test_a_page_says_title_author_date_and_length(ada, site, run_jobs):
    made = save(services.add(ada, site(told).url(path="/evals")))
    assert run_jobs() == 1
    found = fresh(made)
    assert (found.title, found.summary) == (
        "Your evals are lying to you",
        "Why a score that goes up says little.",
    )
    assert (found.author, found.published, found.lookup) == ("Hanna Holt", "2026-10-14", Lookup.DONE)
    assert found.minutes in range(8, 13)
    assert found.canonical_url == "http://wiki.corp/evals"


def test_what_somebody_wrote_stays(ada, site, run_jobs):
    text = Text("My title", summary="My words", kind=ResourceKind.COURSE)
    made = save(services.add(ada, site(told).url(), text=text))
    run_jobs()
    found = fresh(made)
    assert (found.title, found.summary, found.kind) == ("My title", "My words", ResourceKind.COURSE)
    assert found.author == "Hanna Holt"


def test_who_edits_meanwhile_loses_nothing(ada, site, run_jobs):
    made = save(services.add(ada, site(told).url()))
    version = made.version
    run_jobs()
    assert fresh(made).version == version


@pytest.mark.parametrize("status", [404, 500])
def test_an_error_page_is_no_title(ada, site, run_jobs, status):
    made = save(services.add(ada, site(lambda h: say(h, PAGE, status)).url(path="/gone")))
    run_jobs()
    assert (fresh(made).title, made.lookup) == ("wiki.corp/gone", Lookup.FAILED)


def test_a_page_inside_is_not_asked(ada, site, run_jobs):
    canary = site(told)
    made = save(services.add(ada, canary.url("127.0.0.1")))
    run_jobs()
    assert (fresh(made).lookup, canary.hits) == (Lookup.FAILED, 0)


def test_where_it_leads_is_the_same_page(ada, site, run_jobs):
    def answer(handler: Handler) -> None:
        told(handler) if handler.path == "/new" else say(handler, status=301, Location="/new")

    wiki = site(answer)
    made = save(services.add(ada, wiki.url(path="/old")))
    run_jobs()
    assert queries.known(wiki.url(path="/new")).id == made.id
    assert fresh(made).url == wiki.url(path="/old")


def test_where_it_leads_for_now_is_another_page(ada, site, run_jobs):
    def answer(handler: Handler) -> None:
        told(handler) if handler.path == "/today" else say(handler, status=302, Location="/today")

    wiki = site(answer)
    made = save(services.add(ada, wiki.url(path="/latest")))
    run_jobs()
    assert fresh(made).lookup is Lookup.DONE
    assert queries.known(wiki.url(path="/today")) is None


def test_a_page_of_another_kind_says_nothing(ada, site, run_jobs):
    made = save(services.add(ada, site(lambda h: say(h, b"%PDF", Content_Type="application/pdf")).url()))
    run_jobs()
    assert fresh(made).lookup is Lookup.DONE


def test_a_resource_that_went_meanwhile_is_no_error(ada, site, run_jobs):
    made = save(services.add(ada, site(told).url()))
    with many():
        db.session.delete(made)
    assert run_jobs() == 1
    assert db.session.query(Resource).count() == 0


def test_an_old_one_is_asked_once(ada, site, clock, run_jobs):
    wiki = site(told)
    save(services.add(ada, wiki.url(), quiet=True))
    clock.shift(timedelta(hours=1))
    for _ in range(2):
        perform(jobs.look_up_waiting)
        run_jobs()
    assert wiki.hits == 1
