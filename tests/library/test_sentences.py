from datetime import UTC, date, datetime, timedelta

import pytest

from learnhub.library import sentences
from learnhub.library.models import LinkState, Lookup, Resource, ResourceKind
from learnhub.library.sentences import title

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=4000)


@pytest.mark.parametrize(
    ("total", "used", "said"),
    [
        (385, 24, "385 in the library, 24 of them with a take-away."),
        (3, 3, "Three in the library, all of them with a take-away."),
        (3, 0, "Three in the library, none with a take-away yet."),
        (1, 1, "One in the library, with a take-away."),
        (1, 0, "One in the library."),
    ],
)
def test_the_title_says_for_how_many_somebody_wrote_what_came_of_it(total, used, said):
    assert title(total, used, "", filtered=False) == said


def resource(**over):
    said = {
        "kind": ResourceKind.TOOL,
        "url": "https://www.example.org/a",
        "link": LinkState.OK,
        "created_at": NOW,
    }
    return Resource(**said | {"author": "", "published": "", "lookup": Lookup.DONE} | over)


@pytest.mark.parametrize(
    ("over", "badge", "needs"),
    [
        ({}, "", ""),
        ({"link": LinkState.GONE, "link_since": NOW}, "Gone since Tue 1 Dec", "The page is gone since "),
        ({"link": LinkState.GONE}, "Needs a look", "The page is gone. "),
        ({"link": LinkState.UNREACHABLE}, "Not reachable", "The page could not be reached. "),
        ({"link": LinkState.REDIRECTED}, "Needs a look", "The page has moved for good. "),
        ({"reported_at": NOW}, "Needs a look", "Reported on Tue 1 Dec. "),
        ({"expires_on": date(2026, 11, 1)}, "Needs a look", "It was to be confirmed by "),
        ({"created_at": LONG_AGO}, "Needs a look", "Nobody said since "),
        ({"created_at": LONG_AGO, "confirmed_at": NOW}, "", ""),
    ],
)
def test_why_a_resource_needs_a_look_is_said(over, badge, needs):
    found = resource(**over)
    assert sentences.badge(found, TODAY).casefold() == badge.casefold()
    assert sentences.needs(found, TODAY).casefold().startswith(needs.casefold())
    assert bool(sentences.needs(found, TODAY)) is bool(needs)


@pytest.mark.parametrize(
    ("over", "link", "lookup"),
    [
        ({"link": LinkState.UNCHECKED}, "Not checked yet", ""),
        ({"lookup": Lookup.FAILED}, sentences.NOT_READ, ""),
        (
            {
                "lookup": Lookup.FAILED,
                "title": "example.org/evals",
                "url": "https://example.org/evals",
                "next_check_at": NOW,
            },
            f"{sentences.NOT_READ} on Tue 1 Dec",
            "Its title could not be read.",
        ),
        (
            {"lookup": Lookup.WAITING, "link_checked_at": NOW},
            "Works, checked ",
            "Title, author and the rest are ",
        ),
    ],
)
def test_what_is_known_of_its_address_is_said(over, link, lookup):
    found = resource(**over)
    assert sentences.link(found, TODAY).startswith(link)
    assert sentences.lookup(found).startswith(lookup)


@pytest.mark.parametrize(
    ("kind", "verb"),
    [(ResourceKind.TOOL, "Open"), (ResourceKind.VIDEO, "Watch"), (ResourceKind.PAPER, "Read")],
)
def test_what_one_does_with_it_depends_on_what_it_is(kind, verb):
    assert sentences.action(resource(kind=kind)).startswith(f"{verb} on ")
    assert sentences.about(resource(kind=kind, author="Ada")).endswith(", Ada")
