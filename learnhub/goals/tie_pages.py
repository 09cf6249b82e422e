"""The pages of ties: what serves a goal, and which goals a thing serves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from learnhub.core import refs
from learnhub.core.paging import within
from learnhub.core.refs import Card, Ref, Stage
from learnhub.core.text import one_line
from learnhub.core.words import counted
from learnhub.goals import list_queries, queries, sentences, services, shown_under, tieable
from learnhub.goals.models import Goal, Tie
from learnhub.goals.tieable import Asked, Thing
from learnhub.people.models import Person
from learnhub.web.page import page_number

EACH = 3  # of each kind, before one is chosen


def of_goal(person: Person, goal: Goal, args: Mapping[str, str]) -> dict[str, Any]:
    """Everything that serves the goal, and what could: `kind`, `q` and `page` from the address."""
    kinds = tieable.kinds()
    kind = args.get("kind", "") if args.get("kind") in kinds else ""
    words = one_line(args.get("q"))[:100]
    may = services.verdict_on_editing(person, goal)
    tied = {Ref(row.ref_kind, row.ref_id): row for row in queries.ties(goal)}
    rows = _rows(person, tied)
    number = within(page_number(args), len(rows), list_queries.PAGE)
    return {
        "goal": goal,
        "may": may,
        "rows": rows[(number - 1) * list_queries.PAGE : number * list_queries.PAGE],
        "total": len(rows),
        "number": number,
        "per_page": list_queries.PAGE,
        "kinds": [("", "Everything"), *((name, served.many) for name, served in kinds.items())],
        "kind": kind,
        "words": words,
        "offered": [thing for thing in _offered(person, kind, words) if thing.ref not in tied] if may else [],
        "labels": {name: served.label for name, served in kinds.items()},
    }


def _offered(person: Person, kind: str, words: str) -> list[Thing]:
    """Return things of that kind; without one, the newest of each that serve no goal, or of those words."""
    if kind:
        return [*tieable.some(person, kind, Asked(words))]
    return tieable.newest(person, Asked(words, untied=not words, most=EACH))


@dataclass(frozen=True, slots=True)
class Serves:
    """A row of what serves a goal; under it stands what does for its sake: slides under their talk."""

    tie: Tie
    card: Card
    parts: Sequence[Card]
    dates: int  # of a series

    @property
    def said(self) -> str:
        """ "Hackathon, running"; a resource and what says no more than its kind are one word: "Slides"."""
        word, state = sentences.kind_word(self.tie.ref_kind).capitalize(), self.card.state
        if self.tie.ref_kind == "resource" or state == word:
            return state or word
        dates = f", with {counted(self.dates, 'date')}" if self.dates else ""
        return f"{word}, {state[0].lower()}{state[1:]}{dates}" if state else f"{word}{dates}"

    @property
    def on(self) -> datetime | None:
        """The day of a program, while it does not run."""
        has_one = self.tie.ref_kind in sentences.PROGRAMS and self.card.state != sentences.RUNNING
        return self.card.when if has_one else None


def _rows(person: Person, tied: Mapping[Ref, Tie]) -> list[Serves]:
    """Return what serves the goal as its reader may know it."""
    cards = refs.cards([*tied], person)
    found = shown_under.with_dates([*cards])
    under = {part: whole for part, whole in found.items() if cards[whole].stage is not Stage.OFF}
    below = shown_under.by_whole(under)
    return [
        Serves(row, cards[ref], *_below(below.get(ref, ()), cards))
        for ref, row in tied.items()
        if ref in cards and ref not in under
    ]


def _below(parts: Sequence[Ref], cards: Mapping[Ref, Card]) -> tuple[list[Card], int]:
    shown = [cards[part] for part in parts if part.kind not in sentences.PROGRAMS]
    return shown, len(parts) - len(shown)


def untie(goal: Goal, tie: Tie) -> bool:
    """Untie it from the goal; return whether what stood under it serves the goal still."""
    tied = {Ref(row.ref_kind, row.ref_id) for row in queries.ties(goal)}
    under = shown_under.with_dates(tied)
    parts = {part for part, whole in under.items() if whole == Ref(tie.ref_kind, tie.ref_id)}
    services.untie(tie, may_edit_the_other=True)
    return not parts.isdisjoint(Ref(row.ref_kind, row.ref_id) for row in queries.ties(goal))


def of_thing(person: Person, kind: str, key: str) -> dict[str, Any]:
    """The goals that a thing serves, and those it could. Raises NotFound."""
    thing = tieable.one(person, kind, key)
    card = refs.cards([thing.ref], person).get(thing.ref)
    return {"thing": thing, "kind": kind, "card": card, "many": tieable.kinds()[kind].many} | serves(
        person, thing.ref, may=thing.may
    )


def serves(person: Person, ref: Ref, *, may: bool) -> dict[str, Any]:
    """What `goals/_serves.html` shows on the page of a thing: its ties, and the goals to choose from."""
    ties = queries.ties_of(person, ref)
    tied = {tie.goal_id for tie in ties}
    goals = tuple(goal for goal in queries.open_goals(person) if goal.id not in tied) if may else ()
    return {"ties": ties, "open_goals": goals, "may_tie": may}
