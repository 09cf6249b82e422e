import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.dashboards import exporting, jobs, pages, periods, reports, upkeep
from learnhub.dashboards.metrics import METRICS
from learnhub.dashboards.models import Figure, FigurePart
from learnhub.demos.models import FollowUp
from learnhub.goals.models import Tie
from learnhub.people.models import Kind, Role, RoleGrant
from learnhub.talks.models import Answer, Change
from tests import factories
from tests.dashboards.test_reports import crowd, lead
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("app")


def test_the_leader_reads_the_number_and_what_it_counts(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    jobs.refresh()
    shown = browser(lead(unit)).get("/dashboard?period=year").text
    assert "6 of 12 people did at least one thing" in shown
    assert "Different people with at least one act" in shown


def test_no_moment_is_named_at_which_nothing_was_counted(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    page = browser(lead(unit))
    of = ("", "/story", "/of/start", "/cohorts")
    said = [page.get(f"/dashboard{each}").text for each in of]
    assert ["articipation is as of" in said[0], "articipation as of" in said[1]] == [False, False]
    jobs.refresh()  # nobody is in a cohort
    said = [page.get(f"/dashboard{each}").text for each in of]
    assert ["articipation is as of" in said[0], "articipation as of" in said[1]] == [True, True]
    assert [re.findall(r"are at or said|are at as of|a week, here", each) for each in said] == [
        [],
        [],
        [],
        [],
    ]


def test_every_metric_stands_in_one_place_of_the_page():
    placed = [*pages.HEADLINES, *pages.CAME, *(name for _, names in pages.GROUPS for name in names)]
    assert sorted(placed) == sorted(each.name for each in METRICS)


def test_a_small_number_says_that_it_is_hidden(browser):
    unit = factories.unit("Company")
    crowd(unit, 30, 4)
    jobs.refresh()
    shown = browser(lead(unit)).get("/dashboard?period=year").text
    assert "fewer than five people" in shown
    assert "4 of 30" not in shown


def test_what_can_be_said_stands_there_also_where_participation_cannot(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    jobs.refresh()
    db.session.execute(delete(Figure).where(Figure.metric == "start"))
    db.session.execute(update(Figure).where(Figure.metric == "participation").values(metric="start"))
    before = periods.choices(clock.now().date(), periods.ZoneInfo("UTC"))["year"].before()
    about = {"starts": before.starts, "ends": before.ends, "unit_id": unit.id, "own": False, "as_is": False}
    upkeep.state().first_week = before.starts
    db.session.merge(Figure(metric="start", numbers=[6, 12], **about))
    db.session.commit()
    tab = browser(lead(unit))
    shown, story = (tab.get(f"/dashboard{page}?period=year").text for page in ("", "/story"))
    assert ("Was it worth it?" in shown, "Nothing changed." in shown) == (True, True)
    assert "This period is not over: 5" in shown
    assert f"against the 52 whole weeks before, {before.short_days}" in shown
    assert ("At a glance" in story, "This period is not over" in story) == (False, True)
    assert "Of the whole organisation" in story


@pytest.mark.parametrize("address", ["/dashboard?unit=nothing", "/dashboard?period=forever"])
def test_an_unknown_unit_or_period_is_not_found(browser, address):
    assert browser(lead(factories.unit("Company"))).get(address).status_code == 404


def test_a_unit_of_another_leader_is_not_found(browser):
    company = factories.unit("Company")
    mine, other = factories.unit("Mine", parent=company), factories.unit("Other", parent=company)
    assert browser(lead(mine)).get(f"/dashboard?unit={other.key}").status_code == 404


def test_members_and_admins_as_such_have_no_dashboard(browser):
    assert browser(factories.person()).get("/dashboard").status_code == 403
    assert browser(factories.person(roles=(Role.ADMIN,))).get("/dashboard").status_code == 403


def test_the_page_sends_the_same_statements_for_few_people_and_many(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    jobs.refresh()
    page = browser(lead(unit))
    page.get("/dashboard")
    with statements() as few:
        page.get("/dashboard")
    for n in range(4):
        crowd(factories.unit(f"U{n}", parent=unit), 12, 6)
    jobs.refresh()
    with statements() as many:
        page.get("/dashboard")
    assert len(few) == len(many) <= 16


def test_file_and_story_say_what_the_page_says_and_no_more(browser):
    unit = factories.unit("Company")
    crowd(unit, 30, 12)
    crowd(factories.unit("Shy", parent=unit), 30, 2)
    jobs.refresh()
    page = browser(lead(unit))
    rows = page.get("/dashboard/table.csv?period=quarter").text.splitlines()
    assert "Participation,14,60,23" in rows[1]
    assert [row.rsplit(",", 1)[1] for row in rows if row.startswith("Shy")] == [exporting.HIDDEN]
    assert page.get("/dashboard/table.xlsx").data[:2] == b"PK"
    assert page.get("/dashboard/table.pdf").status_code == 404
    assert "14 of 60 people did at least one thing" in page.get("/dashboard/story?period=quarter").text
    assert browser(factories.person()).get("/dashboard/table.csv").status_code == 403


def test_an_admin_counts_everything_anew_and_again_when_it_fell_silent(browser, monkeypatch):
    person = factories.person(roles=(Role.ADMIN,))
    page = browser(person)
    assert page.get("/admin/numbers").status_code == 200
    page.post("/admin/numbers")
    assert "Counting anew" in page.get("/admin/numbers").text
    asked = upkeep.state().asked_at
    monkeypatch.setattr(clock, "now", lambda: asked + 2 * upkeep.SILENT)  # the job was lost
    assert "Counting anew, week" not in page.get("/admin/numbers").text
    page.post("/admin/numbers")
    assert upkeep.state().asked_at == clock.now()
    db.session.rollback()
    jobs.rebuild()
    assert "Counting anew, week" not in page.get("/admin/numbers").text


def test_open_decisions_stand_there_whatever_the_period_and_a_late_one_says_so(browser):
    unit, now = factories.unit("Company"), clock.now()
    build = factories.hackathon(due_in=timedelta(days=-400))
    decides = factories.person("Grace Hopper")
    for title, days in (("Soon", 9), ("Over", -9)):
        team = factories.team(factories.person(unit=unit), hackathon=build, name=title)
        demo = factories.demo(team, title=f"{title} decided")
        factories.save(
            FollowUp(demo_id=demo.id, owner_id=decides.id, decide_on=(now + timedelta(days=days)).date())
        )
    jobs.refresh()
    shown = " ".join(re.sub(r"<[^>]+>", " ", browser(lead(unit)).get("/dashboard/demos").text).split())
    assert "Still to be decided All that are open, of any period. One is late" in shown
    said = shown[shown.index("By when") :]
    assert (said.index("Over decided") < said.index("Soon decided"), said.count(", late")) == (True, 1)
    assert said.count("Write to Grace Hopper") == 1  # of what is late
    assert said.count("Grace Hopper") == 3
    assert said.count(f"{build.title} ") == 2


def test_a_unit_says_who_leads_it_or_the_next_above_and_where_it_lies(browser):
    company = factories.unit("Company")
    autonomy, products = (factories.unit(name, parent=company) for name in ("Autonomy", "Products"))
    tests, sims = (factories.unit(name, parent=autonomy) for name in ("Testing", "Simulation"))
    for unit in (products, tests, sims):
        crowd(unit, 12, 6)
    jobs.refresh()
    reader = lead(company)
    leads = ((autonomy, "Astrid Falk"), (sims, "Ragnar Holt"))
    astrid, ragnar = (
        factories.person(name, unit=unit, roles=(Role.LEADER,), kind=Kind.CONTRACTOR) for unit, name in leads
    )
    top, middle, leaf = (_said(browser(reader), unit) for unit in (company, autonomy, tests))
    assert "Led by you." in top
    assert "Autonomy Led by Astrid Falk 24" in top
    assert "Where nobody is named, nobody leads the unit but who leads Company: you." in top
    assert ("Company / Autonomy A year" in middle, "Led by Astrid Falk. Write to Astrid Falk" in middle) == (
        True,
        True,
    )
    assert "Simulation Led by Ragnar Holt 12" in middle
    assert "Company / Autonomy / Testing" in leaf
    assert "Nobody leads it; Autonomy is led by Astrid Falk. Write to Astrid Falk" in leaf
    own = browser(astrid).get(f"/dashboard?unit={tests.key}").text
    assert (f"unit={autonomy.key}" in own, f'href="/dashboard?unit={company.key}' in own) == (True, False)
    assert "Write to" not in _said(browser(ragnar), sims)


def test_who_has_left_is_not_named_as_who_leads(browser):
    """Their role stays in the records."""
    company = factories.unit("Company")
    autonomy, products = (factories.unit(name, parent=company) for name in ("Autonomy", "Products"))
    for unit in (autonomy, products):
        crowd(unit, 12, 6)
    jobs.refresh()
    reader = lead(company)
    factories.person("Astrid Falk", unit=autonomy, roles=(Role.LEADER,), left_at=clock.now())
    assert "Astrid Falk" not in _said(browser(reader), company)
    assert "Nobody leads it; Company is led by you." in _said(browser(reader), autonomy)


def _said(tab, unit):
    shown = tab.get(f"/dashboard?period=year&unit={unit.key}").text
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", shown).split())).replace(" .", ".")


def test_two_talks_of_one_title_are_told_apart_by_their_days(browser):
    unit, now = factories.unit("Company"), clock.now()
    people = crowd(unit, 12, 0)
    for days in (-60, -30):
        talk = factories.talk(title="Twice", starts_in=timedelta(days=days))
        for person in people:
            factories.signup(person, talk)
        for number, person in enumerate(people):
            said = Answer.CHANGED if number < 6 else Answer.NO
            factories.save(
                Change(talk_id=talk.id, person_id=person.id, days=7, answer=said, at=now - timedelta(days=20))
            )
    jobs.refresh()
    page = browser(lead(unit))
    made = page.get("/dashboard/of/transfer?period=year").text
    assert len({*re.findall(r">(Twice, [^<]*<[^>]*>[^<]*)<", made)}) == 2
    tile = (
        "12 of 24 times somebody was first asked in this period, a talk had changed something: "
        "12 of the 24 times they answered (50\u00a0%)"
    )
    told = [page.get(f"/dashboard{of}?period=year").text for of in ("", "/story", "/table.csv")]
    assert [tile in told[0], tile in told[1], "Times asked" in told[2]] == [True, True, True]


def test_hidden_numbers_and_units_are_explained_without_telling_which_case_it_is(browser):
    unit = factories.unit("Company")
    below = factories.unit("Shy", parent=unit)
    crowd(unit, 30, 12)
    crowd(below, 30, 2)
    jobs.refresh()
    tab = browser(lead(unit))
    whole, part = (tab.get(f"/dashboard?period=year&unit={each.key}").text for each in (unit, below))
    assert whole.count("Hidden: it, or a smaller unit beside it, would tell of fewer than five people.") == 2
    assert "How many took part is not shown." in part
    assert "of those who took part, or of those who did not." in part
    said = "From idea to adopted, in the whole organisation"
    assert (said in whole, said in part) == (False, True)
    assert "\u2003Shy</option>" in whole


def test_leaders_own_part_says_where_it_belongs_that_it_is_hidden(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    factories.person(unit=unit, roles=(Role.LEADER,))
    jobs.refresh()
    tab = browser(lead(unit))
    shown, story = (tab.get(f"/dashboard{page}?period=year").text for page in ("", "/story"))
    assert re.search(
        r"Kept back, as it would tell of fewer than five people, [^:]*: Leaders’ own part\.", shown
    )
    assert "leaders’ own part" in story.partition("Kept back, so that")[2]


def test_what_a_number_counts_is_whole_sentences_and_no_result_is_buried_in_it():
    definitions = [each.definition for each in METRICS]
    assert all(each.endswith(".") and "{" not in each for each in definitions)
    assert "who takes part." in METRICS[0].definition  # why it says also that all or none did


def test_the_median_wait_counts_those_without_an_answer():
    metric = next(each for each in METRICS if each.name == "stuck")
    said = [pages.wording(metric, reports.Told(numbers, None))[0] for numbers in ([9, 22, 10], [9, 22, 11])]
    assert [each.rpartition("; ")[2] for each in said] == [
        "half waited for more than a working day, or had none",
        "half had one within a working day",
    ]
    assert (
        "9 of 22 requests for help of this period had an answer within two working hours, 10 within"
        in said[0]
    )


def test_the_story_defines_what_came_of_it_too(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    jobs.refresh()
    story = browser(lead(unit)).get("/dashboard/story?period=year").text
    found = story.partition("What each number counts")[2]
    assert all(
        f"<strong>{each}:</strong>" in found for each in ("Demos that live on", "Value", "Goal coverage")
    )


def test_a_goal_that_nothing_serves_is_not_also_called_silent(browser):
    unit, today = factories.unit("Company"), clock.now().date()
    crowd(unit, 12, 6)
    jobs.refresh()
    leader = lead(unit)
    factories.goal(leader, unit=unit)
    factories.goal(leader, unit=unit, starts_on=today + timedelta(days=9))
    tab = browser(leader)
    assert "in 60 days" not in tab.get("/dashboard").text
    assert "0 of 1</strong> open goals" in tab.get("/dashboard/story").text
    assert "Whatever is served showed something" in tab.get("/goals/coverage").text


def test_numbers_that_are_kept_back_stand_in_one_line_by_name(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6)
    jobs.refresh()
    for name in ("start", "stuck"):
        factories.save(Figure(metric=name, numbers=None, **_now(unit)))
    shown = _said(browser(lead(unit)), unit)
    why = "fewer than five people, here or in a unit beside this one, or of all that they did or did not"
    assert f"Kept back, as each would tell of {why}: Started in time, Stuck, and answered. What they" in shown
    assert (shown.count("Kept back"), shown.count("Who needs a hand")) == (1, 0)


def test_what_a_number_is_made_of_is_offered_where_something_of_it_is_named(browser):
    unit = factories.unit("Company")
    talk = factories.talk(title="Evals", starts_in=timedelta(days=-9))
    crowd(unit, 6, 6, within=Ref("talk", talk.id))
    crowd(unit, 6, 0)
    tab = browser(lead(unit))
    jobs.refresh()
    offered = [f"/dashboard/of/participation?unit={unit.key}" in tab.get("/dashboard").text]
    db.session.execute(update(FigurePart).values(ref_kind=None, ref_id=None))
    db.session.commit()
    offered += [f"/dashboard/of/participation?unit={unit.key}" in tab.get("/dashboard").text]
    assert offered == [True, False]
    assert "Other numbers are kept back where they would say the same of all" in tab.get("/dashboard").text


def _now(unit):
    year = periods.choices(clock.now().date(), periods.ZoneInfo("UTC"))["year"]
    return {"starts": year.starts, "ends": year.ends, "unit_id": unit.id, "own": False, "as_is": False}


def test_a_definition_holds_no_dash_where_no_figure_is():
    for metric in METRICS:
        assert "–" not in pages.wording(metric, reports.Told(None, None, hidden=True))[1].replace("4–7", "")


def test_a_goal_tied_lately_is_not_called_silent_and_one_tied_long_ago_is(browser):
    unit, now = factories.unit("Company"), clock.now()
    crowd(unit, 12, 6)
    jobs.refresh()
    leader = lead(unit)
    tab = browser(leader)
    said = []
    for days in (0, 61):
        with clock.at(now - timedelta(days=days)):
            goal = factories.goal(leader, unit)
            tie = {"goal_id": goal.id, "ref_kind": "talk", "ref_id": 1, "created_by_id": leader.id}
            factories.save(Tie(**tie, created_at=clock.now()))
        said.append([tab.get(page).text for page in ("/dashboard", "/dashboard/of/goals", "/goals/coverage")])
    assert ["had no news" in dashboard for dashboard, *_ in said] == [False, True]
    assert ["not yet: tied in that time" in of for _, of, _ in said] == [True, True]
    assert ["No evidence yet" in coverage for *_, coverage in said] == [False, True]


def test_beside_a_period_without_demos_stands_what_those_of_a_year_are_worth(browser):
    unit, now = factories.unit("Company"), clock.now()
    crowd(unit, 12, 6)
    build = factories.hackathon(due_in=timedelta(days=-200))
    team = factories.team(factories.person(unit=unit), hackathon=build)
    demo = factories.demo(team)
    factories.save(FollowUp(demo_id=demo.id, people=2, hours=5, estimated=900))
    jobs.refresh()
    tab = browser(lead(unit))
    shown = tab.get("/dashboard?period=quarter").text
    assert now - build.ends_at > timedelta(days=150)
    assert "Value, last 52 weeks" in shown
    assert f"/dashboard/demos?unit={unit.key}&amp;period=year" in shown
    made = tab.get("/dashboard/demos?period=year").text
    assert [made.count(each) for each in ("nobody said", "not confirmed")] == [0, 1]


def test_the_story_names_what_happened_and_what_comes_next_and_nobody_but_who_decides(browser):
    unit, now = factories.unit("Company"), clock.now()
    talk, small = (factories.talk(title=title, starts_in=timedelta(days=-9)) for title in ("Evals", "Tiny"))
    many, few = (
        crowd(unit, 8, 8, within=Ref("talk", of.id)) if of is talk else crowd(unit, 9, 2, Ref("talk", of.id))
        for of in (talk, small)
    )
    crowd(unit, 9, 6, within=Ref("talk", factories.talk(title="Middling", starts_in=timedelta(days=-8)).id))
    leader = lead(unit)
    goal, *_ = goals = [factories.goal(leader, unit) for _ in range(10)]
    for each in goals:
        factories.metric(each)
    demo = factories.demo(factories.team(many[0], hackathon=factories.hackathon(due_in=timedelta(days=-3))))
    few[0].name = "Ada Falk"
    factories.save(FollowUp(demo_id=demo.id, owner_id=few[0].id, decide_on=(now - timedelta(days=1)).date()))
    jobs.refresh()
    story = browser(leader).get("/dashboard/story?period=year").text
    shown = " ".join(re.sub(r"<[^>]+>", " ", story).split())
    assert re.search(r"Evals , [^:]*: 8 people took part in it first\.", shown)
    assert "Tiny" not in shown
    late, _, coming = shown.partition("What is late")[2].partition("What comes next")
    coming = coming.partition("The numbers")[0]
    assert f"{demo.title} . Ada Falk decides what becomes of the demo." in late
    assert demo.title not in coming
    assert f"{goal.title} . An update of the goal is due" in coming
    assert "And two more." in coming, "it named eight and said nothing of the others"
    assert shown.count("Ada Falk") == 1
    assert not [each.name for each in (*many, *few[1:]) if f" {each.name} " in shown]
    assert "The numbers hold no names; who decides on a demo is named." in shown
    assert "Was it worth it? " in shown


def test_numbers_with_different_bases_say_of_whom_and_what_each_is():
    """19 answers stood beside 25, and 234 deadlines beside 114, and nothing told them apart."""
    said = {each.name: f"{each.of} " for each in METRICS}
    of_what = {
        "completion": "of cohorts that ended in this period",
        "pace": "in running cohorts",
        "on_time": "due in this period",
        "risk": "of running cohorts",
        "transfer": "first asked in this period",
        "hours_given": "answers of this period",
        "hours_in": "that name hours",
        "reuse": "who saved, read or used",
    }
    assert [name for name, words in of_what.items() if words not in said[name]] == []


def test_the_people_of_a_unit_are_said_to_be_without_those_away(browser):
    unit = factories.unit("Company")
    people = crowd(unit, 12, 6)
    people[-1].away_until = clock.now().date() + timedelta(days=3)
    db.session.commit()
    jobs.refresh()
    assert "</strong>, 11 employees, those away not counted." in browser(lead(unit)).get("/dashboard").text


def test_a_number_opens_nothing_where_all_that_it_is_made_of_is_closed_to_the_reader(browser):
    """It led to one row, “Others”; the program was open to a team of another unit."""
    unit = factories.unit("Company")
    talk = factories.talk(title="Closed evals", starts_in=timedelta(days=-9))
    talk.is_limited = True
    factories.save(talk)
    crowd(unit, 12, 6, within=Ref("talk", talk.id))
    jobs.refresh()
    tab, of = browser(lead(unit)), "/dashboard/of/participation"

    def shown():
        page, made = (tab.get(f"{path}?period=year").text for path in ("/dashboard", of))
        kept = page.count("<span>Its parts are kept back</span>")
        assert page.count("Its parts are kept back: each would tell of fewer than five people") == kept
        return of in page, "Closed evals" in made, "Nothing of it can be named to you" in made, kept

    assert shown() == (False, False, True, 1)
    talk.is_limited = False
    factories.save(talk)
    assert shown() == (True, True, False, 0)


@pytest.mark.parametrize("role", [None, Role.ADMIN])
def test_a_number_opens_no_commitment_for_admins_who_lead_either(browser, role):
    """To who is an admin as well it offered a page on which nothing was named."""
    unit = factories.unit("Company")
    crowd(unit, 12, 6, within=Ref("commitment", 7))
    jobs.refresh()
    leader = lead(unit)
    if role:
        factories.save(RoleGrant(person_id=leader.id, role=role))
    shown = browser(leader).get("/dashboard?period=year").text
    assert ("6 of 12" in shown, "/dashboard/of/participation" in shown) == (True, False)


def test_the_bars_of_a_unit_are_read_out_week_by_week(browser):
    unit = factories.unit("Company")
    below = [factories.unit(name, parent=unit) for name in ("One", "Two")]
    for each in below:
        crowd(each, 12, 6)
        crowd(each, 12, 6, at=clock.now() - timedelta(weeks=2))
    jobs.refresh()
    shown = browser(lead(unit)).get("/dashboard?period=year").text
    assert re.search(r'aria-label="One, week by week: (not said, )*[^"]*25 %, 0 %, not said"', shown)
    assert re.search(r'<span class="note">0–25 %, \d weeks that can be said</span>', shown)


def test_weeks_that_cannot_be_said_are_not_missing_without_a_word(browser):
    unit = factories.unit("Company")
    crowd(unit, 12, 6, at=clock.now() - timedelta(weeks=1))
    jobs.refresh()
    shown = browser(lead(unit)).get("/dashboard?period=year").text
    assert "Not shown: fewer than two weeks are over of which it can be said" in shown
