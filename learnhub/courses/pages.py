"""What each page of the catalogue shows: reads and verdicts, put together for its template."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from learnhub.core import clock, dates
from learnhub.core.dates import Block
from learnhub.core.paging import within
from learnhub.core.refs import Ref
from learnhub.courses import lists, outlines, queries, running, sentences, services
from learnhub.courses.lists import NO_GOAL, Wanted
from learnhub.courses.models import Course, CourseVersion
from learnhub.goals import queries as goals
from learnhub.goals import tie_pages
from learnhub.library.models import Level
from learnhub.library.sentences import LEVELS
from learnhub.people import queries as people
from learnhub.people import retention
from learnhub.people.models import Person
from learnhub.web.page import page_number

FEW = 3  # reviews shown at once


def wanted(args: Mapping[str, str]) -> Wanted:
    """Read the filters of an address: level, provider, goal, hours, mine, sort."""
    level, hours = args.get("level", ""), args.get("hours", "")
    return Wanted(
        level=Level(level) if level in set(Level) else None,
        provider=args.get("provider", "")[: services.PROVIDER],
        goal=args.get("goal", "")[:10],
        hours=hours if hours in lists.HOURS else "",
        mine=args.get("mine") == "1",
        newest=args.get("sort") == "new",
    )


def index(person: Person, args: Mapping[str, str]) -> dict[str, Any]:
    """The catalogue, or the part of it that the address asks for."""
    asked, number = wanted(args), page_number(args)
    rows, total = lists.rows(person, asked, number)
    return {
        "title": sentences.title(total, filtered=bool(asked)),
        "rows": rows,
        "total": total,
        "number": within(number, total, lists.PAGE),
        "per_page": lists.PAGE,
        "wanted": asked,
        "levels": [("", "Every level"), *((level.value, label) for level, label in LEVELS.items())],
        "providers": [("", "Everybody"), *((name, name) for name in lists.providers())],
        "goals": [
            ("", "Every goal"),
            *((goal.key, goal.title) for goal in goals.open_goals(person)),
            (NO_GOAL, "No goal"),
        ],
        "hours": [("", "Any length"), *sentences.HOURS.items()],
        "smallest": _smallest(),
        "say": sentences,
    }


def show(person: Person, course: Course, version: CourseVersion) -> dict[str, Any]:
    """A course's page: what it is, its outline, who reviewed it, what it serves."""
    items, may = queries.outline(version.id), services.verdict_on_editing(person, course)
    reviews = queries.reviews(course)
    return {
        "course": course,
        "block_of_hours": _block(course, items, person),
        "version": version,
        "versions": queries.versions(course) if course.current > 1 else [version],
        "resource": queries.resource_of(course),
        "reviews": reviews,
        "few": FEW,
        "completed": sentences.completed(queries.completed(course), _smallest()),
        "own": queries.completion(person, course),
        "runs": running.of(person, course, clock.now()),
        "may_edit": may,
        "levels": LEVELS,
        "say": sentences,
        **outline(items),
        **tie_pages.serves(person, Ref("course", course.id), may=bool(may)),
    }


def outline(items: Any) -> dict[str, Any]:
    """An outline in its parts, with the hours of each week and in all."""
    return {
        "items": items,
        "parts": outlines.parts(items),
        "weeks": outlines.weeks(items),
        "load": outlines.load(items),
    }


def _block(course: Course, items: Any, person: Person) -> Block:
    """The hours that it takes, or the day on which it came in."""
    hours = course.hours or round(outlines.load(items).total)
    if hours > 99:
        return Block("Takes", f"{hours} h", "in all")
    if hours:
        return Block("Takes", str(hours), "hour" if hours == 1 else "hours")
    return dates.block(course.created_at, None, person.tz, _today(person))._replace(top="Added")


def _smallest() -> int:
    return retention.smallest(people.organisation())


def _today(person: Person) -> date:
    return clock.now().astimezone(person.tz).date()


def levels() -> list[tuple[str, str]]:
    """Choices of a form."""
    return [("", "Not said"), *((level.value, label) for level, label in LEVELS.items())]


def about(said: Mapping[str, Any]) -> services.About:
    """Turn what was typed into what services take."""
    return services.About(
        title=said["title"] or "",
        provider=said["provider"] or "",
        url=said["url"] or "",
        level=Level(said["level"]) if said["level"] else None,
        hours=said["hours"],
        cost=said["cost"] or "",
        certificate=said["certificate"],
        summary=said["summary"] or "",
    )


def binned() -> dict[str, Any]:
    """What rests in the bin, and until when."""
    found = queries.binned()
    return {"rows": found, "ends": {row.id: row.binned_at + services.STAYS for row in found if row.binned_at}}


def typed(course: Course) -> dict[str, Any]:
    """Return what a course says as its form has it."""
    names = ("title", "provider", "url", "hours", "cost", "certificate", "summary", "version")
    level = course.level.value if course.level else ""
    return {**{name: getattr(course, name) for name in names}, "level": level, "owner": course.owner.email}
