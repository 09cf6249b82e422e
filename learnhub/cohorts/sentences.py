"""What a cohort's pages say in each state. Pure: rows and the moment in, words out."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from learnhub.cohorts.date_rules import Planned
from learnhub.cohorts.deadlines import Progress, Strictness
from learnhub.cohorts.flag_models import RaisedFlag, Truth
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import Cohort, place_of
from learnhub.core import dates, words
from learnhub.core.walltime import instant
from learnhub.core.words import counted, sentence, spelled
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import Counts, State, Yours, choices, next_in_line, off, out, state_of

OVER, COMPLETED = "Finished", "You have completed it."
STRICT = {
    Strictness.SOFT: "Deadlines are soft: what is late can still be ticked off, and counts as late.",
    Strictness.GRACE: "What is late can be ticked off for {days} and counts as late; then it is missed.",
    Strictness.HARD: "Deadlines are hard: what is not done on time is missed.",
}
ESCALATES = (
    "What is overdue is told: you on the day, your pod after two days, your facilitators after four, in one "
    "list a day. Those who manage you are never told; one who facilitates sees it in the roster."
)
FLAGGED = {
    Flag.QUIET: "nothing ticked off for 7 days",
    Flag.BEHIND: "pace below 0.6",
    Flag.OVERDUE: "overdue",
    Flag.LAPSED: "no check-in for two weeks",
    Flag.BLOCKED: "something is in the way",
}
RULES = FLAGGED | {Flag.OVERDUE: "something overdue or missed"}  # what each looks for


def state(cohort: Cohort, now: datetime, zone: tzinfo) -> State:
    """Return how the cohort stands at that moment."""
    return state_of(cohort, OVER, now, zone)


def yours(cohort: Cohort, standing: Standing, counts: Counts, now: datetime, zone: tzinfo) -> Yours:
    """Return what the cohort is to the reader."""
    if found := off(cohort, standing, now, zone):
        return found
    if standing.waits:
        place = words.ordinal(standing.place_in_line or 1)
        return Yours(f"You are {place} on the waitlist.", next_in_line(cohort))
    if standing.is_in:
        starts = dates.moment_and_relative(cohort.starts_at, zone, now)
        return Yours("You are in it.", f"It starts {starts}." if now < cohort.starts_at else "")
    free = " ".join(choice.note for choice in choices(cohort, counts))
    return out(cohort, standing, free, now, zone)


def headline(
    found: Progress, due: tuple[str, datetime] | None, now: datetime, zone: tzinfo, *, begins: bool = False
) -> str:
    """Say what needs the reader first: what is overdue, what is due next, or that all is done.

    `begins`: it has not begun, and `due` is its first session.
    """
    if found.overdue == 1:
        return "One deadline is overdue."
    if found.overdue:
        return f"{counted(found.overdue, 'deadline').capitalize()} are overdue."
    if due is None:
        return "Everything is done." if found.of and found.done == found.of else "Nothing is due any more."
    name, at = due
    day = dates.day_name(dates.local_date(at, zone), dates.local_date(now, zone))
    said = day.lower() if day in {"Today", "Tomorrow"} else f"on {day}"
    return f"It begins with “{name}” {said}." if begins else f"“{name}” is due {said}."


def late(overdue: int, missed: int) -> str:
    """ "Two deadlines are overdue, and one was missed."."""
    is_late = f"{counted(overdue, 'deadline')} {'is' if overdue == 1 else 'are'} overdue"
    was = "was" if missed == 1 else "were"
    if not missed:
        return f"{sentence(is_late) if overdue else 'No deadline is overdue'}."
    if not overdue:
        return f"{sentence(counted(missed, 'deadline'))} {was} missed."
    return f"{sentence(is_late)}, and {spelled(missed)} {was} missed."


def pace(found: Progress) -> str:
    """ "6 of 10 are done; 7 were due by now. Pace 0.9. One was missed.": for facilitators, who compare."""
    known = f" Pace {words.figure(found.pace, 2)}." if found.pace is not None else ""
    return f"{_done(found)}{known}{_missed(found)}"


def so_far(found: Progress) -> str:
    """ "6 of 10 are done; 7 were due by now. One was missed."."""
    return f"{_done(found)}{_missed(found)}"


def standing(found: Progress) -> str:
    """ "You are two behind.": by what was due until now; nothing before the first was due."""
    ahead, left = found.done - found.expected, found.overdue + found.missed
    if not found.expected and not ahead:
        return ""
    if ahead < 0:
        return f"You are {spelled(-ahead)} behind what was due by now."
    said = f"You are {spelled(ahead)} ahead of what was due by now" if ahead else "You are on pace"
    return f"{said}, though not all that was due is done." if left else f"{said}."


def _done(found: Progress) -> str:
    if not found.of:
        return "Nothing counts towards completion here."
    done = f"{found.done} of {found.of} {'is' if found.of == 1 else 'are'} done"
    if found.pace is None:
        return f"{done}; nothing was due yet."
    return f"{done}; {found.expected} {'was' if found.expected == 1 else 'were'} due by now."


def _missed(found: Progress) -> str:
    was = "was" if found.missed == 1 else "were"
    return f" {sentence(spelled(found.missed))} {was} missed." if found.missed else ""


def completion(cohort: Cohort, found: Progress, *, completed: bool, last: bool) -> str:
    """Say what completes the cohort, or that it is completed: that was noted then, and stays."""
    if completed:
        done = found.done == found.of
        return COMPLETED if done else "It is complete; what is left is up to you."
    if last:
        left = found.of - found.done - found.missed
        if left > 1:
            open_ = f"{sentence(spelled(left))} are open: whichever you tick off first"
            return f"{open_} completes the cohort, and makes your certificate."
        return "One is open: ticking it off completes the cohort, and makes your certificate."
    return ""


def rule(cohort: Cohort, found: Progress) -> str:
    """ "To complete it: 5 of 6 deadlines (80 %); 4 are done.": what the certificate asks for."""
    if not found.of:
        return ""
    asked = found.needed(cohort.completes_at)
    of = f"{asked} of {words.count(found.of, 'deadline')} ({cohort.completes_at} %)"
    if asked == found.of:
        of = f"all {words.count(found.of, 'deadline')}" if found.of > 1 else "the one deadline"
    return f"To complete it: {of}; {found.done} {'is' if found.done == 1 else 'are'} done."


def time_given(name: str, number: int, until: str) -> str:
    """Say until when somebody has time for so many deadlines, and what taking it back would tell."""
    what = "it" if number == 1 else counted(number, "deadline")
    return f"{name} has until {until} for {what}, and sees the reason. Undo tells them as well."


def time_taken_back(name: str, number: int) -> str:
    """Say that deadlines are due as before."""
    those = f"{sentence(counted(number, 'deadline'))} of {name}’s {'is' if number == 1 else 'are'}"
    return f"{those} due as before. They are told."


def judged(on_time: Sequence[tuple[date, date]], first: date, today: date) -> str:
    """Say which of the days from the first until today count as on time: these, each from one to another."""
    if not on_time:
        return "It counts as late."
    since, until = on_time[0]
    if len(on_time) == 1 and since == first:
        last = dates.day(until, today)
        return "It counts as on time." if until == today else f"On time up to {last}, late after that."
    days = (
        dates.day(a, today) if a == b else f"{dates.day(a, today)} to {dates.day(b, today)}"
        for a, b in on_time
    )
    return f"On time: {words.joined(days)}. Late on any other day: what was due on that day decides."


def strict(cohort: Cohort) -> str:
    """Say what becomes of a deadline that has passed."""
    return STRICT[cohort.strictness].format(days=words.count(cohort.grace_days, "day"))


def escalates(cohort: Cohort) -> str:
    """Say who hears of what is overdue, where that was agreed."""
    return ESCALATES if cohort.escalates else ""


def flagged(rule: Flag, *, overdue: int, missed: int) -> str:
    """Return a flag in words; of what was due, whether it can still be done late or was missed."""
    if rule is not Flag.OVERDUE or not missed:
        return FLAGGED[rule]
    return "overdue, some missed" if overdue else "missed"


def raised(rows: Sequence[RaisedFlag], found: Progress, zone: tzinfo, now: datetime) -> str:
    """ "pace below 0.6 and overdue, since Tue 17 Nov": those that nobody spoke of, by the day that they were
    raised on in that zone.
    """
    by_day: dict[date, list[str]] = {}
    for row in rows:
        if not row.truth:
            by_day.setdefault(dates.local_date(row.raised_at, zone), []).append(_flagged(row, found))
    today = dates.local_date(now, zone)
    said = (f"{words.joined(names)}, since {dates.day(day, today)}" for day, names in sorted(by_day.items()))
    return "; ".join(said)


def settled(rows: Sequence[RaisedFlag], found: Progress, reader_id: int) -> str:
    """ "Overdue: they say it is not so. Nothing ticked off for 7 days: somebody helped."."""
    said = (f"{sentence(_flagged(row, found))}: {word_on(row, reader_id)}." for row in rows if row.truth)
    return " ".join(said)


def word_on(row: RaisedFlag, reader_id: int) -> str:
    """Return what was said of a flag, and whose word it is that it is wrong."""
    if row.truth is not Truth.WRONG:
        return "somebody helped" if row.truth is Truth.HELPED else str(row.truth)
    if row.said_by_id == reader_id:
        return "you say it is not so"
    return f"{'they say' if row.said_by_id == row.person_id else 'a facilitator says'} it is not so"


def _flagged(row: RaisedFlag, found: Progress) -> str:
    return flagged(row.rule, overdue=found.overdue, missed=found.missed)


def roster_title(need: int, of: int) -> str:
    """Return the answer of the roster: how many need the facilitator this week."""
    if not of:
        return "Nobody is in it yet."
    return f"{need_you(need, of)} this week." if need else "Nobody needs you this week."


def results_title(done: int, of: int) -> str:
    """Return the answer of the roster of a cohort that is over: how many completed it."""
    if not of:
        return "Nobody was in it."
    return f"{sentence(spelled(done))} of {of} completed it." if done else "Nobody completed it."


def need_you(need: int, of: int) -> str:
    """ "Ten of 24 need you"."""
    return f"{spelled(need).capitalize()} of {of} {'needs' if need == 1 else 'need'} you"


def session(cohort: Cohort, planned: Planned, now: datetime) -> dict[str, str]:
    """Return when and where a session is, by the cohort's clocks: at its own place, or at the cohort's."""
    at, ends = planned.at(cohort.tz), planned.ends_wall
    meets = place_of(planned, cohort)
    return {
        "When": dates.between(at, instant(ends, cohort.tz), cohort.tz, now) if at and ends else "",
        "Room or address": meets.place or "None",
        "Call link": meets.call_url or "None",
    }


def missing(found: Sequence[tuple[str, int]]) -> str:
    """ "Missing most: “A manual that answers” (of 11 people) and “Three tools” (of 9)."."""
    said = [f"“{title}” (of {words.count(number, 'person')})" for title, number in found]
    return f"Missing most, of what was due: {words.joined(said)}." if said else ""


def completed_with(cohort: Cohort, done: int, of: int) -> str:
    """Say with how much somebody completed it, where there is more."""
    if done >= of:
        return "has completed it, all of it."
    return f"has completed it: {done} of {of} were done, and {cohort.completes_at} % is asked for."


def preparing(cohort: Cohort, *, hosts: int, ties: int) -> list[tuple[str, bool, str]]:
    """Return what a draft still wants before it is published: what, whether it is done, and where."""
    url = cohort.desk
    return [
        ("Course, start and dates", True, f"{cohort.url}/dates"),
        ("Say in a sentence what one gets", bool(cohort.summary), f"{url}/edit"),
        ("Say where it meets", bool(cohort.place or cohort.call_url), f"{url}/edit"),
        ("A second facilitator", hosts > 1, f"{url}/set-up#hosts"),
        ("Tie it to a goal", ties > 0, f"{url}/set-up#goals"),
    ]
