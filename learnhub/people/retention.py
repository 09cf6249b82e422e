"""How long what is kept: its kinds, what becomes of each then, and what the organisation chose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from learnhub.people.models import Organisation

MONTH = timedelta(days=365) / 12
GONE = "gone"  # in what the organisation keeps of it: what was before these moments went by a shorter figure
SMALLEST, MOST_SMALLEST = 5, 20  # people; nothing is said of fewer


@dataclass(frozen=True, slots=True)
class Keeping:
    """One kind of what is kept, in months; `then` is what becomes of it."""

    name: str
    title: str
    then: str
    default: int
    choices: tuple[int, ...]

    def months(self, house: Organisation) -> int:
        chosen = house.retention.get(self.name)
        return chosen if chosen in self.choices else self.default


KEEPINGS = (
    Keeping(
        "check_ins",
        "What people say of their weeks",
        "The words and hours of check-ins, of weeks of a commitment and of notes to a pod-mate are emptied, "
        "and where a pod met. "
        "That one was written stays.",
        24,
        (3, 6, 12, 24),
    ),
    Keeping(
        "help",
        "What people were stuck on",
        "Question and answers are emptied, counted from when it was over, or from the last that was said. A "
        "library note made of it stays.",
        12,
        (3, 6, 12, 24),
    ),
    Keeping(
        "messages",
        "Messages",
        "What was sent to whom and when is deleted, from inboxes too. What told a calendar of a program "
        "stays until that has ended.",
        12,
        (3, 6, 12, 24),
    ),
    Keeping(
        "acts",
        "That somebody took part in something",
        "It is deleted, with the weeks that are counted from it. Dashboards look back two years.",
        36,
        (24, 36, 60),
    ),
    Keeping(
        "audit",
        "Names in the audit log",
        "Who did it is taken out, and what was said of a person. That it was done stays.",
        36,
        (12, 24, 36, 60),
    ),
    Keeping(
        "leavers",
        "People who left",
        "They are erased: what is theirs alone is deleted, the rest is left without a name.",
        24,
        (3, 6, 12, 24, 36),
    ),
)


def profile(house: Organisation) -> dict[str, int]:
    """Return every figure of the privacy profile as it stands."""
    return {each.name: each.months(house) for each in KEEPINGS} | {"smallest": smallest(house)}


def smallest(house: Organisation) -> int:
    return max(house.smallest_group, SMALLEST)


def kept_since(house: Organisation, name: str, now: datetime) -> datetime:
    """Return from when on it is still whole: what went before it was kept longer is gone."""
    kept = now - profile(house)[name] * MONTH
    gone = house.retention.get(GONE, {}).get(name)
    return max(kept, datetime.fromisoformat(gone)) if gone else kept


def is_looser(name: str, before: int, after: int) -> bool:
    """Whether a figure protects less: kept for longer, or said of fewer."""
    return after < before if name == "smallest" else after > before


def put(house: Organisation, values: Mapping[str, int], now: datetime) -> None:
    """Let these figures be the organisation's, and note from when on what is kept longer now is whole."""
    before, months = profile(house), {name: value for name, value in values.items() if name != "smallest"}
    longer = [name for name, value in months.items() if is_looser(name, before[name], value)]
    gone = {name: kept_since(house, name, now).isoformat() for name in longer}
    house.retention = {**house.retention, **months, GONE: {**house.retention.get(GONE, {}), **gone}}
    house.smallest_group = values.get("smallest", house.smallest_group)
