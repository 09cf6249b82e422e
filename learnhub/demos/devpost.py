"""A past hackathon from Devpost's project export: published, quiet, with its teams, demos and prizes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from learnhub.core import clock, dates
from learnhub.core.errors import Invalid
from learnhub.core.policy import YES, Verdict, no
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.core.walltime import instant
from learnhub.core.words import count
from learnhub.demos import devpost_export as export
from learnhub.demos import devpost_rows as stored
from learnhub.demos import devpost_undo
from learnhub.demos.devpost_export import Project
from learnhub.imports.importer import Checked, Field, Found, Onward, Option, Table
from learnhub.imports.models import ImportBatch, ImportRow, RowState
from learnhub.people.models import Person

DRAFT = "Draft on Devpost: it was not submitted."
HIDDEN = "Hidden on Devpost by its organisers."
LONGEST = timedelta(days=10)  # a hackathon; a project made earlier was a trial


class Devpost:
    """An `imports.importer.Importer`. The key of a demo is its submission URL."""

    kind = "devpost"
    name = "a past hackathon from Devpost"
    noun = "demo"
    help = "On Devpost: Manage hackathon, Metrics, Export data, Projects. Both shapes of that file will do."
    sees = (
        "Everyone signed in sees the gallery. Names and addresses in the file are not kept: "
        "an address only finds the person who is here already, and puts them in their team."
    )
    fields: tuple[Field, ...] = export.FIELDS
    matched = False
    options: tuple[Option, ...] = (
        Option("title", "Title"),
        Option("starts", "Starts", "wall"),
        Option("ends", "Ended", "wall"),
        Option("zone", "Time zone", "zone"),
    )

    def least(self, headers: Sequence[str]) -> int:
        return export.least(headers)

    def check(self, table: Table, actor: Person) -> Checked:
        projects = list(export.projects(table))
        source = export.event(projects) or PurePath(table.file_name).stem[:200]
        known = stored.known(source)
        people = stored.people({address for project in projects for address in project.people})
        names = stored.Names(known.team_names)
        seen: dict[str, int] = {}
        rows = []
        for project in projects:
            rows.append(_found(project, source, known, names, people, seen))
            seen.setdefault(project.url, project.row.number)
        options = {} if known.hackathon else _guess(source, projects, actor)
        return Checked(rows, options, _notes(rows, known))

    def parse(self, options: Mapping[str, str], actor: Person) -> Mapping[str, Any]:
        if not options:  # what comes in joins a hackathon that is here already
            return {}
        title = one_line(options.get("title"))
        if not 3 <= len(title) <= 120:
            raise Invalid("Give it a title of 3 to 120 characters.", "title")
        if options.get("zone") not in dates.zone_names():
            raise Invalid("Choose the time zone of the hackathon.", "zone")
        starts, ends = _wall(options.get("starts"), "starts"), _wall(options.get("ends"), "ends")
        if ends <= starts:
            raise Invalid("It ended before it began.", "ends")
        if instant(ends, ZoneInfo(options["zone"]), deadline=True) > clock.now():
            raise Invalid("It is not over yet. Bring in the export once it is.", "ends")
        return {"title": title, "starts": starts, "ends": ends, "zone": options["zone"]}

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Person) -> Ref:
        return stored.write(options, rows, actor)

    def onward(self, batch: ImportBatch) -> Onward | None:
        return None  # the hackathon itself is where to go

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        if result is None or any(row.state is RowState.CHANGED for row in rows):
            return no("It changed demos that were here before, so it cannot be undone.")
        reason = devpost_undo.built_upon(result.id, [row.ref_id for row in rows if row.ref_id])
        return no(f"It cannot be undone: {reason}") if reason else YES

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Person) -> None:
        if result is not None:
            devpost_undo.take_back(result.id, [row.ref_id for row in rows if row.ref_id])


def _found(
    project: Project,
    source: str,
    known: stored.Known,
    names: stored.Names,
    people: Mapping[str, int],
    seen: Mapping[str, int],
) -> Found:
    """Say what one project does. What is stored of it has no address and no name of a person."""
    title, number = project.title, project.row.number
    if project.is_draft:
        return Found(number, title, RowState.LEFT_OUT, DRAFT)
    if not project.is_submitted:
        said = f"Its status on Devpost is “{project.status}”." if project.status else "It has no status."
        return Found(number, title, RowState.LEFT_OUT, said)
    if project.is_hidden:
        return Found(number, title, RowState.LEFT_OUT, HIDDEN)
    if not export.is_address(project.url):
        return Found(
            number, title, RowState.ERROR, "It has no submission URL, by which it would be known again."
        )
    if project.url in seen:
        reason = f"The same submission as in row {seen[project.url]}."
        return Found(number, title, RowState.LEFT_OUT, reason)
    data: dict[str, Any] = {
        "source": source,
        "url": project.url,
        "prizes": project.prizes,
        "content": project.content,
        "people": [people[address] for address in project.people if address in people],
    }
    if before := known.demos.get(project.url):
        state, reason = before.compared(project)
        return Found(number, title, state, reason, data, Ref("demo", before.id))
    data["team"] = names.take(title, project.table)
    return Found(number, title, RowState.NEW, "", data)


def _guess(source: str, projects: Sequence[Project], actor: Person) -> dict[str, str]:
    """Guess title and days: from the address, and from when what was submitted was made."""
    made = [project.created for project in projects if project.created and project.is_submitted]
    last = max(made, default=None)
    first = min((each for each in made if last is None or last - each < LONGEST), default=None)
    return {
        "title": export.title_of(source),
        "starts": first.strftime("%Y-%m-%dT09:00") if first else "",
        "ends": last.strftime("%Y-%m-%dT23:00") if last else "",
        "zone": actor.zone,
    }


def _notes(rows: Sequence[Found], known: stored.Known) -> list[str]:
    coming = [row for row in rows if row.state is RowState.NEW]
    prizes = {prize for row in coming for prize in row.data["prizes"]} - known.prizes.keys()
    people = {person for row in coming for person in row.data["people"]}
    notes = [f"They join “{known.hackathon.title}”, which is here already."] if known.hackathon else []
    if prizes:
        notes.append(f"{count(len(prizes), 'prize')} {'comes' if len(prizes) == 1 else 'come'} with them.")
    if people:
        notes.append(
            f"{count(len(people), 'member')} of their teams {'is' if len(people) == 1 else 'are'} here."
        )
    return notes


def _wall(text: str | None, name: str) -> datetime:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        raise Invalid("Say the day and the time.", name) from None
    if found.tzinfo is not None:
        raise Invalid("Say the day and the time as the clocks there showed them, without a zone.", name)
    return found


DEVPOST = Devpost()
