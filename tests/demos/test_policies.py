"""What a demo lacks, and who may do and see what: tables of (facts, moment) → verdict."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from learnhub.demos.content import Content, Shot
from learnhub.demos.models import DataClass, PersonalData
from learnhub.demos.policies import (
    Times,
    is_gallery_open,
    lacks,
    may_save,
    may_see,
    may_submit,
    may_write,
    opens,
)
from tests.factories import content

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TIMES = Times(opens_at=NOON, due_at=NOON + HOUR, snapshot_at=NOON + HOUR + 10 * MINUTE, gallery_at=NOON + DAY)


def told(verdict):
    return "yes" if verdict else verdict.reason.split(".")[0]


def test_a_complete_demo_lacks_nothing():
    assert lacks(content()) == []


def test_an_empty_demo_lacks_everything_in_the_order_of_the_form():
    assert [lack.code for lack in lacks(Content())] == [
        *("title", "pitch", "story", "look", "data_class", "personal_data", "model_provider")
    ]


@pytest.mark.parametrize(
    ("over", "found"),
    [
        ({"title": ""}, [("title", "Give it a title.")]),
        ({"pitch": ""}, [("pitch", "Say in one sentence what it does.")]),
        ({"pitch": "a" * 140}, []),
        ({"pitch": "a" * 141}, [("pitch", "Take out 1 character; this has 141.")]),
        ({"pitch": "a" * 157}, [("pitch", "Take out 17 characters; this has 157.")]),
        ({"repository_url": ""}, [("look", "Add a repository, demo link, video or picture.")]),
        ({"repository_url": "", "demo_url": "http://hum.example.org"}, []),
        ({"repository_url": "", "video_url": "https://video.example.org/1"}, []),
        (
            {"repository_url": "", "slides_url": "https://slides.example.org/1"},
            [("look", "Add a repository, demo link, video or picture.")],
        ),
        ({"repository_url": "", "pictures": [Shot("a", "A motor", 1, 1)]}, []),
        (
            {"pictures": [Shot("a", "A motor", 1, 1), Shot("b", "", 1, 1)]},
            [("pictures", "Say what each picture shows, for those who do not see it.")],
        ),
        (
            {"repository_url": "git@code.example.org:hum.git"},
            [("repository_url", "Start the link with https://, so that judges can open it.")],
        ),
        (
            {"slides_url": "javascript:alert(1)"},
            [("slides_url", "Start the link with https://, so that judges can open it.")],
        ),
        ({"data_class": None}, [("data_class", "Choose an answer.")]),
        ({"personal_data": PersonalData.UNSURE}, []),
        ({"data_class": DataClass.NONE}, []),
        ({"model_provider": ""}, [("model_provider", "Name the model and who runs it, or “none”.")]),
    ],
)
def test_what_a_demo_lacks(over, found):
    assert [(lack.code, lack.text) for lack in lacks(content(**over))] == found


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://a.example.org", True),
        ("http://a.example.org/b?c=d#e", True),
        ("HTTPS://A.EXAMPLE.ORG", True),
        ("//a.example.org", False),
        ("a.example.org", False),
        ("https://", False),
        ("https:///path", False),
        ("https://a b.example.org", False),
        ("https://a.example.org/\nb", False),
        ("javascript://a.example.org/%0aalert(1)", False),
        ("data:text/html,hello", False),
        ("ftp://a.example.org", False),
        ("https://[broken", False),
    ],
)
def test_a_link_is_what_a_browser_opens(url, is_link):
    assert opens(url) is is_link


@pytest.mark.parametrize(
    ("is_member", "times", "now", "saves", "submits"),
    [
        (True, TIMES, NOON - DAY, "yes", "Submitting has not opened yet"),
        (True, TIMES, NOON, "yes", "yes"),
        (True, TIMES, TIMES.due_at + 9 * MINUTE, "yes", "yes"),
        (True, TIMES, TIMES.snapshot_at - timedelta(microseconds=1), "yes", "yes"),
        (True, TIMES, TIMES.snapshot_at, "Submitting has closed", "Submitting has closed"),
        (True, replace(TIMES, opens_at=None), NOON - DAY, "yes", "yes"),
        (
            True,
            replace(TIMES, cancelled=True),
            NOON,
            "This hackathon was cancelled",
            "This hackathon was cancelled",
        ),
        (
            False,
            TIMES,
            NOON,
            "Only members of this team can change its demo",
            "Only members of this team can change its demo",
        ),
    ],
)
def test_who_may_save_and_submit_until_when(is_member, times, now, saves, submits):
    assert told(may_save(is_member=is_member, times=times, now=now)) == saves
    assert told(may_submit(is_member=is_member, times=times, now=now)) == submits


@pytest.mark.parametrize(
    ("times", "now", "is_open"),
    [
        (TIMES, TIMES.snapshot_at, False),
        (TIMES, TIMES.gallery_at - MINUTE, False),
        (TIMES, TIMES.gallery_at, True),
        (replace(TIMES, gallery_open=True), TIMES.snapshot_at - MINUTE, False),
        (replace(TIMES, gallery_open=True), TIMES.snapshot_at, True),
        (replace(TIMES, cancelled=True), TIMES.gallery_at + DAY, False),
    ],
)
def test_when_the_gallery_is_open(times, now, is_open):
    assert is_gallery_open(times, now) is is_open


BEFORE, KEPT, OPEN = TIMES.snapshot_at - MINUTE, TIMES.snapshot_at, TIMES.gallery_at


@pytest.mark.parametrize("submitted", [True, False])
@pytest.mark.parametrize(
    ("who", "before", "kept", "opened"),
    [
        ("is_member", True, True, True),
        ("is_admin", True, True, True),
        ("is_host", False, True, True),
        ("nobody", False, False, True),
    ],
)
def test_the_row_demo_of_the_matrix(who, before, kept, opened, submitted):
    person = {name: name == who for name in ("is_member", "is_host", "is_admin")}
    seen = [
        bool(may_see(**person, submitted=submitted, times=TIMES, now=now)) for now in (BEFORE, KEPT, OPEN)
    ]
    always = who in {"is_member", "is_admin"}
    assert seen == [before, kept, opened] if submitted or always else seen == [False, False, False]


@pytest.mark.parametrize(
    ("submitted", "moment", "said"),
    [
        (False, NOON - HOUR, "yes"),
        (False, NOON + DAY, "Submitting has closed"),
        (True, NOON, "yes"),
        (True, NOON - HOUR, "It is submitted, and submitting is not open, so it stays as it is"),
        (True, NOON + DAY, "Submitting has closed"),
    ],
)
def test_a_form_opens_for_what_can_be_kept(submitted, moment, said):
    assert told(may_write(is_member=True, is_submitted=submitted, times=TIMES, now=moment)) == said


def test_what_is_lacking_has_a_name_for_lists():
    assert [lack.name for lack in lacks(Content())][:2] == ["Title", "Pitch"]
