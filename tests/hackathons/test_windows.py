from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from learnhub.core.errors import Invalid
from learnhub.hackathons import templates, windows
from learnhub.hackathons.models import WindowKind as K
from learnhub.hackathons.windows import Span

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2026, 12, 2, 10)  # a Wednesday


def day(number, hour=9, minute=0):
    return datetime(2026, 12, number, hour, minute)


def test_windows_are_laid_around_the_start():
    spans = templates.lay(templates.TWO_DAYS, START, today=datetime(2026, 10, 1))
    assert [(span.kind, span.opens, span.closes) for span in spans] == [
        (K.SIGN_UP, datetime(2026, 10, 1), datetime(2026, 11, 30, 17)),
        (K.FORMING, datetime(2026, 10, 1), START),
        (K.HACKING, START, day(3, 15)),
        (K.SUBMITTING, day(3, 10), day(3, 15)),
        (K.JUDGING, day(3, 15), day(3, 17)),
        (K.RESULTS, day(3, 17), day(3, 17, 30)),
    ]


def test_sign_up_and_forming_open_together_when_the_host_says():
    today, opening = START - timedelta(days=40), START - timedelta(days=10)
    laid = templates.lay(templates.ONE_DAY, START, today=today, opening=opening)
    spans = {span.kind: (span.opens, span.closes) for span in laid}
    assert spans[K.SIGN_UP] == (opening, datetime(2026, 11, 30, 17))
    assert spans[K.FORMING] == (opening, START)


def test_sign_up_lasts_until_a_start_that_is_very_near():
    today = START - timedelta(hours=20)
    spans = {span.kind: span for span in templates.lay(templates.ONE_DAY, START, today=today)}
    assert (spans[K.SIGN_UP].opens, spans[K.SIGN_UP].closes) == (today, START)


@pytest.mark.parametrize("template", templates.TEMPLATES, ids=lambda template: template.key)
@pytest.mark.parametrize(
    "before", [timedelta(days=90), timedelta(days=3), timedelta(hours=2), timedelta(days=-30)]
)
def test_every_template_can_be_laid_at_any_time(template, before):
    spans = templates.lay(template, START, today=START - before)
    windows.check(spans)
    assert windows.run_of(spans)[0] == START


def test_an_unknown_template_is_the_first():
    assert templates.template("no-such") is templates.ONE_DAY


def test_a_demo_day_has_neither_hacking_nor_judging():
    kinds = {kind for kind, _, _ in templates.DEMO_DAY.windows}
    assert kinds == {K.SIGN_UP, K.FORMING, K.SUBMITTING, K.RESULTS}


@pytest.mark.parametrize(
    ("spans", "message", "field"),
    [
        ([], "at least one window", None),
        ([Span(K.HACKING, day(2), day(2))], "Hacking closes before it opens", "hacking_closes"),
        ([Span(K.HACKING, day(2), day(3)), Span(K.HACKING, day(4), day(5))], "there twice", None),
        (
            [Span(K.HACKING, day(4), day(5)), Span(K.SUBMITTING, day(2), day(3))],
            "Submitting closes before hacking opens",
            "submitting_closes",
        ),
        (
            [Span(K.SUBMITTING, day(2), day(4)), Span(K.RESULTS, day(3), day(5))],
            "Results open before submitting closes",
            "results_opens",
        ),
    ],
)
def test_windows_that_cannot_be_are_refused_by_name(spans, message, field):
    with pytest.raises(Invalid, match=message) as refused:
        windows.check(spans)
    assert refused.value.field == field


def test_windows_after_a_moved_one_follow_it():
    spans = templates.lay(templates.TWO_DAYS, START, today=datetime(2026, 10, 1))
    moved = windows.move(spans, {K.HACKING: (START + timedelta(days=7), day(10, 15))}, along=True)
    by_kind = {span.kind: span for span in moved}
    assert by_kind[K.SIGN_UP] == spans[0]
    assert by_kind[K.FORMING] == spans[1]
    assert by_kind[K.SUBMITTING] == Span(K.SUBMITTING, day(10, 10), day(10, 15))
    assert by_kind[K.RESULTS] == Span(K.RESULTS, day(10, 17), day(10, 17, 30))


def test_windows_stay_where_they_are_unless_asked_to_follow():
    spans = templates.lay(templates.TWO_DAYS, START, today=datetime(2026, 10, 1))
    moved = windows.move(spans, {K.HACKING: (START, day(3, 16))}, along=False)
    assert moved == [*spans[:2], Span(K.HACKING, START, day(3, 16)), *spans[3:]]


def test_what_follows_ends_with_the_last_window_that_was_moved_by_hand():
    spans = [
        Span(K.HACKING, day(2), day(3)),
        Span(K.SUBMITTING, day(3), day(4)),
        Span(K.RESULTS, day(5), day(6)),
    ]
    wanted = {K.HACKING: (day(2), day(5)), K.SUBMITTING: (day(4), day(5))}
    assert windows.move(spans, wanted, along=True)[-1] == Span(K.RESULTS, day(6), day(7))


def test_a_deadline_in_the_hour_that_comes_twice_is_the_later():
    span = Span(K.SUBMITTING, datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 2, 30))
    assert span.moments(STOCKHOLM) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(K.HACKING, day(2), day(2, 17)), []),
        (
            Span(K.HACKING, day(2), day(3, 15)),
            ["Hacking runs through a night. Say in the story that nobody has to work then."],
        ),
        (
            Span(K.HACKING, day(1), day(4, 15)),
            ["Hacking runs through 3 nights. Say in the story that nobody has to work then."],
        ),
        (Span(K.SUBMITTING, day(2), day(2, 23, 30)), ["Submitting closes at 23:30, at night."]),
        (
            Span(K.HACKING, day(4), day(7, 12)),
            [
                "Hacking runs through 3 nights. Say in the story that nobody has to work then.",
                "Hacking takes in Saturday 5 December and Sunday 6 December.",
            ],
        ),
        (Span(K.SIGN_UP, day(1), day(30)), []),
        (Span(K.SUBMITTING, day(1), day(20)), []),
    ],
)
def test_a_host_is_warned_of_nights_and_weekends(span, expected):
    assert windows.warnings([span], STOCKHOLM) == expected


def test_a_host_is_warned_of_a_time_that_the_clocks_jump_over():
    span = Span(K.SIGN_UP, datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 30, 9))
    assert windows.warnings([span], STOCKHOLM) == [
        "Sign-up: clocks jump over 02:30 that night, so an hour later is meant."
    ]


def test_an_end_goes_along_with_a_start_that_is_moved_beyond_it():
    spans = [Span(K.HACKING, day(2), day(3)), Span(K.RESULTS, day(3), day(4))]
    moved = windows.move(spans, {K.HACKING: (day(9), day(3))}, along=True)
    assert moved == [Span(K.HACKING, day(9), day(10)), Span(K.RESULTS, day(10), day(11))]
    assert windows.move(spans, {K.HACKING: (day(9), day(3))}, along=False)[0].closes == day(3)


def test_everything_moves_by_days_but_what_is_over():
    spans = [Span(K.SIGN_UP, day(1), day(2)), Span(K.HACKING, day(5), day(6))]
    assert windows.shifted(spans, -2, until=day(2)) == {K.HACKING: (day(3), day(4))}


def test_a_start_that_has_passed_never_moves():
    running = [
        Span(K.SIGN_UP, day(1), day(2)),
        Span(K.HACKING, day(3), day(6)),
        Span(K.JUDGING, day(6), day(7)),
    ]
    moved = windows.shifted(running, 1, until=day(4))
    assert moved == {K.HACKING: (day(3), day(7)), K.JUDGING: (day(7), day(8))}


def test_what_follows_along_keeps_a_start_that_has_passed():
    running = [Span(K.HACKING, day(2), day(4)), Span(K.SUBMITTING, day(3), day(4))]
    moved = windows.move(running, {K.HACKING: (day(2), day(5))}, along=True, until=day(3, 12))
    assert moved[1] == Span(K.SUBMITTING, day(3), day(5))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (Span(K.HACKING, day(1), day(2)), Span(K.HACKING, day(1), day(2)), "It is over."),
        (
            Span(K.HACKING, day(3), day(6)),
            Span(K.HACKING, day(3), day(7)),
            "It has begun, so its start stays.",
        ),
        (Span(K.HACKING, day(3), day(6)), Span(K.HACKING, day(3), day(6)), "It has begun."),
        (Span(K.HACKING, day(5), day(6)), Span(K.HACKING, day(6), day(7)), ""),
    ],
)
def test_a_host_is_told_what_stays_and_why(old, new, expected):
    assert windows.stays(old, new, day(4)) == expected


def test_a_window_that_is_open_and_would_not_be_is_found():
    pairs = [
        (Span(K.HACKING, day(3), day(6)), Span(K.HACKING, day(3), day(7))),
        (Span(K.SUBMITTING, day(3), day(6)), Span(K.SUBMITTING, day(5), day(7))),
        (Span(K.JUDGING, day(6), day(7)), Span(K.JUDGING, day(8), day(9))),
    ]
    assert windows.shut(pairs, day(4)) == [Span(K.SUBMITTING, day(5), day(7))]
