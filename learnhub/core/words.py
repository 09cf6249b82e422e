"""How numbers and lists are worded: "3 demos", "Four", "1,204", "61 %", "Ada, Bob and Eve"."""

import math
from collections.abc import Iterable
from decimal import Decimal

SMALL = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
IRREGULAR = {
    "person": "people",
    "child": "children",
    "half": "halves",
    "is": "are",
    "has": "have",
    "was": "were",
    "series": "series",
}
TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "dipl.-ing", "ing"})
SIZES = ("bytes", "kB", "MB", "GB", "TB")


def plural(word: str) -> str:
    """ "demos", "people", "key results", "entries": the last word of what is given."""
    head, space, last = word.rpartition(" ")
    if last in IRREGULAR:
        return f"{head}{space}{IRREGULAR[last]}"
    if last.endswith("y") and last[-2:-1] not in set("aeiou"):
        return f"{head}{space}{last[:-1]}ies"
    return word + ("es" if last.endswith(("s", "x", "ch", "sh")) else "s")


def count(number: int, word: str, many: str | None = None) -> str:
    """ "1 demo", "3 demos", "1,204 people"."""
    return f"{figure(number)} {word if number == 1 else many or plural(word)}"


def called(name: str, *, has_left: bool) -> str:
    """ "Ada", "Ada (has left)": in a list of who did something once."""
    return f"{name} (has left)" if has_left else name


def sentence(value: str) -> str:
    """The same text with its first letter large: "three demos" begins a sentence as "Three demos"."""
    return value[:1].upper() + value[1:]


def stopped(value: str) -> str:
    """End what somebody typed as a sentence ends: more follows it."""
    text = value.rstrip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def spelled(number: int) -> str:
    """ "three"; from thirteen on in figures, and "no" for none."""
    return SMALL[number] if 0 <= number < len(SMALL) else figure(number)


def counted(number: int, word: str, many: str | None = None) -> str:
    """ "three demos", "one demo", "no demos": for sentences."""
    return f"{spelled(number)} {word if number == 1 else many or plural(word)}"


def ordinal(number: int) -> str:
    """ "1st", "2nd", "3rd", "11th"."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def figure(number: float | Decimal, places: int = 1) -> str:
    """ "1,204", "0.9": thousands apart, at most that many places, a true minus.

    What Babel says as well, in a tenth of the time; a half goes to the even neighbour.
    """
    if isinstance(number, int):
        return f"{number:,}".replace("-", "−")
    text = f"{round(Decimal(str(number)), places):,f}"
    return (text.rstrip("0").rstrip(".") if places else text).replace("-", "−")


def signed(number: float | Decimal, places: int = 1) -> str:
    """ "+3", "−1", "0": for changes."""
    return f"+{figure(number, places)}" if number > 0 else figure(number, places)


def percent(share: float | None) -> str:
    """0.61 is "61 %"; no share is a dash."""
    return "–" if share is None else f"{in_hundred(share, 1)} %"


def in_hundred(part: float, whole: float) -> int:
    """62.5 is 63: the nearest whole percent, a half upwards; nothing of nothing is 0.

    1,994 of 2,000 are 99: 100 is all, and 0 is none.
    """
    nearest = math.floor(100 * part / whole + 0.5) if whole else 0
    return min(max(nearest, 1), 99) if 0 < part < whole else nearest


def joined(parts: Iterable[str], word: str = "and") -> str:
    """ "Ada, Bob and Eve"."""
    *most, last = [*parts] or [""]
    return f"{', '.join(most)} {word} {last}" if most else last


def size(count_of_bytes: int) -> str:
    """ "4.2 MB", in powers of a thousand."""
    amount, unit = float(count_of_bytes), 0
    while amount >= 1000 and unit < len(SIZES) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{figure(amount)} {SIZES[unit]}"


def initials(name: str) -> str:
    """ "ML" for Maya Lindqvist: first and last name, a question mark for nobody.

    Titles and what follows a comma, as where somebody is from, count where nothing else is left alone.
    """
    parts = name.partition(",")[0].split() or name.split()
    parts = [each for each in parts if each.casefold().rstrip(".") not in TITLES] or parts
    return (parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else "")).upper() if parts else "?"


def tint(name: str) -> str:
    """Which of the four soft colours a name's face has: a, b, c or d, always the same one."""
    return "abcd"[sum(name.encode()) % 4]
