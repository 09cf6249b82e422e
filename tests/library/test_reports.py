"""Anybody says that a page needs a look: until it is confirmed, changed by who may, or taken back."""

from datetime import timedelta

import pytest

from learnhub.core import clock as clocks
from learnhub.core.db import db
from learnhub.core.errors import Forbidden, Invalid
from learnhub.library import edits, keepers, lists, merging, page_queries, reports, services, upkeep
from learnhub.library.lists import Wanted
from learnhub.library.models import LinkState, Report
from learnhub.library.services import Text
from learnhub.notifications.models import Reminder
from learnhub.people.models import Kind, Role
from tests import factories
from tests.support.rows import fresh, save
from tests.support.statements import statements


@pytest.fixture
def ada(app):
    return factories.person("Ada")


@pytest.fixture
def made(ada):
    return factories.resource(ada, "Page")


def said(person, made):
    found = page_queries.told(person, made.key)
    return [(row.name, row.reason) for row in page_queries.reports(found)]


def listed(person):
    today = clocks.now().date()
    return [row.title for row in lists.rows(person, Wanted(mine=("look",)), today, page=1, total=1)]


def test_whoever_is_here_says_it_and_twice_is_once(ada, made, clock):
    bob, eve = factories.person("Bob"), factories.person("Eve")
    version = made.version
    reports.say(bob, made, "  Of 2024.\nTo be read with care. ")
    since = made.reported_at
    clock.shift(timedelta(days=1))
    reports.say(eve, made, "There is better.")
    reports.say(bob, made, "Of 2023.")
    assert said(ada, made) == [("Bob", "Of 2023."), ("Eve", "There is better.")]
    assert made.reported_at == since
    assert made.version == version  # who writes just now loses nothing by it
    assert listed(ada) == ["Page"]
    reports.take_back(bob, made)
    reports.take_back(bob, made)
    assert said(ada, made) == [("Eve", "There is better.")]
    assert made.reported_at - since >= timedelta(days=1)
    reports.take_back(eve, made)
    assert (made.reported_at, listed(ada)) == (None, [])


def test_it_has_a_reason_and_neither_guests_nor_the_bin_take_one(ada, made):
    with pytest.raises(Invalid, match="in a line"):
        reports.say(ada, made, " \n ")
    with pytest.raises(Forbidden):
        reports.say(factories.person("Gus", kind=Kind.GUEST), made, "Old")
    services.discard(ada, made)
    with pytest.raises(Forbidden, match="bin"):
        reports.say(ada, made, "Old")
    assert db.session.query(Report).count() == 0


def test_its_keepers_word_or_change_settles_it_and_that_of_another_does_not(ada, made):
    bob, eve = factories.person("Bob"), factories.person("Eve")
    reports.say(bob, made, "Old")
    with pytest.raises(Forbidden, match="still holds"):
        upkeep.confirm(bob, made)

    def edit(by, title, **over):
        text = Text(title, kind=made.kind, **over.pop("text", {}))
        edits.edit(by, made, text, url=made.url or "", version=made.version, **over)

    edit(bob, "Theirs")
    assert said(ada, made) == [("Bob", "Old")]
    edit(ada, "Theirs", owner=eve)
    assert said(ada, made) == [("Bob", "Old")]  # handed over, and nothing else
    edit(eve, "Mine")
    assert (said(ada, made), made.reported_at) == ([], None)
    reports.say(bob, made, "Old")
    edit(eve, "Mine", text={"tags": ("new",)})
    assert said(ada, made) == []
    reports.say(bob, made, "Old")
    upkeep.confirm(eve, made)
    assert (said(ada, made), made.reported_at) == ([], None)


def test_two_that_become_one_bring_what_was_said_of_both(ada, made):
    bob, other = factories.person("Bob"), factories.resource(ada, "Other")
    reports.say(bob, other, "Other")
    reports.say(bob, made, "Mine")
    reports.say(ada, other, "Ours")
    merging.merge(ada, made, other)
    assert sorted(said(ada, made)) == [("Ada", "Ours"), ("Bob", "Mine")]


def test_who_keeps_what_two_became_hears_what_another_was_told(ada, made):
    """Their own keeper had been told, and who keeps both now never was."""
    eve, admin = factories.person("Eve"), factories.person("Ruth", roles=(Role.ADMIN,))
    other = factories.resource(eve, "Other")
    reports.say(admin, other, "Old")
    keepers.tell()
    merging.merge(admin, made, other)
    keepers.tell()
    told = db.session.query(Reminder.person_id).filter_by(kind="links_broken").order_by(Reminder.id)
    assert [row.person_id for row in told] == [eve.id, ada.id]
    same = factories.resource(ada, "Same")
    reports.say(eve, same, "Old")
    keepers.tell()
    merging.merge(ada, made, same)
    assert db.session.query(Report).filter(Report.told_at.is_(None)).count() == 0, "they have heard of it"


def test_the_page_says_it_on_top_and_takes_it_back(browser, ada, made):
    bob = factories.person("Bob")
    page, address = browser(bob), f"/library/{made.key}"
    refused = page.post(f"{address}/report", data={"reason": ""})
    assert refused.status_code == 422
    assert "Say in a line why it needs a look." in refused.text
    assert page.post(f"{address}/report", data={"reason": "<b>Of 2024.</b>"}).location == address
    shown = page.get(address).text
    assert "Reported on " in shown
    assert "“&lt;b&gt;Of 2024.&lt;/b&gt;”" in shown
    assert shown.index("Of 2024.") < shown.index('id="take-aways"')
    assert "Ada keeps it right, and is asked." in shown
    assert f'action="{address}/report"' not in shown
    assert "Out of date?" not in shown
    assert "Needs a look</span>" in page.get("/library").text
    theirs = browser(ada).get(address).text
    assert "It still holds" in theirs
    assert "report/take-back" not in theirs
    assert f'action="{address}/report"' in theirs
    page.post(f"{address}/report/take-back")
    assert 'id="needs"' not in page.get(address).text


def test_it_can_be_said_of_a_page_whose_link_broke_as_well(browser, ada, made):
    made.link = LinkState.GONE
    save(made)
    reports.say(factories.person("Bob"), made, "It is on the shelf.")
    db.session.commit()
    shown = browser(ada).get(f"/library/{made.key}").text
    for told in ("The page is gone.", "It is on the shelf.", "Change the address", "It still holds"):
        assert told in shown


def test_the_reasons_cost_one_statement_however_many(browser, ada, made):
    factories.take_away(ada, made)
    page = browser(ada)

    def cost():
        page.get(f"/library/{made.key}")
        with statements() as sent:
            page.get(f"/library/{made.key}")
        return len(sent)

    costs = [cost()]
    for number in range(3):
        reports.say(factories.person(f"P{number}"), fresh(made), f"Reason {number}")
        db.session.commit()
        costs.append(cost())
    assert costs == [costs[0], *[costs[0] + 1] * 3]
    assert costs[-1] <= 12
