"""What the page of a search says of itself."""

from learnhub.core.kinds import kind as kind_of
from learnhub.core.words import counted, figure, joined, sentence
from learnhub.search.queries import Found, Hit
from learnhub.search.ranking import NEWEST

SHOWN = 40  # characters of what was typed


def title(found: Found, typed: str, kind: str) -> str:
    """The answer, as a sentence."""
    if not typed:
        return "What are you looking for?"
    word = kind_of(kind).word if kind else "thing"
    said = f"“{typed[:SHOWN].rstrip()}{'…' if len(typed) > SHOWN else ''}”"
    if not found.total:
        return f"Nothing found for {said}."
    if found.loose:
        return "Nothing has all of these words."
    if found.many and not kind:
        return f"More than {figure(NEWEST)} things for {said}."
    number = counted(found.total, word)
    return f"{number[:1].upper()}{number[1:]} for {said}."


def lead(found: Found, typed: str) -> str:
    """What else there is to know about the answer."""
    parts = []
    if found.unknown:
        asked = joined(f"“{each}”" for each in found.unknown)
        parts.append(f"{asked} means nothing here, and was left out.")
    if found.loose and found.total:
        parts.append(f"{counted(found.total, 'thing').capitalize()} with some of them, the best first.")
    elif found.many:
        parts.append(f"These are the newest {figure(NEWEST)}. Add a word, or choose a kind.")
    elif not typed:
        parts.append("Everything that you may see, from one box.")
    return " ".join(parts)


def about(hit: Hit) -> str:
    """What a hit is and how it stands: "Paper", "Talk, To come"."""
    if hit.type:
        return sentence(hit.card.state or hit.type.replace("_", " "))
    return sentence(", ".join(filter(None, (kind_of(hit.ref.kind).word, hit.card.state))))
