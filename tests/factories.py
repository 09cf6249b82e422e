"""Plain functions with plain defaults: each commits what it makes, at once, and returns it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.cohorts import pods
from learnhub.cohorts import services as cohorts
from learnhub.cohorts.models import Cohort
from learnhub.cohorts.pod_models import Pod
from learnhub.core import clock, tokens
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.courses import completions, versions
from learnhub.courses import services as courses
from learnhub.courses.completions import Said
from learnhub.courses.models import Completion, Course
from learnhub.courses.outlines import Line
from learnhub.courses.services import About
from learnhub.demos.content import LINKS, TEXTS, Content
from learnhub.demos.models import DataClass, Demo, DemoState, PersonalData
from learnhub.discussions import questions
from learnhub.discussions import services as discussions
from learnhub.discussions.models import Comment, Question
from learnhub.goals.models import Direction, Goal, KeyResult, KeyResultKind
from learnhub.hackathons import services as hackathons
from learnhub.hackathons import templates
from learnhub.hackathons.models import Hackathon, Window, WindowKind
from learnhub.hackathons.windows import Span
from learnhub.help import services as help_requests
from learnhub.help import subjects as helped
from learnhub.help.models import HelpRequest
from learnhub.imports.models import BatchState, ImportBatch, ImportRow, RowState
from learnhub.library import discussed
from learnhub.library.models import Lookup, Resource, ResourceTag, TakeAway
from learnhub.library.queries import count_used
from learnhub.library.url_keys import url_key
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder, State
from learnhub.people.models import LinkKind, OneTimeLink, Person, Role, RoleGrant, Unit, UnitPath, UnitStay
from learnhub.programs import parts, places, queries, sign_up_fields
from learnhub.programs import series as all_series
from learnhub.programs import services as programs
from learnhub.programs.asked_models import CHOOSES, FieldKind, Part, SignUpField
from learnhub.programs.models import Host, Program, ProgramState, SignUp, SignUpState
from learnhub.programs.series import Repeats
from learnhub.programs.series_models import Series
from learnhub.programs.series_rules import Rule
from learnhub.programs.sign_up_fields import Asked
from learnhub.programs.texts import Limits, Text
from learnhub.talks import question_times, requests
from learnhub.talks import services as talks
from learnhub.talks.models import RequestKind, Talk, TopicRequest
from learnhub.teams.models import Membership, Team
from tests.support.rows import many, save

_numbers = count(1_000_000)  # of one width, so that titles that carry them sort as they were made
DAY = timedelta(days=1)


@many()
def unit(name: str = "Engineering", parent: Unit | None = None, **over: object) -> Unit:
    """A unit, below `parent` if there is one."""
    made = save(Unit(**{"name": name, "parent_id": parent.id if parent else None} | over))
    above = db.session.query(UnitPath).filter_by(descendant_id=parent.id).all() if parent else []
    save(UnitPath(ancestor_id=made.id, descendant_id=made.id, depth=0))
    for path in [(each.ancestor_id, each.depth + 1) for each in above]:
        save(UnitPath(ancestor_id=path[0], descendant_id=made.id, depth=path[1]))
    return made


@many()
def person(
    name: str = "Ada", *, unit: Unit | None = None, roles: tuple[Role, ...] = (), **over: object
) -> Person:
    """A person whose address is their name and a number, so that two of a name may be.

    A leader leads `unit`.
    """
    local = name.lower().replace(" ", ".")
    values: dict[str, object] = {"name": name, "email": f"{local}.{next(_numbers)}@example.org"}
    made = save(Person(**values | {"unit_id": unit.id if unit else None} | over))
    if unit is not None:
        save(UnitStay(person_id=made.id, unit_id=unit.id, since=made.created_at))
    for role in roles:
        leads = unit.id if unit is not None and role is Role.LEADER else None
        save(RoleGrant(person_id=made.id, role=role, unit_id=leads))
    return made


@many()
def hackathon(
    host: Person | None = None,
    *,
    due_in: timedelta = timedelta(days=2),
    windows: dict[WindowKind, tuple[timedelta, timedelta]] | None = None,
    **over: object,
) -> Hackathon:
    """A published hackathon that runs and takes demos, due in two days; `windows` are spans from now."""
    host, now = host or person("Ruth"), clock.now()
    spans = windows or {
        WindowKind.SIGN_UP: (-DAY * 14, due_in),
        WindowKind.FORMING: (-DAY * 7, due_in),
        WindowKind.HACKING: (-DAY, due_in),
        WindowKind.SUBMITTING: (-DAY, due_in),
        WindowKind.RESULTS: (due_in + DAY, due_in + DAY),
    }
    starts, ends = now + min(a for a, _ in spans.values()), now + max(b for _, b in spans.values())
    values: dict[str, object] = {
        **_span("starts", "ends", starts, ends),
        "title": f"Winter Build {next(_numbers)}",
        "zone": "UTC",
        "state": ProgramState.PUBLISHED,
        "published_at": now,
        "created_by_id": host.id,
    }
    made = save(Hackathon(**values | over))
    for kind, (opens, closes) in spans.items():
        times = _span("opens", "closes", now + opens, now + closes)
        save(Window(hackathon_id=made.id, kind=kind, **times))
    save(Host(program_id=made.id, person_id=host.id))
    db.session.refresh(made)
    return made


def signup(person: Person, program: Program, state: SignUpState = SignUpState.IN, **over: object) -> SignUp:
    """A sign-up, by default with a place."""
    now, line = clock.now(), next(_numbers)
    values: dict[str, object] = {"signed_up_at": now, "changed_at": now, "line": line}
    made = SignUp(**values | {"program_id": program.id, "person_id": person.id, "state": state} | over)
    program.places_taken += state is SignUpState.IN
    return save(made)


@many()
def team(captain: Person, hackathon: Hackathon, *others: Person, **over: object) -> Team:
    """A team whose members have a place; the captain joined first."""
    number, now = next(_numbers), clock.now()
    people = (captain, *others)
    values: dict[str, object] = {
        "hackathon_id": hackathon.id,
        "name": f"Team {number}",
        "join_code": f"code-{number}",
        "captain_id": captain.id,
        "members_count": len(people),
    }
    made = save(Team(**values | over))
    for step, each in enumerate(people):
        if not db.session.query(SignUp).filter_by(program_id=hackathon.id, person_id=each.id).count():
            signup(each, hackathon)
        joined = now - timedelta(minutes=len(people) - step)
        place = {"hackathon_id": hackathon.id, "team_id": made.id, "person_id": each.id}
        save(Membership(**place, joined_at=joined))
    return made


def goal(owner: Person, unit: Unit, **over: object) -> Goal:
    """An open goal of this year, without a measure."""
    today = clock.now().date()
    values: dict[str, object] = {
        "title": f"Fewer line stops {next(_numbers)}",
        "reason": "A stopped line costs a customer an hour.",
        "starts_on": today - timedelta(days=100),
        "ends_on": today + timedelta(days=100),
    }
    return save(Goal(**values | {"unit_id": unit.id, "owner_id": owner.id} | over))


def metric(goal: Goal, baseline: int = 91, target: int = 45, **over: object) -> KeyResult:
    """The goal's measure: stops a month, from 91 to 45."""
    values: dict[str, object] = {"kind": KeyResultKind.METRIC, "title": "Stops", "measure": "a month"}
    values["direction"] = Direction.UP if target > baseline else Direction.DOWN
    numbers = {"baseline": Decimal(baseline), "target": Decimal(target), "current": Decimal(baseline)}
    return save(KeyResult(**values | numbers | {"goal_id": goal.id} | over))


def act(person: Person, within: Ref, kind: ActKind = ActKind.DEMOED, at: datetime | None = None) -> None:
    """Something that the person did."""
    with many():
        activity.record(kind, Ref("thing", next(_numbers)), [person.id], within=within, at=at)


def resource(owner: Person, title: str = "Your evals are lying to you", **over: object) -> Resource:
    """A resource whose page was asked already, with a tag."""
    tags = over.pop("tags", ["evaluation"])
    url = str(over.pop("url", f"https://example.org/{next(_numbers)}"))
    values: dict[str, object] = {"title": title, "summary": "Why a score that goes up says little."}
    values |= {"url": url, "url_key": url_key(url), "lookup": Lookup.DONE, "minutes": 18}
    people = {"owner_id": owner.id, "added_by_id": owner.id}
    made = Resource(**values | people | over)
    made.tags = [ResourceTag(tag=tag) for tag in tags]  # a list of words
    return save(made)


def take_away(person: Person, of: Resource, **over: object) -> TakeAway:
    """What somebody did with it."""
    values: dict[str, object] = {"text": "It changed what we count.", "hours": 30, "at": clock.now()}
    with many():
        made = save(TakeAway(**values | {"person_id": person.id, "resource_id": of.id} | over))
        count_used(of.id)
    return made


def course(owner: Person, title: str = "Agents in practice", *lines: Line, **about: Any) -> Course:
    """A course with an outline, as services make it."""
    with many():
        made = courses.add(owner, About(title, **about))
        versions.write(owner, made, lines, version=made.version)
    return made


def cohort(host: Person, *lines: Line, starts: date, own_days: int = 3, **terms: Any) -> Cohort:
    """A published cohort of a course of these lines, as services make it."""
    of = course(host, f"Course {next(_numbers)}", *lines)
    wanted = cohorts.Terms(**{"starts": starts, "zone": "UTC", "own_days": own_days} | terms)
    made = cohorts.create(host, of, wanted, Text(f"Cohort {next(_numbers)}"))
    programs.publish(host, made)
    return save(made)


@many()
def pod(cohort: Cohort, *people: Person) -> Pod:
    """A pod of these, who join the cohort."""
    host = cohort.created_by
    for each in people:
        signup(each, cohort)
    return save(pods.make(host, cohort, queries.standing(host, cohort), [each.key for each in people]))


def completion(person: Person, of: Course, **said: Any) -> Completion:
    """What a person said of a course that they completed."""
    row = completions.complete(person, of, Said(**{"finished_on": clock.now().date(), **said}))
    return save(row)


def thread(person: Person, of: Resource, text: str = "Does it hold?", *, asks: bool = False) -> Comment:
    """A thread about a resource."""
    return save(discussions.begin(person, discussed.subject(of), text, asks=asks))


def reply(person: Person, to: Comment, text: str = "It did for us.") -> Comment:
    """A reply in that thread."""
    of = db.session.get_one(Resource, to.ref_id)
    return save(discussions.reply(person, discussed.subject(of), to, text))


def stuck(
    asker: Person, *, within: Program | None = None, text: str = "My evals never end", **over: Any
) -> HelpRequest:
    """Somebody who was stuck for an hour, and asked now."""
    said = {"text": text, "since": clock.now() - timedelta(hours=1)} | over
    about = helped.named(asker, within.kind, within.key) if within else None
    return save(help_requests.ask(asker, help_requests.Said(**said), about))


def _span(first: str, last: str, starts: datetime, ends: datetime) -> dict[str, object]:
    """The moments and, in UTC, what the wall shows."""
    walls = {f"{first}_wall": starts.replace(tzinfo=None), f"{last}_wall": ends.replace(tzinfo=None)}
    return {f"{first}_at": starts, f"{last}_at": ends} | walls


def coming(
    host: Person | None = None,
    *,
    starts_in: timedelta = timedelta(days=14),
    template: str = "one-day",
    windows: Sequence[Span] | None = None,
    zone: str = "UTC",
    capacity: int | None = None,
    published: bool = True,
    title: str = "Winter Build",
    **text: object,
) -> Hackathon:
    """A one-day hackathon in two weeks, as a lead makes it; `text` is as `services.Text` has it."""
    host = host or person("Host", roles=(Role.LEAD,))
    today = wall(clock.now(), ZoneInfo(zone)).replace(second=0, microsecond=0)
    laid = windows or templates.lay(templates.template(template), today + starts_in, today=today)
    made = hackathons.create(
        host,
        text=hackathons.Text(title=title, **text),  # as the caller says
        zone=zone,
        windows=laid,
        capacity=capacity,
    )
    if published:
        programs.publish(host, made)
    return save(made)


def sign_up(program: Program, someone: Person | None = None, **over: Any) -> SignUp:
    """Someone signs up, and waits where no place is free."""
    return save(places.sign_up(someone or person("Eve"), program, **over))


def sign_up_field(program: Program, kind: FieldKind = FieldKind.LINE, **over: Any) -> SignUpField:
    """Something that is asked at sign-up."""
    values = {"label": f"Question {next(_numbers)}", "kind": kind}
    values["choices"] = ("Vegan", "Anything") if kind in CHOOSES else ()
    return save(sign_up_fields.add(queries.hosts_of(program)[0], program, Asked(**values | over)))


def part(program: Program, **over: Any) -> Part:
    """A part that its hosts ask for."""
    return save(parts.ask(queries.hosts_of(program)[0], program, parts.Wanted(**{"name": "Mentor"} | over)))


def talk(
    host: Person | None = None,
    *,
    starts_in: timedelta = timedelta(days=7),
    minutes: int = 45,
    on_site: int | None = None,
    online: int | None = None,
    published: bool = True,
    request: TopicRequest | None = None,
    zone: str = "UTC",
    **text: Any,
) -> Talk:
    """A talk in a room and online, in a week, as a member makes it; `text` as `talks.services.Text`."""
    host = host or person("Host")
    starts = wall(clock.now() + starts_in, ZoneInfo(zone)).replace(second=0, microsecond=0)
    said = {
        "title": f"Evals {next(_numbers)}",
        "place": "Canteen 2",
        "call_url": "https://meet.example.org/e",
    }
    made = talks.create(
        host,
        text=talks.Text(**said | text),
        zone=zone,
        starts=starts,
        minutes=minutes,
        limits=Limits(on_site, online),
        request=request,
    )
    if published:
        programs.publish(host, made)
    return save(made)


def question(asker: Person, of: Talk, text: str = "Does it scale?", *, unnamed: bool = False) -> Question:
    """A question on a talk that is about to begin."""
    return save(questions.ask(asker, question_times.floor(of, leads=False), text, unnamed=unnamed))


def request(asker: Person | None = None, kind: RequestKind = RequestKind.TOPIC, **over: str) -> TopicRequest:
    """An open request, that its asker voted for."""
    values = {"title": f"Evals {next(_numbers)}"} | over
    return save(requests.ask(asker or person("Asker"), kind=kind, **values))


def content(**over: object) -> Content:
    """What a demo says that lacks nothing."""
    values: dict[str, object] = {
        "title": "Reading a motor’s hum",
        "pitch": "A microphone hears a worn bearing two shifts ahead.",
        "story": "## What we tried\nWe recorded 40 motors.",
        "repository_url": "https://code.example.org/hum",
        "data_class": DataClass.INTERNAL,
        "personal_data": PersonalData.NO,
        "model_provider": "AST-tiny, runs on the robot",
    }
    return Content(**values | over)  # as the caller says


def demo(team: Team, *, submitted: bool = True, **over: object) -> Demo:
    """The team's demo, complete and submitted unless said otherwise."""
    said, now = content(), clock.now()
    values: dict[str, object] = {name: getattr(said, name) for name in (*TEXTS, *LINKS)}
    values |= {"data_class": said.data_class, "personal_data": said.personal_data, "saved_at": now}
    values |= {"team_id": team.id, "hackathon_id": team.hackathon_id, "saved_by_id": team.captain_id}
    if submitted:
        values |= {"state": DemoState.SUBMITTED, "submitted_at": now}
    return save(Demo(**values | over))


def link(kind: LinkKind, someone: Person | None = None, *, lasts: timedelta = DAY) -> str:
    """A one-time link that was sent; return its secret."""
    secret, now = tokens.secret(), clock.now()
    person_id = someone.id if someone else None
    save(OneTimeLink(kind=kind, digest=tokens.digest(secret), person_id=person_id, expires_at=now + lasts))
    return secret


@many()
def message(
    person: Person, about: Program, kind: str, at: datetime, *, refused: str = "550 No such user"
) -> str:
    """Something that the person was told in the inbox, and not by mail; return its key."""
    reminder = save(
        Reminder(
            occurrence_key=f"{kind}||{person.id}|{at.timestamp()}",
            kind=kind,
            state=State.SENT,
            next_at=at,
            person_id=person.id,
            subject_kind=about.kind,
            subject_id=about.id,
            program_id=about.id,
            fire_at=at,
            expires_at=at + DAY,
        )
    )
    told = {"reminder_id": reminder.id, "person_id": person.id, "at": at, "created_at": at}
    save(Delivery(**told, channel=Channel.EMAIL, state=DeliveryState.DEAD, reason=refused))
    return save(Delivery(**told, channel=Channel.IN_APP, state=DeliveryState.SENT)).key


@many()
def batch(
    actor: Person,
    kind: str = "devpost",
    state: BatchState = BatchState.STAGED,
    rows: int = 3,
    **over: object,
) -> ImportBatch:
    """A file that came in, with as many new rows, and one of each other state that says why.

    It is to be looked at: its rows hold nothing that could be brought in, and whoever tries ends in a 500.
    """
    values: dict[str, object] = {
        "file_name": "projects.csv",
        "headers": ["Name", "E-mail"],
        "actor_id": actor.id,
    }
    made = save(ImportBatch(**{"kind": kind, "state": state} | values | over))
    for number in range(rows):
        new = {
            "number": number + 2,
            "state": RowState.NEW,
            "title": f"Row {number}",
            "cells": ["Ada", "a@x.org"],
        }
        save(ImportRow(batch_id=made.id, **new))
    for each in (RowState.LEFT_OUT, RowState.ERROR):
        save(
            ImportRow(batch_id=made.id, number=rows + 3, state=each, title="Other", reason="It was a draft.")
        )
    return made


def series(
    host: Person | None = None,
    *,
    starts: datetime | None = None,
    rule: Rule | None = None,
    zone: str = "Europe/Stockholm",
    on_site: int | None = None,
    published: bool = True,
    **text: Any,
) -> Series:
    """A weekly series of talks at noon in a room, from the next Thursday on, as a member makes it."""
    host = host or person("Host")
    soon = wall(clock.now(), ZoneInfo(zone)).date() + DAY
    first = datetime.combine(soon + DAY * ((3 - soon.weekday()) % 7), time(12))
    made = talks.create_series(
        host,
        text=talks.Text(**{"title": f"Clinic {next(_numbers)}", "place": "Canteen 2"} | text),
        repeats=Repeats(zone, starts or first, 45, rule or Rule((3,))),
        limits=Limits(on_site),
    )
    if published:
        all_series.publish(host, made)
    return save(made)
