"""What people ask to hear of and offer to give."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from learnhub.core import clock
from learnhub.talks import requests
from learnhub.talks.models import RequestKind
from seed.company import Company
from seed.skills import AUDIO, OWN, TESTING

DAY = timedelta(days=1)
WANTED = (  # days ago, kind, title, why, who asks, how many vote, who gives it, what a speaker knows
    (
        40,
        "topic",
        "When not to fine-tune",
        "We are about to, and nobody here has.",
        "Sofia Marchetti",
        11,
        "",
        OWN,
    ),
    (
        33,
        "topic",
        "Costs: what a thousand calls come to",
        "My budget is a guess.",
        "Lena Hoffmann",
        9,
        "Gustav Ek",
        "",
    ),
    (
        25,
        "topic",
        "Logs that a model can read",
        "Ours are written for people.",
        "Chidi Eze",
        7,
        "",
        TESTING,
    ),
    (18, "proposal", "Fuzzing with a language model", "I tried it for a month.", "Isak Rydberg", 6, "", ""),
    (
        12,
        "topic",
        "Speech on the shop floor",
        "Gloves, noise: does any work?",
        "Erik Dahl",
        5,
        "",
        AUDIO,
    ),
    (9, "topic", "Reading papers in an hour", "I have forty open tabs.", "Hana Kimura", 4, "Olga Melnyk", ""),
    (4, "proposal", "Five failures of mine", "Cheaper to hear than to repeat.", "Luca Moretti", 3, "", ""),
    (2, "topic", "Who owns what a model wrote?", "A customer asked.", "Camille Laurent", 2, "", ""),
)


def make(today: datetime, people: Company, crowd: Sequence[str]) -> None:
    """Make them, each with the votes of some of the crowd."""
    for days, kind, title, why, asker, votes, giver, skill in WANTED:
        with clock.at(today - days * DAY):
            made = requests.ask(people[asker], kind=RequestKind(kind), title=title, why=why, skill=skill)
            for step in range(votes):
                requests.vote(people[crowd[(days + step * 5) % len(crowd)]], made)
            if giver:
                requests.give(people[giver], made)
