"""What screens call the kinds that can be found, and the icon beside each; others have their own name."""

from dataclasses import dataclass

from learnhub.core.words import plural


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing, in words: "key result", "key results"."""

    name: str
    word: str
    icon: str = "search"

    @property
    def many(self) -> str:
        return plural(self.word).capitalize()


KINDS = (
    Kind("resource", "resource", "file-text"),
    Kind("collection", "collection", "library"),
    Kind("talk", "talk", "presentation"),
    Kind("request", "request", "megaphone"),
    Kind("question", "question", "info"),
    Kind("hackathon", "hackathon", "rocket"),
    Kind("demo", "demo", "puzzle"),
    Kind("goal", "goal", "target"),
    Kind("person", "person", "users-round"),
)
_by_name = {kind.name: kind for kind in KINDS}


def kind(name: str) -> Kind:
    """Return the words for a kind."""
    return _by_name.get(name) or Kind(name, name.replace("_", " "))


def in_order(names: list[str]) -> list[Kind]:
    """Return these kinds as they are listed."""
    places = {each.name: place for place, each in enumerate(KINDS)}
    return sorted(map(kind, names), key=lambda each: (places.get(each.name, len(KINDS)), each.name))
