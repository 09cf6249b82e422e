"""What a goal's title says, as a sentence, in every state."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from learnhub.core import dates, words
from learnhub.core.refs import Card
from learnhub.goals import progress
from learnhub.goals.models import Goal, GoalState, KeyResult, KeyResultKind, Outcome
from learnhub.goals.progress import Result

STALE = timedelta(days=60)  # without evidence
RUNNING = "Running"  # what the card of a program says


def number(value: Decimal | None) -> str:
    """Write a value plainly: 45, 4.5, 12 300; no trailing zeros."""
    if value is None:
        return "–"
    text = f"{value.normalize():f}"
    whole, point, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", "\u202f") if len(whole.lstrip("-")) > 4 else whole
    return f"{grouped}{point}{rest}"


def proof(last: datetime | None, today: date, where: tzinfo, by: str = "") -> str:
    """Say when the last evidence came, and what it is: "Evidence 3 days ago: a demo", "No evidence since
    12 May 2023".
    """
    if last is None:
        return "No evidence yet"
    day = dates.local_date(last, where)
    if today - day >= STALE:
        return f"No evidence since {dates.short_day(day, today)}"
    return f"Evidence {dates.relative_day(day, today)}{f': {by}' if by else ''}"


def proved_by(kind: str | None, card: Card | None) -> str:
    """Say what evidence is, by its kind, or by its card where it bears a name: "a take-away by Ada"."""
    word = f"{card.state[:1].lower()}{card.state[1:]}" if card else kind_word(kind or "")
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}" if word else ""


def updated(last: datetime | None, today: date, where: tzinfo) -> str:
    """Say when somebody wrote last where the goal stands: "Update today", "Update 12 May 2023"."""
    if last is None:
        return ""
    day = dates.local_date(last, where)
    said = dates.short_day(day, today) if today - day >= STALE else dates.relative_day(day, today)
    return f"Update {said}"


def measured_in(result: KeyResult) -> str:
    """Say in what a metric is measured and where it stood: "In stops a month. It stood at 64."."""
    unit = f"In {result.measure}. " if result.measure else ""
    return f"{unit}It stood at {number(result.current)}." if result.current is not None else unit.strip()


def headline(state: GoalState, results: Sequence[Result]) -> str:
    """Say where a goal stands, by its first key result that counts; closed, by what became of them."""
    if state is GoalState.CLOSED:
        ending = _ending(results)
        return f"{ending[:1].upper()}{ending[1:]}."
    if not results:
        return "Nothing measures it yet."
    result = first(results)
    if result.kind is KeyResultKind.MILESTONE:
        return f"{result.title}: {'reached' if result.reached_at else 'not reached yet'}."
    return _metric(result)


def first(results: Sequence[Result]) -> Result:
    """Return the key result that speaks for the goal: the first that counts."""
    return next((result for result in results if result.weight), results[0])


def _ending(results: Sequence[Result]) -> str:
    counted = [result for result in results if result.weight]
    if not counted:
        return "closed"
    reached = sum(1 for result in counted if result.outcome is Outcome.REACHED)
    if len(counted) == 1:
        return (counted[0].outcome or Outcome.MISSED).label.lower()
    which = "all" if reached == len(counted) else "none" if not reached else words.spelled(reached)
    return f"{which} of {words.spelled(len(counted))} key results reached"


def so_far(state: GoalState, done: Mapping[str, int], people: int | None) -> str:
    """Say what was done and how many took part, below what moved; "" before anything was.

    "So far 2 hackathons, 3 talks and 4 demos. 40 people took part."
    """
    if not done:
        return ""
    began = "So far " if state is GoalState.OPEN else "It took "
    took = f" {words.count(people, 'person', 'people')} took part." if people else ""
    return f"{began}{since(done)}.{took}"


def _metric(result: Result) -> str:
    unit = f" {result.measure}" if result.measure else ""
    if result.current is None:
        return f"{result.title}: nothing measured yet. The goal is {number(result.target)}{unit}."
    target = f"The goal is {number(result.target)}."
    if progress.is_reached(result):
        return f"{result.title} reached {number(result.current)}{unit}. The goal was {number(result.target)}."
    if result.baseline is None or result.current == result.baseline:
        return f"{result.title}: {number(result.current)}{unit}. {target}"
    verb = "rose" if result.current > result.baseline else "fell"
    return f"{result.title} {verb} from {number(result.baseline)} to {number(result.current)}{unit}. {target}"


def added(goal: Goal, today: date) -> str:
    """Say that a goal is there, and what it does to the one that it serves."""
    if goal.parent is None:
        return f"“{goal.title}” is added."
    counts = (
        f", and counts there from {dates.day(goal.starts_on, today)} on" if goal.starts_on > today else ""
    )
    return f"“{goal.title}” is added. It serves “{goal.parent.title}”{counts}."


KINDS = {
    "hackathon": "hackathon",
    "talk": "talk",
    "resource": "resource",
    "course": "course",
    "collection": "collection",
    "demo": "demo",
    "take-away": "take-away",
    "question": "answer",
    "cohort": "cohort",
    "follow-up": "adoption",
}
PROGRAMS = ("hackathon", "talk", "cohort")


def kind_word(kind: str) -> str:
    """Return what a kind of thing is called in a sentence."""
    return KINDS.get(kind, kind)


def since(kinds: Mapping[str, int]) -> str:
    """Say what came in: "2 demos and 1 take-away"; "" for nothing."""
    return words.joined(words.count(number, kind_word(kind)) for kind, number in kinds.items())


def drafted(kinds: Mapping[str, int], titles: Sequence[str], *, is_first: bool) -> str:
    """Return the first words of an update from what came in since the last; "" where nothing did."""
    if not kinds:
        return ""
    when = "So far" if is_first else "Since the last update"
    quoted = words.joined(f"“{title.rstrip('.')}”" for title in titles)
    named = f": {quoted}" if titles else ""
    return f"{when}, {since(kinds)}{named}."
