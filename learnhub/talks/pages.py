"""What a talk's pages show: rows and rules put together for the templates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.discussions import question_queries
from learnhub.people import queries as people_queries
from learnhub.people.models import Person
from learnhub.people.retention import SMALLEST
from learnhub.people.retention import smallest as smallest_group
from learnhub.programs import (
    arrivals,
    attendance,
    looking,
    previews,
    program_pages,
    rosters,
    series_pages,
    series_queries,
    verdicts,
)
from learnhub.programs.models import ProgramState
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab
from learnhub.talks import (
    feedback,
    materials,
    queries,
    question_pages,
    question_times,
    sentences,
    services,
    templates,
)
from learnhub.talks.models import Talk, TopicRequest
from learnhub.web.page import page_number

ASKED = "questions"  # of a Standing: how many a page that shows them has counted
ASKED_OF = {  # whether arrivals were noted, to who is asked afterwards
    True: "Asked of those who came.",
    False: "Nobody said who came, so everyone who had a place is asked.",
}


def around(person: Person, talk: Talk, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what stands on every page of a talk."""
    return program_pages.around(person, talk, standing, now) | {"talk": talk}


def tabs(talk: Talk, _person: Person, standing: Standing) -> list[Tab]:
    """Return its questions, counted while they are asked, and the tabs of those who run it."""
    own = [Tab(60, "Host view", f"{talk.url}/host"), Tab(65, "Who came", f"{talk.url}/arrivals")]
    open_now = question_times.floor(talk, leads=False).may_ask(clock.now())
    asked = _count_asked(talk, standing) or None if open_now else None
    return [Tab(35, "Questions", f"{talk.url}/questions", asked), *(own if standing.runs_it else [])]


def _count_asked(talk: Talk, standing: Standing) -> int:
    known: int | None = standing.known.get(ASKED)
    return question_queries.count(Ref("talk", talk.id)) if known is None else known


def show(person: Person, key: str, now: datetime, seen_as: str = "") -> dict[str, Any]:
    """Return the overview, for hosts also as others see it. Raises NotFound for what they may not know of."""
    talk, standing = queries.find(person, key)
    standing, preview = previews.seen_as(seen_as, talk, standing)
    questions = question_pages.on_talk(person, talk, now)
    standing.known[ASKED] = questions["asked_in_all"]
    shared = program_pages.overview(person, talk, standing, now)
    named = shared["speakers"]
    speaks = not preview and any(each.person and each.person.id == person.id for each in named)
    return (
        shared
        | {
            "talk": talk,
            "as_participant": preview,
            "series": series_queries.name_of(person, talk.series),
            "repeats": series_pages.in_words(talk.series) if talk.series else "",
            "yours": sentences.yours(talk, standing, shared["counts"], now, person.tz),
            "preparing": sentences.preparing(talk, speakers=len(named), ties=len(shared["ties"])),
            "is_speaker": speaks,
            "materials": materials.of(talk),
            "may_show": materials.may_add(person, talk, runs_it=standing.runs_it, speaks=speaks),
        }
        | questions
        | afterwards(person, talk, standing, now, speaks=speaks)
    )


def afterwards(
    person: Person, talk: Talk, standing: Standing, now: datetime, *, speaks: bool
) -> dict[str, Any]:
    """Return what is asked and shown once the talk is over: nothing of it before."""
    nothing: dict[str, Any] = {
        "asks": None,
        "said": None,
        "opens_at": None,
        "sums": None,
        "changes": None,
        "given": 0,
        "smallest": SMALLEST,
        "asked_of": "",
    }
    if now < talk.ends_at or talk.state is not ProgramState.PUBLISHED:
        return nothing
    smallest = smallest_group(people_queries.organisation())
    if standing.runs_it or speaks:
        sums, given = feedback.summed(talk, smallest=smallest)
        return nothing | {
            "sums": sums,
            "changes": feedback.changes(talk, smallest=smallest),
            "given": given,
            "smallest": smallest,
            "asked_of": ASKED_OF[attendance.is_noted(talk)],
        }
    part = feedback.part_of(person, talk)
    gives = bool(feedback.may_give(talk, part, now))
    if feedback.waits_for_change(talk, part, now):
        return nothing | {"asks": "changed", "may_give": gives, "changes_seen": sentences.CHANGES_SEEN}
    return nothing | {"asks": "feedback" if gives else None} | _said(talk, part, now)


def _said(talk: Talk, part: feedback.Part, now: datetime) -> dict[str, Any]:
    """Return what they said it changed and until when it can be changed; before, when they are asked."""
    if part.change and feedback.may_say_changed(talk, part, now):
        return {"said": sentences.ANSWERS[part.change.answer], "closes_at": feedback.asked_until(talk, now)}
    asked_at = feedback.asked_from(talk)
    return {"opens_at": asked_at if part.is_asked and now < asked_at else None}


def new(person: Person, now: datetime, request: TopicRequest | None) -> dict[str, Any]:
    """Return what the form of a new talk starts with."""
    values: dict[str, Any] = {"starts": templates.suggested(wall(now, person.tz)), "zone": person.zone}
    if request is not None:
        giver = request.speaker.email if request.speaker else ""
        values |= {"title": request.title, "summary": "", "request": request.key, "speaker": giver}
    return values


def move(person: Person, talk: Talk, starts: datetime, minutes: int) -> dict[str, Any]:
    """Return the preview of a move: old and new, who will be told. Raises Invalid."""
    begins, ends = services.plan_move(talk, starts, minutes)
    moves = (begins, ends) != (talk.starts_wall, talk.ends_wall)
    return verdicts.told_by_name(person, talk) | {"begins": begins, "ends": ends, "moves": moves}


def host(person: Person, key: str, now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the host view: who is in, waits and came. `asked`: state and q, as the address has them."""
    talk, standing = queries.hosted(person, key)
    shared = program_pages.sign_ups(person, talk, standing, now, asked)
    if "list" not in shared:
        return shared
    came = rosters.count_arrived(talk)
    note = arrivals.may_note(talk, runs_it=standing.runs_it, now=now)
    return shared | {
        "title": sentences.host_title(talk, shared["by_seat"], came, now, decides=shared["may_decide"]),
        "first": ("Note who came", f"{talk.url}/arrivals") if note else None,
    }


def arrivals_page(person: Person, key: str, now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the page on which hosts note who came. `asked`: q and who, as the address has them."""
    talk, standing = queries.hosted(person, key)
    if not looking.may_read(person, talk, standing):
        return program_pages.closed_list(person, talk, standing, now)
    search, who = asked.get("q", "").strip()[:100], asked.get("who", "")
    here = {"here": True, "missing": False}.get(who)
    came = rosters.count_arrived(talk)
    number, waiting = page_number(asked), standing.is_host
    found = rosters.expected(talk, search=search, here=here, waiting=waiting, number=number)
    expected, is_over = rosters.count_expected(talk), now >= talk.ends_at
    opens, closes = arrivals.span(talk)
    return around(person, talk, standing, now) | {
        "template": "talks/arrivals.html",
        "title": sentences.arrivals_title(came, expected, is_over=is_over),
        "is_over": is_over,
        "code_works": now < closes,
        "opens": opens if now < opens else None,
        "list": found,
        "rows": found.rows,
        "came": came,
        "expected": expected,
        "search": search,
        "chosen": who if here is not None else "",
        "may_note": arrivals.may_note(talk, runs_it=standing.runs_it, now=now),
    }
