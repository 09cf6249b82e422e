"""The pages of ties: what serves a goal, and which goals a thing serves."""

from collections.abc import Mapping
from typing import Any

from learnhub.core import refs
from learnhub.core.paging import within
from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.goals import queries, sentences, services, tieable
from learnhub.goals.models import Goal, Tie
from learnhub.goals.tieable import Asked
from learnhub.people.models import Person
from learnhub.web.page import page_number


def of_goal(person: Person, goal: Goal, args: Mapping[str, str]) -> dict[str, Any]:
    """Everything that serves the goal, and what could: `kind`, `q` and `page` from the address."""
    kinds = tieable.kinds()
    kind = args.get("kind", "") if args.get("kind") in kinds else next(iter(kinds), "")
    words = one_line(args.get("q"))[:100]
    may = services.verdict_on_editing(person, goal)
    asked = page_number(args)
    rows, total = queries.ties(goal, page=asked)
    tied = {Ref(row.ref_kind, row.ref_id) for row in rows}
    cards = refs.cards(tied, person)
    return {
        "goal": goal,
        "may": may,
        "rows": [
            (row, cards[ref], _said(row, cards[ref]))
            for row in rows
            if (ref := Ref(row.ref_kind, row.ref_id)) in cards
        ],
        "total": total,
        "number": within(asked, total, queries.PAGE),
        "per_page": queries.PAGE,
        "kinds": [(name, served.many) for name, served in kinds.items()],
        "kind": kind,
        "words": words,
        "offered": [
            thing
            for thing in (tieable.some(person, kind, Asked(words)) if may else ())
            if thing.ref not in tied
        ],
    }


def _said(row: Tie, card: Card) -> str:
    """ "Hackathon, running"; a resource and what says no more than its kind are one word: "Slides"."""
    word = sentences.kind_word(row.ref_kind).capitalize()
    if row.ref_kind == "resource" or card.state == word:
        return card.state or word
    return f"{word}, {card.state.lower()}" if card.state else word


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
