"""What the product is made of: what screens call each kind of thing, its icon, and where one adds such."""

from dataclasses import dataclass

from learnhub.core.words import plural


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing, in words: "key result", "key results". `new` is where its form will be.

    `is_closed`: not everybody of the organisation may know of each such thing.
    """

    name: str
    word: str
    icon: str = "search"
    new: str = ""
    is_closed: bool = False

    @property
    def one(self) -> str:
        return self.word.capitalize()

    @property
    def many(self) -> str:
        return plural(self.word).capitalize()


# In the order in which they are listed; those that somebody adds appear once their form exists.
KINDS = (
    Kind("resource", "resource", "file-text", "/library/add"),
    Kind("collection", "collection", "library"),
    Kind("talk", "talk", "presentation", "/talks/new", is_closed=True),
    Kind("series", "series", "calendar-days"),
    Kind("request", "request", "megaphone"),
    Kind("question", "question", "info"),
    Kind("help", "help request", "handshake", is_closed=True),
    Kind("hackathon", "hackathon", "rocket", "/hackathons/new", is_closed=True),
    Kind("course", "course", "graduation-cap", "/courses/new"),
    Kind("cohort", "cohort", "users", "/cohorts/new", is_closed=True),
    Kind("commitment", "commitment", "handshake", "/commitments/new", is_closed=True),
    Kind("challenge", "challenge", "puzzle", "/challenges/new"),
    Kind("demo", "demo", "puzzle"),
    Kind("goal", "goal", "target", "/goals/new"),
    Kind("person", "person", "users-round"),
    Kind("unit", "unit", "users"),
)
PROGRAMS = ("hackathon", "talk", "cohort")  # those of them that are programs
CLOSED = tuple(each.name for each in KINDS if each.is_closed)
_by_name = {kind.name: kind for kind in KINDS}


def kind(name: str) -> Kind:
    """Return the words for a kind; others than these have their own name."""
    return _by_name.get(name) or Kind(name, name.replace("_", " "))


def in_order(names: list[str]) -> list[Kind]:
    """Return these kinds as they are listed."""
    places = {each.name: place for place, each in enumerate(KINDS)}
    return sorted(map(kind, names), key=lambda each: (places.get(each.name, len(KINDS)), each.name))
