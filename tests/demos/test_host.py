"""The host view's rules: what needs a host, in which order, and the sentence that says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.demos.host_pages import Wanted, lead
from learnhub.demos.host_policies import Facts, Unfinished, before, needs, spoken, title
from learnhub.demos.host_queries import Progress, TeamRow, folded
from learnhub.programs.models import ProgramState

STOCKHOLM = ZoneInfo("Europe/Stockholm")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = datetime(2026, 12, 3, 16, tzinfo=UTC)  # 17:00 in Stockholm
CALM = Facts(
    now=DUE - 3 * HOUR,
    zone=STOCKHOLM,
    url="/hackathons/k",
    desk="/programs/k",
    state=ProgramState.PUBLISHED,
    starts_at=DUE - 2 * DAY,
    hacking_at=DUE - DAY,
    due_at=DUE,
    snapshot_at=DUE + timedelta(minutes=10),
    gallery_at=DUE + DAY,
    teams=31,
    submitted=12,
)
AFTER = replace(CALM, now=CALM.snapshot_at)
HUM = Unfinished("Whisperers", "t1", "Pitch, personal data")
READY = Unfinished("Six Axes", "t2", "")


FOUR = ("Hum", "Six Axes", "Torque", "Edge")


def said(facts):
    return [need.title for need in needs(facts)]


def test_who_has_not_handed_in_is_named_and_one_press_leads_to_their_rows():
    five = (*FOUR, "Grip")
    [need] = needs(replace(CALM, not_begun=five))
    assert need.text == "There is no draft yet from Hum, Six Axes, Torque, Edge and one other."
    assert need.url == "/hackathons/k/host?state=not_begun#teams"
    [need] = needs(replace(CALM, drafts=(HUM, READY, HUM)))
    assert need.text.startswith("Whisperers, Six Axes and Whisperers have not handed in.")
    assert need.url.endswith("?state=draft#teams")
    assert needs(replace(CALM, unsure=2))[0].url.endswith("?missing=unsure#teams")
    assert needs(replace(CALM, without_team=2))[0].url == "/hackathons/k/teams#no-team"


@pytest.mark.parametrize(
    ("facts", "titles"),
    [
        (CALM, []),
        (replace(CALM, not_begun=FOUR), ["Four teams have not begun a demo"]),
        (replace(CALM, not_begun=("Hum",)), ["One team has not begun a demo"]),
        (replace(CALM, not_begun=FOUR, now=DUE - 25 * HOUR), []),
        (replace(CALM, drafts=(HUM,)), ["Whisperers have a draft"]),
        (replace(CALM, drafts=(READY,)), ["Six Axes have only to press Submit"]),
        (replace(CALM, drafts=(HUM,), now=DUE - 7 * HOUR), []),
        (replace(CALM, drafts=(HUM, READY, HUM)), ["Three demos are still drafts"]),
        (replace(CALM, unsure=2), ["Two teams are not sure about personal data"]),
        (replace(CALM, small=1), ["One team is too small"]),
        (replace(CALM, without_team=1), ["One person is in no team"]),
        (replace(CALM, without_team=7), ["Seven people are in no team"]),
        (replace(CALM, hosts=1), ["There is only one host"]),
        (replace(CALM, has_place=False), ["Nobody knows where to come"]),
        (replace(CALM, awaiting=1), ["One person waits for your approval"]),
        (replace(CALM, waiting=3), []),
        (replace(CALM, waiting=3, now=CALM.starts_at - HOUR), ["Three people wait for a place"]),
        (replace(CALM, state=ProgramState.DRAFT, not_begun=FOUR), ["It is still a draft"]),
        (replace(CALM, state=ProgramState.CANCELLED, not_begun=FOUR), []),
        (replace(AFTER, not_begun=FOUR, drafts=(HUM,)), ["The gallery is closed"]),
        (replace(AFTER, gallery_open=True), []),
        (replace(AFTER, submitted=0), []),
        (replace(AFTER, gallery_open=True, unsure=1), ["One team is not sure about personal data"]),
        (replace(AFTER, now=AFTER.gallery_at, unsure=1), []),
    ],
)
def test_what_needs_a_host(facts, titles):
    assert said(facts) == titles


def test_a_row_says_what_is_missing_and_leads_there():
    need = needs(replace(CALM, drafts=(HUM,)))[0]
    assert (need.at, need.text, need.action, need.url) == (
        DUE,
        "Missing: pitch, personal data.",
        "Open the team",
        "/teams/t1",
    )
    many = needs(replace(CALM, drafts=(HUM, READY, HUM)))[0]
    assert many.text.endswith("have not handed in. One team has only to press Submit.")
    assert many.url == "/hackathons/k/host?state=draft#teams"


def test_in_the_minutes_of_grace_nothing_is_overdue_yet():
    facts = replace(CALM, now=DUE, hosts=1, has_place=False, not_begun=FOUR, drafts=(HUM,), small=1, unsure=1)
    assert [need.at for need in needs(facts)] == [CALM.snapshot_at] * 6


def test_the_most_urgent_comes_first():
    facts = replace(CALM, now=CALM.starts_at - HOUR, hosts=1, without_team=2)
    assert said(facts) == ["There is only one host", "Two people are in no team"]


@pytest.mark.parametrize(
    ("facts", "count", "sentence"),
    [
        (CALM, 4, "Four things need you before five."),
        (CALM, 1, "One thing needs you before five."),
        (CALM, 0, "Nothing needs you now."),
        (replace(CALM, now=DUE - 3 * DAY), 2, "Two things need you before Thursday."),
        (replace(CALM, now=DUE - 30 * DAY), 2, "Two things need you."),
        (replace(CALM, now=DUE), 0, "Submitting has closed; ten minutes of grace left."),
        (
            replace(CALM, now=DUE + timedelta(minutes=9, seconds=30)),
            3,
            "Submitting has closed; one minute of grace left.",
        ),
        (AFTER, 0, "Twelve demos are in."),
        (AFTER, 1, "Twelve demos are in; one thing needs you."),
        (replace(AFTER, submitted=1), 0, "One demo is in."),
        (replace(AFTER, submitted=0), 0, "No demos are in."),
        (replace(CALM, state=ProgramState.CANCELLED), 0, "This hackathon was cancelled."),
    ],
)
def test_the_title_is_the_answer(facts, count, sentence):
    assert title(facts, count) == sentence


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(16, 0, "five"), (15, 30, "16:30"), (11, 0, "noon"), (23, 0, "midnight"), (8, 0, "nine")],
)
def test_a_full_hour_is_spoken(hour, minute, words):
    assert spoken(datetime(2026, 12, 3, hour, minute, tzinfo=UTC), STOCKHOLM) == words


def test_before_names_the_day_that_is_near():
    assert [before(DUE, DUE - away, STOCKHOLM) for away in (HOUR, DAY, 2 * DAY, 7 * DAY)] == [
        " before five",
        " before tomorrow ends",
        " before Thursday",
        "",
    ]
    assert before(DUE - 8 * HOUR, DUE - DAY, STOCKHOLM) == " by tomorrow"


@pytest.mark.parametrize(
    ("counts", "teams", "sentence"),
    [
        ((0, 0, 0), 0, "No team has been made yet."),
        ((12, 15, 4), 31, "12 of 31 demos are in, 15 are drafts, four teams have not begun."),
        ((0, 1, 1), 2, "0 of 2 demos are in, 1 is a draft, one team has not begun."),
        ((1, 0, 0), 1, "1 of 1 demo is in."),
    ],
)
def test_the_lead_counts_the_demos(counts, teams, sentence):
    assert lead(dict(zip(("submitted", "draft", "not_begun"), counts, strict=True)), teams) == sentence


def test_units_under_the_least_size_are_one_line():
    assert folded({"Controls": 5, "Service": 9, "Design": 4}, 6) == [("Service", 9), ("Smaller units", 9)]
    assert folded({"Controls": 5, "Service": 9, "Design": 4, "No unit": 1}, 5) == [
        ("Service", 9),
        ("Controls", 5),
        ("Smaller units", 5),
    ]
    assert folded({"Controls": 5}, 5) == [("Controls", 5)]


ROW = TeamRow("k", "Six Axes", 3, "Ada", Progress.DRAFT, ["pitch", "data_class"], None, "", True)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({}, True),
        ({"state": "draft"}, True),
        ({"state": "submitted"}, False),
        ({"state": "nonsense", "page": "x", "missing": "nonsense"}, True),
        ({"q": "ADA"}, True),
        ({"q": "six"}, True),
        ({"q": "bob"}, False),
        ({"missing": "pitch"}, True),
        ({"missing": "story"}, False),
        ({"missing": "unsure"}, True),
    ],
)
def test_the_table_is_filtered_by_the_address(asked, fits):
    assert Wanted.of(asked).fits(ROW) is fits


def test_what_is_missing_reads_as_a_list():
    assert ROW.missing_words == "Pitch, data class"
    assert replace(ROW, progress=Progress.NOT_BEGUN).missing_words == "Everything"
    assert replace(ROW, missing=[]).missing_words == ""
