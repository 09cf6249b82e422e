"""What the page of a goal counts of what serves it and what came of it: what its reader may know of."""

from collections import Counter
from collections.abc import Mapping, Sequence

from learnhub.core import words
from learnhub.core.refs import Card, Ref, Stage
from learnhub.goals import sentences
from learnhub.goals.story_queries import Thread

SHOWN = 8  # of each kind of thing


def newest(threads: Sequence[Thread]) -> list[Thread]:
    """Return the first `SHOWN` of each kind: the first of each, then the second."""
    so_far: Counter[str] = Counter()
    places: list[list[Thread]] = [[] for _ in range(SHOWN)]
    for each in threads:
        place = so_far[each.ref.kind]
        if place < SHOWN:
            so_far[each.ref.kind] = place + 1
            places[place].append(each)
    return [each for place in places for each in place]


def _is_program(thread: Thread) -> bool:
    return thread.serves and thread.ref.kind in sentences.PROGRAMS


def figures(known: Sequence[Thread], cards: Mapping[Ref, Card]) -> list[tuple[str, str]]:
    """The numbers of what was done and is planned: programs together, then each kind of the rest."""
    programs = [each.ref for each in known if _is_program(each)]
    stages = Counter(cards[ref].stage for ref in programs)
    found = [
        (words.figure(number), f"{'program' if number == 1 else 'programs'}{how}")
        for number, how in ((stages[Stage.DONE], ""), (stages[Stage.PLANNED], " planned"))
        if number
    ]
    counted = {*programs}  # what a talk proves is the same talk
    every = dict.fromkeys(each.ref for each in known if each.ref not in counted)
    by_kind = Counter(ref.kind for ref in every if cards[ref].stage is Stage.DONE)
    for kind, number in by_kind.items():
        word = sentences.kind_word(kind)
        found.append((words.figure(number), word if number == 1 else words.plural(word)))
    return found


def done(known: Sequence[Thread], cards: Mapping[Ref, Card]) -> dict[str, int]:
    """How many programs were done, and how much came of them, each thing once, by kind."""
    counted = [each.ref for each in known if _is_program(each) or not each.serves]
    return dict(Counter(ref.kind for ref in dict.fromkeys(counted) if cards[ref].stage is Stage.DONE))
