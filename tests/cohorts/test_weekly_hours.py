"""Hours a week that somebody has planned, and the warning to them alone above those that they want."""

from datetime import date, timedelta

import pytest

from learnhub.cohorts import check_in_forms, date_rules, pausing, ticking, weekly_hours
from learnhub.cohorts import queries as cohorts
from learnhub.commitments import forms, queries, services
from learnhub.commitments import pausing as rests
from learnhub.commitments.services import Terms
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import Invalid
from learnhub.courses.models import Course, ItemKind
from learnhub.courses.outlines import Line
from learnhub.people import weekly_hours as rules
from learnhub.programs.models import SignUpState
from tests import factories
from tests.support.rows import save

DAY = timedelta(days=1)
WARNED = "With this you have {} hours a week planned: "
with_rows = pytest.mark.usefixtures("app")


def lines(hours=None, minutes=None, weeks=4):
    """A session on Mondays, and something to hand in on Fridays."""
    return [
        line
        for week in range(1, weeks + 1)
        for line in (
            Line(ItemKind.SESSION, f"Meeting {week}", week=week, weekday=0, minutes=minutes),
            Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, hours=hours),
        )
    ]


def coming(host, *outline, days=7, **terms):
    return factories.cohort(host, *outline, starts=clock.now().date() + DAY * days, **terms)


def committed(person, hours):
    terms = Terms(services.today_of(person) + DAY * 42, hours=hours, title="Evals")
    return save(services.make(person, terms))


def test_one_is_warned_above_the_hours_that_one_wants_and_never_without_such():
    planned = [("Agents", 4), ("Evals", 3.5), ("this", 1)]
    assert rules.over_cap(planned, 9) == rules.over_cap(planned, None) == ""
    said = "4 for Agents, 3.5 for Evals and 1 for this. Your settings say at most 6."
    assert rules.over_cap(planned, 6) == WARNED.format(8) + said


def test_what_a_week_took_is_asked_in_one_scale_in_a_cohort_and_alone(app):
    with app.test_request_context():
        in_cohort, alone = check_in_forms.CheckInForm().hours, forms.CheckInForm().hours
    assert [str(each) for each in in_cohort] == [str(each) for each in alone]
    assert (in_cohort.label.text, in_cohort.description) == (alone.label.text, alone.description)
    assert [value for value, *_ in alone.iter_choices()] == ["", *rules.RANGES]
    with pytest.raises(Invalid, match="one of the ranges"):
        rules.declared("3 to 5")


@pytest.mark.parametrize(
    ("first", "last", "blackouts", "weeks"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), (), 1),
        (date(2026, 11, 16), date(2026, 12, 11), (), 4),
        (date(2026, 11, 18), date(2026, 11, 23), (), 2),  # a Wednesday to the next Monday
        (date(2026, 11, 16), date(2027, 1, 8), ("2026-12-24", "2026-12-29", "2027-03-01"), 6),
        (date(2026, 11, 16), date(2026, 11, 20), ("2026-11-16",), 1),
    ],
)
def test_weeks_are_those_of_the_calendar_in_which_something_is(first, last, blackouts, weeks):
    assert date_rules.weeks_between(first, last, blackouts) == weeks


@with_rows
def test_a_cohort_takes_the_hours_of_its_outline_over_its_weeks_else_those_of_its_course():
    host, monday = factories.person("Ruth"), date_rules.monday(clock.now().date()) + DAY * 7
    of = weekly_hours.of
    assert of(factories.cohort(host, *lines(2, 90), starts=monday)) == 3.5
    assert of(factories.cohort(host, *lines(2, 90), starts=monday, lengths={1: 3, 2: 3})) == 14 / 8
    assert of(factories.cohort(host, *lines(2, 90), starts=monday, blackouts=[monday + DAY * 7])) == 3.5
    silent = factories.cohort(host, *lines(), starts=monday)
    assert of(silent) == 0
    db.session.get_one(Course, silent.course_version.course_id).hours = 20
    assert of(silent) == 5


@with_rows
def test_planned_is_what_somebody_is_in_and_is_to_do_and_nothing_that_rests_or_is_done():
    host, ada, now = factories.person("Ruth"), factories.person("Ada"), clock.now()
    monday = date_rules.monday(now.date())

    def planned():
        both = weekly_hours.planned(ada, clock.now()), queries.planned_hours(ada, clock.now())
        return tuple(sum(hours for _, hours in each) for each in both)

    runs, comes, over, wanted = (
        factories.cohort(host, *lines(hours, weeks=number), starts=monday + DAY * days)
        for hours, number, days in ((1, 4, 0), (2, 4, 21), (4, 1, -14), (8, 4, 7))
    )
    for each in (runs, comes, over):
        factories.signup(ada, each)
    factories.signup(ada, wanted, SignUpState.WAITING)
    factories.signup(host, wanted)
    first, other = committed(ada, 16), committed(ada, 32)
    committed(host, 3)
    assert planned() == (1 + 2, 16 + 32)
    rests.pause(ada, queries.find(ada, first.key), now.date() + DAY * 9)
    services.end(ada, queries.find(ada, other.key))
    pausing.pause(ada, runs, now.date() + DAY * 5)
    assert planned() == (2, 0)
    pausing.resume(ada, runs)
    rests.resume(ada, queries.find(ada, first.key))
    assert planned() == (1 + 2, 16)
    for each in cohorts.dates(comes):
        if each.step == "deadline":
            ticking.tick(ada, comes, each.key)
    assert planned() == (1, 16)


@with_rows
def test_who_would_plan_too_much_is_warned_before_joining_and_joins_all_the_same(browser):
    host, ada, eve = (factories.person(name) for name in ("Ruth", "Ada", "Eve"))
    eve.weekly_cap = None
    save(eve)
    monday = date_rules.monday(clock.now().date()) + DAY * 7
    one, other = (factories.cohort(host, *lines(hours), starts=monday) for hours in (4, 3))
    asks = factories.cohort(host, *lines(9), starts=monday)
    factories.sign_up_field(asks)
    asks.capacity = 0
    said, page = "a week planned", browser(ada)
    assert said not in page.get(one.url).text
    factories.signup(ada, one)
    assert WARNED.format(7) in page.get(other.url).text
    assert WARNED.format(13) in page.get(asks.url).text  # whoever joins the waitlist may come to have a place
    assert WARNED.format(13) in page.get(f"/programs/{asks.key}/sign-up").text
    assert said not in browser(eve).get(asks.url).text
    assert said not in browser(host).get(other.url).text
    assert page.post(f"/programs/{other.key}/sign-up").status_code == 303
    assert said not in page.get(other.url).text
    assert said not in browser(host).get(f"{other.url}/people").text


@with_rows
def test_a_commitment_counts_the_cohorts_and_is_warned_about_as_one_types(browser):
    host, ada = factories.person("Ruth"), factories.person("Ada")
    factories.signup(ada, factories.cohort(host, *lines(3), starts=date_rules.monday(clock.now().date())))
    page = browser(ada)
    assert "a week planned" not in page.get("/commitments/new").text
    typed = {"HX-Request": "true", "HX-Target": "div#warning"}
    assert WARNED.format(8) in page.get("/commitments/new?hours=5", headers=typed).text
    assert "a week planned" not in page.get("/commitments/new?hours=some", headers=typed).text
    made = committed(ada, 4)
    assert WARNED.format(7) in page.get(made.path).text
    rests.pause(ada, queries.find(ada, made.key), clock.now().date() + DAY * 9)
    save(made)
    assert "a week planned" not in page.get(made.path).text
