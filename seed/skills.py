"""What people say they can do: a little a year ago, more today."""

from datetime import datetime, timedelta

from learnhub.core import clock
from learnhub.people import skills
from learnhub.people.models import SkillLevel
from seed.company import Company

AUDIO = "Audio models on a board"
TESTING = "Testing a model with few cases"
MANUALS = "Answers from a manual, with the page"
OWN = "Models on our own machines"
SAFETY = "Writing a safety argument"
# How many say so at each of the four steps, the lowest first: when the year began, and who came since.
SAID = {
    AUDIO: ((4, 3, 6, 0), (3, 5, 3, 6)),
    TESTING: ((6, 5, 6, 0), (2, 4, 4, 6)),
    MANUALS: ((5, 5, 5, 0), (5, 4, 5, 5)),
    OWN: ((3, 2, 5, 0), (5, 5, 4, 6)),
    SAFETY: ((2, 0, 1, 0), (1, 1, 0, 1)),
}
YEAR = timedelta(days=350)


def make_first(today: datetime, people: Company) -> None:
    """What was said when the year began, before the goals were written down."""
    with clock.at(today - YEAR):
        for turn, (skill, (first, _)) in enumerate(SAID.items()):
            _say(people, skill, _crowd(people, turn), first)


def make_since(today: datetime, people: Company) -> None:
    """What came since."""
    with clock.at(today - timedelta(days=9)):
        for turn, (skill, (first, since)) in enumerate(SAID.items()):
            _say(people, skill, _crowd(people, turn)[sum(first) :], since)


def _crowd(people: Company, turn: int) -> list[str]:
    """Everybody, in an order of each skill's own, so that no two skills are had by the same people."""
    names = sorted(people.people)
    return sorted(names, key=lambda name: (sum(name.encode()) * (7 + 2 * turn) % 83, name))


def _say(people: Company, skill: str, crowd: list[str], numbers: tuple[int, ...]) -> None:
    left = iter(crowd)
    for level, number in zip(SkillLevel, numbers, strict=True):
        for turn in range(number):
            helps = level is SkillLevel.TEACHES or (level is SkillLevel.ALONE and turn % 2 == 0)
            skills.say(people[next(left)], skill, level=level, helps=helps)
