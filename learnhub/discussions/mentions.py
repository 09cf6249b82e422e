"""`@Ada Lovelace` in a text: whom it names, and a link to them where it is shown."""

import re
from collections.abc import Iterator, Mapping
from html import escape

from markupsafe import Markup
from sqlalchemy import func, or_, select

from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.text import markdown
from learnhub.discussions import subjects
from learnhub.people.models import Person

MOST = 10  # people that one text names
_AT = re.compile(r"(?<![\w@./])@(\w[\w.'’-]{0,39}(?: \w[\w.'’-]{0,39}){0,3})")
_TAG = re.compile(r"(<[^>]*>)")
_OPAQUE = re.compile(r"<(/?)(?:a|code|pre)\b")


def people(text: str, ref: Ref) -> dict[str, Person]:
    """Return whom the text names, by the name as it is written; one SELECT, none without an @.

    The longest name counts. Left out: who may not read about the thing, and a name that several have.
    """
    runs = [[*_prefixes(found)] for found in _AT.findall(text)[:MOST]]
    wanted = {name for run in runs for name in run}
    if not wanted:
        return {}
    folded = {name.lower() for name in wanted}
    rows = db.session.scalars(
        select(Person).where(
            or_(Person.name.in_(wanted), func.lower(Person.name).in_(folded)),
            Person.left_at.is_(None),
            subjects.readers(ref),
        )
    ).all()
    known: dict[str, list[Person]] = {}
    for person in rows:
        known.setdefault(person.name.casefold(), []).append(person)
    longest = (next((name for name in run if name.casefold() in known), None) for run in runs)
    alike = {name: known[name.casefold()] for name in longest if name}
    return {name: found[0] for name, found in alike.items() if len(found) == 1}


def _prefixes(run: str) -> Iterator[str]:
    """Yield "Ada King Lovelace", "Ada King", "Ada": the longest first, without a full stop behind."""
    words = run.split(" ")
    for count in range(len(words), 0, -1):
        yield " ".join(words[:count]).rstrip(".'’-")


def shown(text: str, named: Mapping[str, str]) -> Markup:
    """Render Markdown, with whom it names as links to their pages; not inside code and links."""
    html = markdown(text)
    if not named:
        return html
    keys = {escape(name, quote=False): key for name, key in named.items()}
    names = "|".join(re.escape(name) for name in sorted(keys, key=len, reverse=True))
    return Markup("".join(_linked(html, re.compile(rf"@({names})(?!\w)"), keys)))


def _linked(html: str, wanted: re.Pattern[str], keys: Mapping[str, str]) -> Iterator[str]:
    """Yield the tags as they are, and the texts between them with links."""
    opaque = 0
    for part in _TAG.split(html):
        if found := _OPAQUE.match(part):
            opaque += -1 if found[1] else 1
        if part.startswith("<") or opaque:
            yield part
        else:
            yield wanted.sub(lambda match: f'<a href="/people/{keys[match[1]]}">@{match[1]}</a>', part)
