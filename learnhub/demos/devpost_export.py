"""Devpost's project export, read into what a demo holds. Pure.

Two shapes exist. One has a row per project and names its prizes in "Opt-In Prizes". The other has a row per
project and prize, with "Opt-In Prize" as its first column. Both come with or without columns about people:
"Submitter First Name", "Submitter Last Name", "Submitter Email", and after "Team Member 1 First Name",
"… Last Name", "… Email" three cells for each further member, for which newer files have one header, "...",
so that rows differ in length. (Told by public programs that read them: HackDavis/judging-app-2024-2 has an
export of the first shape; importers of the second group its rows by submission URL.)
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from learnhub.core.sheets import Row
from learnhub.core.text import many_lines, normal_email, one_line
from learnhub.demos.policies import opens
from learnhub.imports.importer import Field, Table

FIELDS = (
    Field("title", "Project Title", ("Submission Title",), required=True),
    Field("url", "Submission Url", required=True),
    Field("status", "Project Status", required=True),
    Field("created", "Project Created At"),
    Field("story", "About The Project", ("Plain Description",)),
    Field("links", '"Try it out" Links', ("Website",)),
    Field("video", "Video Demo Link", ("Video",)),
    Field("prizes", "Opt-In Prizes", ("Desired Prizes",)),
    Field("prize", "Opt-In Prize"),
    Field("built_with", "Built With"),
    Field("table", "Table Number"),
    Field("submitter", "Submitter Email"),
)
TITLE, PITCH, LINK = 120, 140, 500
_MEMBER = re.compile(r"team member \d+ ")
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht")
_SLIDES = ("docs.google.com/presentation", "slideshare.net", "speakerdeck.com", "canva.com", "pitch.com")
_HEADING = re.compile(
    r"(inspiration|what it does|how we built it|challenges( we ran into)?|what we learned|introduction"
    r"|accomplishments( that we['’]re proud of)?|what['’]s next( for .{1,80})?)\W*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Project:
    """One submission; `content` has the columns of a demo, `people` addresses that are never stored."""

    row: Row
    title: str
    url: str
    status: str
    created: datetime | None
    table: str
    prizes: list[str]
    people: list[str]
    content: dict[str, object]

    @property
    def is_draft(self) -> bool:
        return self.status.casefold() == "draft"

    @property
    def is_submitted(self) -> bool:
        return self.status.casefold().startswith("submitted")

    @property
    def is_hidden(self) -> bool:
        return "hidden" in self.status.casefold()


def least(headers: Sequence[str]) -> int:
    """Return how many cells every row has: those of further team members are there only if they are."""
    for place, header in enumerate(headers):
        if _MEMBER.match(header.casefold()) or header == "...":
            return place
    return len(headers)


def projects(table: Table) -> Iterator[Project]:
    """Yield each project once, in the order of the file: rows of the second shape are put together."""
    seen: dict[tuple[str, ...], Project] = {}
    per_prize = "prize" in table.mapping
    for row in table.rows:
        project = _project(table, row)
        key = (project.url,) if project.url else (project.title, table.value(row, "created"))
        if per_prize and key in seen:
            seen[key].prizes.extend(name for name in project.prizes if name not in seen[key].prizes)
        else:
            seen[(*key, str(row.number)) if key in seen else key] = project
    yield from seen.values()


def event(found: Sequence[Project]) -> str:
    """Return the name in the submissions' addresses: "hackdavis2023" of hackdavis2023.devpost.com."""
    hosts = [(urlsplit(project.url).hostname or "") for project in found if opens(project.url)]
    names = [host.removesuffix(".devpost.com") for host in hosts if host.endswith(".devpost.com")]
    names = [name for name in names if name not in {"", "www"}]
    return max(sorted(set(names)), key=names.count, default="")


def is_address(url: str) -> bool:
    """Return whether `url` can be a submission's, and short enough to be stored."""
    return len(url) <= LINK and opens(url)


def title_of(source: str) -> str:
    """Return a title to begin with: "hackdavis2023" is "Hackdavis 2023"."""
    words = re.sub(r"(?<=[a-z])(?=\d)|[-_]+", " ", source).split()
    return " ".join(word[:1].upper() + word[1:] for word in words)[:120]


def _project(table: Table, row: Row) -> Project:
    def value(name: str) -> str:
        return table.value(row, name)

    title = one_line(value("title"))
    story = many_lines(value("story"))
    content, others = _links(value("links"))
    content |= {
        "title": title[: TITLE - 1] + "…" if len(title) > TITLE else title or "Untitled",
        "pitch": pitch(story),
        "story": markdown(story, others),
        "video_url": next(iter(_urls(value("video"))), ""),
        "built_with": [one_line(word)[:60] for word in value("built_with").split(",") if word.strip()][:40],
    }
    return Project(
        row=row,
        title=str(content["title"]),
        url=value("url"),
        status=one_line(value("status")),
        created=_moment(value("created")),
        table=one_line(value("table")),
        prizes=[one_line(value("prize"))[:200]] if value("prize") else split_prizes(value("prizes")),
        people=_people(table, row),
        content=content,
    )


def split_prizes(text: str) -> list[str]:
    """Split at commas, but not before a small letter: "Best Data Hack, sponsored by DataLab" is one prize."""
    names = [one_line(name)[:200] for name in re.split(r",\s+(?![a-z])|;", text)]
    return list(dict.fromkeys(name for name in names if name))


def markdown(story: str, links: Sequence[str] = ()) -> str:
    """Return Devpost's plain text as Markdown: its usual questions become headings, indents go.

    Links that have no place of their own are listed at the end.
    """
    lines = [line.strip() for line in story.split("\n")]
    marked = [f"## {line}" if _HEADING.fullmatch(line) else line for line in lines]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(marked)).strip()
    listed = "\n".join(f"- <{link}>" for link in links)
    return "\n\n".join(part for part in (text, f"## Links\n\n{listed}" if listed else "") if part)


def pitch(story: str) -> str:
    """Return the first sentence that is no heading, cut at a word."""
    for line in (line.strip() for line in story.split("\n")):
        if len(line) < 25 or _HEADING.fullmatch(line) or line.startswith("#") or line.endswith((":", "?")):
            continue
        sentence = re.split(r"(?<=[.!?])\s", one_line(line), maxsplit=1)[0]
        return sentence if len(sentence) <= PITCH else sentence[: PITCH - 1].rpartition(" ")[0] + "…"
    return ""


def _urls(text: str) -> list[str]:
    found = re.findall(r"https?://[^\s,]+(?:,(?!\s)[^\s,]+)*", text)
    return list(dict.fromkeys(url for url in (each.rstrip(".") for each in found) if is_address(url)))


def _links(text: str) -> tuple[dict[str, object], list[str]]:
    """Sort the links: the first of each kind has its place, the others are returned as a list."""
    places = {"repository_url": "", "slides_url": "", "demo_url": ""}
    others = []
    for url in _urls(text):
        split = urlsplit(url)
        host = (split.hostname or "").removeprefix("www.")
        if host in _FORGES:
            place = "repository_url"
        elif any(f"{host}{split.path}".startswith(each) for each in _SLIDES):
            place = "slides_url"
        else:
            place = "demo_url"
        if places[place]:
            others.append(url)
        else:
            places[place] = url
    return dict(places), others


def _moment(text: str) -> datetime | None:
    """Return a date of the export, naive: it does not say in which zone."""
    iso = re.sub(r"^(\d\d?)/(\d\d?)/(\d{4})", lambda m: f"{m[3]}-{m[1]:0>2}-{m[2]:0>2}", text.strip())
    try:
        return datetime.fromisoformat(iso[:19]).replace(tzinfo=None)
    except ValueError:
        return None


def _people(table: Table, row: Row) -> list[str]:
    """Return the addresses in a row: the submitter's first, then every third cell of the members."""
    members = row.cells[least(table.headers) :]
    cells = [table.value(row, "submitter"), *members]
    return list(dict.fromkeys(normal_email(cell) for cell in cells if re.fullmatch(r"\S+@\S+\.\S+", cell)))
