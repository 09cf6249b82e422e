"""Headers that mail programs read letter by letter: never an encoded word, however long the address in it."""

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry
from email.policy import SMTP, Policy
from typing import Any, ClassVar, Literal


class Whole(BaseHeader):
    """A header whose `<…>` goes out as it is, folded before it where words make the line long."""

    max_count: ClassVar[Literal[1]] = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the text as it is given."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent."""
        text, line = str(self), f"{self.name}: {self}"
        if len(line) > (policy.max_line_length or len(line)):
            text = f"{policy.linesep} <".join(text.rsplit(" <", 1))
        return f"{self.name}: {text}{policy.linesep}"


class _Registry(HeaderRegistry):
    """Makes the class of a header once; the standard one makes it anew for each header of each mail."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, type[BaseHeader]] = {}

    def __getitem__(self, name: str) -> type[BaseHeader]:
        if name not in self._made:
            self._made[name] = super().__getitem__(name)
        return self._made[name]


def _registry() -> HeaderRegistry:
    found = _Registry()
    for name in ("message-id", "list-id", "list-unsubscribe", "list-unsubscribe-post"):
        found.map_to_type(name, Whole)
    return found


MAIL = SMTP.clone(header_factory=_registry())


def phrase(text: str) -> str:
    """Return words that may stand before a `<…>`; those that are not ASCII encoded, and they alone."""
    return text if text.isascii() else Header(text, "utf-8").encode()
