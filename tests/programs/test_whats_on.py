from datetime import UTC, datetime, time, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core import dates
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.people.models import Kind, Role
from learnhub.programs import (
    admission,
    agenda,
    agenda_entries,
    agenda_rows,
    lists,
    narrowing,
    pages,
    queries,
    sights,
    speakers,
)
from learnhub.programs import services as programs
from learnhub.programs.models import Seat
from learnhub.programs.narrowing import Wanted
from tests import factories
from tests.support.rows import save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def lead():
    return factories.person("Lena", roles=(Role.LEAD,))


@pytest.fixture
def ada():
    return factories.person("Ada")


def titles(rows):
    return [entry.line.title for row in rows for entry in row.entries if ":" not in entry.line.title]


def test_who_comes_online_reads_so_wherever_their_place_stands(browser, ada):
    for title, seat in (("Call", Seat.ONLINE), ("Room", Seat.ON_SITE)):
        factories.sign_up(factories.talk(title=title, starts_in=DAY), ada, seat=seat)
    for path in ("/", "/whats-on", "/calendar?view=agenda"):
        page = browser(ada).get(path).text
        assert (page.count("You’re in, online"), page.count("You’re in<")) == (1, 1), path


def test_what_comes_is_in_order_and_drafts_are_their_hosts_alone(browser, lead, ada):
    factories.coming(lead, title="Second", starts_in=10 * DAY)
    factories.coming(lead, title="First", starts_in=5 * DAY)
    factories.coming(lead, title="Secret", published=False)
    now = core_clock.now()
    assert titles(agenda_rows.coming(ada, now).rows) == ["First", "Second"]
    assert [draft.title for draft in lists.drafts(lead)] == ["Secret"]
    assert lists.drafts(ada) == []
    assert "Secret" not in browser(ada).get("/whats-on").text
    assert "Secret" in browser(lead).get("/whats-on").text


def test_what_is_over_is_listed_apart_latest_first(browser, lead, ada, clock):
    factories.coming(lead, title="Older", starts_in=5 * DAY)
    factories.coming(lead, title="Newer", starts_in=9 * DAY)
    clock.shift(20 * DAY)
    now = core_clock.now()
    assert [row.title for row in agenda_rows.past(ada, now).rows] == ["Newer", "Older"]
    page = browser(ada).get("/whats-on?when=past").text
    assert "Two things are over." in page
    assert titles(agenda_rows.coming(ada, now).rows) == []


def test_filters_keep_what_is_mine(lead, ada):
    mine = factories.coming(lead, title="Mine")
    factories.coming(lead, title="Other")
    factories.sign_up(mine, ada)
    now = core_clock.now()
    assert titles(agenda_rows.coming(ada, now, Wanted(mine="in")).rows) == ["Mine"]
    assert titles(agenda_rows.coming(ada, now, Wanted(mine="host")).rows) == []
    assert len(agenda_rows.coming(lead, now, Wanted(mine="host")).rows) == 2


def test_what_is_on_is_filtered_by_the_unit_of_its_hosts_and_those_below(browser, ada):
    top = factories.unit("Robotics")
    arms, sales = factories.unit("Arms", parent=top), factories.unit("Sales")
    hosts = {
        unit.name: factories.person("Host", unit=unit, roles=(Role.LEAD,)) for unit in (top, arms, sales)
    }
    for name, host in hosts.items():
        factories.coming(host, title=f"Day of {name}")
    now = core_clock.now()
    assert narrowing.choices(ada, now).units == (
        (arms.key, "Arms"),
        (top.key, "Robotics"),
        (sales.key, "Sales"),
    )
    for unit, expected in ((top, {"Day of Robotics", "Day of Arms"}), (sales, {"Day of Sales"})):
        assert set(titles(agenda_rows.coming(ada, now, Wanted(unit=unit.key)).rows)) == expected
    page = browser(ada)
    shown = page.get(f"/whats-on?unit={arms.key}&from=2026-12-07").text
    assert ("Day of Arms" in shown, "Day of Sales" in shown) == (True, False)
    assert "One thing matches." in shown
    assert f'<option value="{arms.key}" selected>Arms</option>' in shown
    assert f"/whats-on?unit={arms.key}&amp;from=" in shown
    assert '<input type="hidden" name="from" value="2026-12-07">' in shown
    none = page.get(f"/whats-on?unit={arms.key}&mine=in").text
    assert ("Nothing that runs or comes fits what you chose." in none, "Show all" in none) == (True, True)
    over = page.get(f"/whats-on?unit={arms.key}&when=past").text
    assert "Nothing that is over fits what you chose." in over


def test_of_many_units_those_that_host_most_can_be_chosen_and_the_one_that_is(monkeypatch, ada):
    monkeypatch.setattr(narrowing, "UNITS", 2)
    units = [factories.unit(name) for name in ("Arms", "Boards", "Cables", "Doors")]
    for count, unit in enumerate(units):
        host = factories.person("Host", unit=unit, roles=(Role.LEAD,))
        for _ in range(count):
            factories.coming(host)
    now, (arms, boards, *_) = core_clock.now(), units
    assert [name for _, name in narrowing.choices(ada, now).units] == ["Cables", "Doors"]
    assert [name for _, name in narrowing.choices(ada, now, unit=boards.key).units] == ["Boards", "Doors"]
    assert arms.key not in dict(narrowing.choices(ada, now, unit=arms.key).units)  # it hosts nothing


def test_a_filter_is_there_only_where_there_is_a_choice(browser, lead, ada):
    factories.coming(lead)
    shown = browser(ada).get("/whats-on?kind=hackathon&unit=x").text
    assert ('name="kind"' in shown, 'name="unit"' in shown) == (False, False)
    assert pages.kind_choices(("hackathon",)) == ()
    assert pages.kind_choices(("hackathon", "talk")) == (
        ("", "All kinds"),
        ("hackathon", "Hackathons"),
        ("talk", "Talks"),
    )
    assert pages.unit_choices((("key", "Arms"),)) == ()


def test_what_is_on_is_filtered_by_kind(lead, ada):
    factories.coming(lead)
    now = core_clock.now()
    assert narrowing.choices(ada, now).kinds == ("hackathon",)
    assert len(agenda_rows.coming(ada, now, Wanted(kind="hackathon")).rows) == 1
    assert agenda_rows.coming(ada, now, Wanted(kind="talk")).rows == []


def test_choices_come_of_what_one_may_know_of_alone(lead):
    guest, hidden = factories.person("Gus", kind=Kind.GUEST), factories.unit("Hidden")
    factories.coming(factories.person("Host", unit=hidden, roles=(Role.LEAD,)))
    factories.coming(lead, published=False)
    assert narrowing.choices(guest, core_clock.now()) == narrowing.Choices((), ())


def test_a_guest_finds_what_they_are_on(lead):
    guest = factories.person("Gus", kind=Kind.GUEST)
    mine = factories.coming(lead, title="Mine")
    factories.coming(lead, title="Other")
    factories.sign_up(mine, guest)
    assert titles(agenda_rows.coming(guest, core_clock.now()).rows) == ["Mine"]


def test_home_asks_what_is_happening(lead, ada):
    for number in range(8):
        factories.coming(lead, title=f"Number {number}", starts_in=(number + 1) * DAY)
    found = lists.happening(ada, core_clock.now(), limit=3)
    assert [row.program.title for row in found] == ["Number 0", "Number 1", "Number 2"]


def test_a_wrong_address_shows_the_page(browser, ada):
    for query in ("page=x", "page=99", "from=never", "from=0001-01-01", "mine=x&when=y", "page=0"):
        assert browser(ada).get(f"/whats-on?{query}").status_code == 200


def test_states_and_buttons_stand_in_the_list(browser, lead, ada):
    hackathon = factories.coming(lead, capacity=1)
    page = browser(ada)
    assert f'action="{hackathon.desk}/sign-up"' in page.get("/whats-on").text
    factories.sign_up(hackathon)
    assert "Join the waitlist" in page.get("/whats-on").text
    factories.sign_up(hackathon, ada)
    assert "Waitlist, you are 1st" in page.get("/whats-on").text


def test_an_entry_says_whether_one_can_sign_up(browser, lead, ada):
    full, free = factories.coming(lead, title="Full", capacity=1), factories.coming(lead, title="Free")
    factories.sign_up(full)
    now = core_clock.now()
    found = {entry.line.title: entry.line.about for entry in agenda.entries(listed(lead, ada, now))}
    assert "Full, waitlist" in found["Full"]
    assert "Sign-up open" in found["Free"]
    assert agenda.closing_next(listed(lead, ada, now)).title == free.title


def test_a_host_is_offered_a_place_once_and_not_at_each_deadline(browser, lead):
    hackathon = factories.coming(lead)
    shown = browser(lead).get("/whats-on").text
    assert shown.count(f'action="{hackathon.desk}/sign-up"') == 1
    assert shown.count("You host<") == 3
    assert "Take part too<span" in shown
    assert "Sign up<span" not in shown


def test_the_block_comes_alone(browser, lead, ada):
    factories.coming(lead)
    answer = browser(ada).block("/whats-on?mine=in", "on")
    assert answer.text.lstrip().startswith('<div id="on"')


def listed(lead, person, now):
    return agenda_rows.coming(person, now).rows


@pytest.mark.parametrize(
    ("starts", "joined", "title", "lead_sentence"),
    [
        ([], 0, "Nothing is on in the next two weeks.", ""),
        ([40], 0, "Nothing is on in the next two weeks.", "One thing later on."),
        ([3], 0, "One thing in the next two weeks.", "You are not in it yet."),
        ([3], 1, "One thing in the next two weeks.", "You are in it."),
        ([3, 5], 1, "Two things in the next two weeks.", "You are in one of them."),
        ([3, 5], 2, "Two things in the next two weeks.", "You are in all of them."),
    ],
)
def test_the_title_says_what_is_on(lead, ada, starts, joined, title, lead_sentence):
    made = [factories.coming(lead, title=f"In {days}", starts_in=days * DAY) for days in starts]
    for each in made[:joined]:
        factories.sign_up(each, ada)
    rows = listed(lead, ada, core_clock.now())
    assert agenda.title(rows, core_clock.now()) == title
    assert agenda.lead(rows, core_clock.now()) == lead_sentence


def test_the_title_says_what_one_runs(lead, ada):
    now = core_clock.now()
    mine = factories.talk(ada, title="Mine")
    assert agenda.lead(listed(lead, ada, now), now) == "You host it."
    bob = factories.person("Bob")
    save(speakers.add(ada, mine, bob))
    assert agenda.lead(listed(lead, bob, now), now) == "You speak at it."
    factories.sign_up(factories.talk(title="Another"), ada)
    assert agenda.lead(listed(lead, ada, now), now) == "You are in one of them, and host one more."
    factories.sign_up(factories.talk(title="A third"), factories.person("Eve"))
    assert agenda.lead(listed(lead, factories.person("Gil"), now), now) == "You are in none of them yet."


def test_who_speaks_or_hosts_is_never_told_that_they_are_in_none(lead, ada, browser):
    now, bob = core_clock.now(), factories.person("Bob")
    for number in range(2):
        factories.talk(title=f"Soon {number}", starts_in=DAY)
    save(speakers.add(ada, factories.talk(ada, title="Later", starts_in=30 * DAY), bob))
    said = [agenda.lead(listed(lead, each, now), now) for each in (ada, bob)]
    assert said == [
        "You are in none of them, and host one later on.",
        "You are in none of them, and speak at one later on.",
    ]
    save(speakers.add(ada, factories.talk(ada, title="Sooner", starts_in=DAY), bob))
    assert agenda.lead(listed(lead, bob, now), now) == "You speak at one of them."
    shown = browser(bob).get("/whats-on?mine=host").text
    assert [f">{title}</a>" in shown for title in ("Later", "Sooner", "Soon 0")] == [True, True, False]


def test_deadlines_are_listed_for_who_is_in(lead, ada):
    hackathon = factories.coming(lead)
    now = core_clock.now()
    before = agenda.entries(listed(lead, ada, now))
    assert [entry.line.title for entry in before] == ["Winter Build"]
    factories.sign_up(hackathon, ada)
    after = agenda.entries(listed(lead, ada, now))
    assert [(entry.line.title, entry.line.due) for entry in after] == [
        ("Winter Build", False),
        ("Winter Build: demo due", True),
        ("Winter Build: results", False),
    ]


def test_what_runs_is_listed_until_it_ends(lead, ada, clock):
    clock.stop(datetime(2036, 12, 4, 12, tzinfo=UTC))  # so that it ends on another day than it begins
    hackathon = factories.coming(lead)
    now = clock.stop(hackathon.starts_at + timedelta(minutes=1))
    found = agenda.entries(listed(lead, ada, now))
    today = agenda.chapters(found, now, UTC)[0]
    assert [(entry.title, entry.shown) for entry in today.lines] == [("Winter Build", "On now")]
    ends, same_day = hackathon.ends_at, hackathon.ends_at.date() == now.date()
    until = f"{ends:%H:%M}" if same_day else dates.day(ends.date(), now.date())
    assert today.lines[0].about == f"Hackathon, until {until}."
    now = clock.stop(hackathon.ends_at - timedelta(minutes=1))
    (last,) = agenda.entries(listed(lead, ada, now))
    assert last.line.about == f"Hackathon, until {hackathon.ends_at:%H:%M}."


def test_what_was_cancelled_is_listed_until_it_would_have_begun(lead, ada, clock):
    hackathon = factories.coming(lead)
    programs.cancel(lead, hackathon, reason="The hall is flooded.")
    now = core_clock.now()
    assert len(agenda.entries(listed(lead, ada, now))) == 1
    now = clock.stop(hackathon.starts_at + timedelta(minutes=1))
    assert agenda.entries(listed(lead, ada, now)) == []


def test_chapters_begin_with_today(lead, ada, clock):
    clock.stop(datetime(2036, 12, 4, 12, tzinfo=UTC))  # a Thursday
    factories.coming(lead, title="Soon", starts_in=timedelta(hours=2), template="demo-day")
    factories.coming(lead, title="Later", starts_in=7 * DAY)
    now = core_clock.now()
    entries = agenda.entries(listed(lead, ada, now))
    found = agenda.chapters(entries, now, UTC)
    assert [(each.title, each.note, len(each.lines)) for each in found] == [
        ("Today", "Thu 4 Dec", 1),
        ("Next week", "Thu 11 Dec", 1),
    ]
    assert [entry.shown for each in found for entry in each.lines] == ["14:00", "Thu 12:00"]


def test_today_is_there_even_without_anything(clock):
    now = clock.stop(datetime(2036, 12, 4, 12, tzinfo=UTC))
    assert [each.is_today for each in agenda.chapters([], now, UTC)] == [True]


def test_the_strip_counts_by_day(lead, ada, clock):
    now = clock.stop(datetime(2036, 12, 4, 12, tzinfo=UTC))
    factories.sign_up(factories.coming(lead, starts_in=5 * DAY), ada)
    entries = agenda.entries(listed(lead, ada, now))
    days = agenda.strip(entries, datetime(2036, 12, 1).date(), now, UTC)
    assert len(days) == 21
    assert [(day.day.day, day.things, day.is_mine) for day in days if day.things] == [(9, 3, True)]
    assert [day.day.day for day in days if day.is_today] == [4]
    assert sum(day.is_past for day in days) == 3
    hosted = agenda.strip(agenda.entries(listed(lead, lead, now)), datetime(2036, 12, 1).date(), now, UTC)
    assert [day.day.day for day in hosted if day.is_mine] == [9], "what one hosts is marked as well"


def test_the_next_sign_up_to_close_is_named(lead, ada):
    later, sooner = factories.coming(lead, starts_in=14 * DAY), factories.coming(lead, starts_in=9 * DAY)
    now = core_clock.now()
    assert agenda.closing_next(listed(lead, ada, now)).url == sooner.url
    factories.sign_up(sooner, ada)
    assert agenda.closing_next(listed(lead, ada, now)).url == later.url


def test_a_pending_offer_is_asked_for_in_the_words_of_its_index(lead, ada):
    factories.coming(lead, starts_in=5 * DAY)
    with statements() as sent:
        agenda_rows.coming(ada, core_clock.now())
    assert any("offer.state = 'pending'" in each for each in sent)


def test_what_was_kept_is_said_anew_when_something_begins_ends_opens_or_closes(lead, ada, clock):
    """At each moment it says what it would if nothing had been kept, and of programs that are read whole."""
    start = clock.stop(datetime(2036, 12, 4, 12, tzinfo=UTC))
    windowed, cancelled = factories.coming(lead, starts_in=3 * DAY), factories.coming(lead, starts_in=2 * DAY)
    programs.cancel(lead, cancelled, reason="Flooded.")
    talk = factories.talk(lead, title="Talk", starts_in=2 * DAY, on_site=3, online=5)
    wall = talk.starts_wall
    admission.change(lead, talk, admission.Admission(opens_wall=wall - DAY, closes_wall=wall - DAY / 2))
    session = Line(ItemKind.SESSION, "Together", week=1, weekday=5, at=time(16), minutes=60)
    cohort = factories.cohort(lead, session, starts=start.date() + DAY)
    for each in (windowed, cohort):
        factories.sign_up(each, ada)
    turns = {*(moment.at for moment in windowed.moments), *(each.closes_at for each in windowed.windows)}
    for each in (windowed, cancelled, talk, cohort):
        turns |= {
            each.starts_at,
            each.ends_at,
            each.sign_up_closes_at,
            each.sign_up_opens_at or each.starts_at,
        }
    said = set()
    for at in sorted(turn + off for turn in turns for off in (-SECOND, timedelta(0), SECOND)):
        now = clock.stop(at)
        kept = agenda_rows.coming(ada, now).rows
        agenda_rows._slot.cache_clear()
        anew = agenda_rows.coming(ada, now).rows
        assert [row.entries for row in kept] == [row.entries for row in anew], at
        assert [row.closes for row in kept] == [row.closes for row in anew], at
        loaded = lists.happening(ada, now, limit=9)
        whole = [agenda_entries.said(row.program, row.standing, now, ada.tz) for row in loaded]
        assert [(row.entries, row.closes) for row in kept] == [(row.entries, row.closes) for row in whole], at
        said.add(tuple(row.entries for row in anew))
    assert len(said) > 10


def test_what_is_kept_of_a_program_follows_each_change_of_it(browser, lead, ada):
    hackathon = factories.coming(lead, capacity=2, title="Winter Build")
    page = browser(ada)
    assert "0 of 2 taken" in page.get("/whats-on").text
    factories.sign_up(hackathon)
    assert "1 of 2 taken" in page.get("/whats-on").text


def test_what_is_said_of_an_offer_holds_until_it_runs_out(ada):
    talk = factories.talk(title="Talk")
    now, sight = core_clock.now(), sights.sight(ada)
    runs_out = now + timedelta(hours=2)
    standing = queries.stands(sight, now, None, False, False, True, 0, 0, runs_out, None)
    said = agenda_entries.said(talk, standing, now, UTC)
    assert (said.until, said.holds(runs_out - SECOND), said.holds(runs_out)) == (runs_out, True, False)
