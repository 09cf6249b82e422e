"""What the description of an event in a calendar says besides the story: who speaks, and what there is of it.

Calendars have no field for it. We write lines such as "Speakers: Ada, Bob" before the story, and read them
again; others write "- Title by Ada" below "Talks:".
"""

import re
from dataclasses import dataclass

from learnhub.core.text import many_lines
from learnhub.talks.formats.entries import BELOW, links, listed, names

SPEAKERS, SUMMARY, RECORDINGS, SLIDES = "Speakers", "In short", "Recording", "Slides"
RECORDED = "It is recorded."
_LINE = re.compile(rf"({SPEAKERS}|Speaker|{SUMMARY}|{RECORDINGS}|{SLIDES}): *(.*)")
_TALK = re.compile(r"^[-*•] +.+ by (?P<who>[^\n]+)$", re.MULTILINE)
_TALKS = re.compile(r"^(Talks|Agenda|Program|Programme): *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Described:
    """The parts of a description; the story is what is left."""

    story: str = ""
    summary: str = ""
    speakers: str = ""
    recordings: str = ""
    slides: str = ""
    recorded: str = ""


def read(text: str) -> Described:
    """Return what a description says."""
    said: dict[str, list[str]] = {}
    recorded, rest = "", many_lines(text).split("\n")
    while rest and (found := _LINE.fullmatch(rest[0]) or rest[0] == RECORDED):
        if found is True:
            recorded = "yes"
        elif isinstance(found, re.Match):
            said.setdefault(found[1], []).append(found[2])
        rest = rest[1:]
    story = many_lines("\n".join(rest))
    own = [name for line in said.get(SPEAKERS, []) for name in line.split("; ")]
    talks = _TALKS.search(story)
    others = _TALK.findall(story[talks.end() :]) if talks and not own else []
    return Described(
        story,
        " ".join(said.get(SUMMARY, [])),
        listed(own) if own else names(*said.get("Speaker", []), *others),
        links(*said.get(RECORDINGS, [])),
        links(*said.get(SLIDES, [])),
        recorded,
    )


def write(described: Described) -> str:
    """Return a description that `read` takes apart again."""
    lines = [
        *([f"{SPEAKERS}: {'; '.join(described.speakers.split(BELOW))}"] if described.speakers else []),
        *([f"{SUMMARY}: {described.summary}"] if described.summary else []),
        *(f"{RECORDINGS}: {each}" for each in described.recordings.split(BELOW) if each),
        *(f"{SLIDES}: {each}" for each in described.slides.split(BELOW) if each),
        *([RECORDED] if described.recorded else []),
    ]
    return many_lines("\n".join([*lines, "", described.story]))
