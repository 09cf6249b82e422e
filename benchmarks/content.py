"""What an organisation of any size has besides its people and their acts, in proportion to them, in bulk.

A talk for 25 people, a cohort for 200, a thing in the library for ten, and to each eight messages. The same
at each size: 60 talks to come, so that a page of them is full, and a class of 500 learners with 30 deadlines.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.courses.models import Course, CourseVersion, ItemKind, OutlineItem
from learnhub.library.models import Reading, Resource, ResourceTag, Standing, TakeAway
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Reminder, State
from learnhub.people.models import Person
from learnhub.programs.models import Host, Program, ProgramState, SignUp, SignUpState
from learnhub.talks.models import Talk
from seed.crowd import in_bulk

A_TALK, A_COHORT, A_RESOURCE = 25, 200, 10  # people for each
MESSAGES, LISTENERS, LEARNERS, WEEKS = 8, 20, 20, 12
CLASS, CLASS_WEEKS, PAGE = 500, 30, 60
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
PAST, AHEAD = 400, 40  # days
WORDS = ("evals", "agents", "sensors", "welding", "robots", "prompts", "safety", "vision", "speech", "tests")
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Course1:
    """A course of so many weeks with a deliverable in each; its version, and the lines of it."""

    version_id: int
    items: Sequence[int]


def fill(now: datetime | None = None) -> None:
    """Write it, in transactions of its own, into a database that holds a crowd. The same each time."""
    moment, dice = now or clock.now(), random.Random(4)
    with transaction():
        ids = list(db.session.scalars(select(Person.id).order_by(Person.id)))
    for write in (_talks, _cohorts, _library, _messages):
        with transaction():
            write(ids, moment, dice)


def _talks(ids: Sequence[int], now: datetime, dice: random.Random) -> None:
    starts = [now + DAY * dice.uniform(0, AHEAD) for _ in range(PAGE)]
    starts += [now + DAY * dice.uniform(-PAST, AHEAD) for _ in range(len(ids) // A_TALK)]
    known = _programs("talk", "Evals in an hour", [(at, at + HOUR) for at in starts], ids, dice)
    in_bulk(Talk.__table__, ({"id": id_, "recorded": False} for id_, _, _ in known))
    _sign_up(known, ids, dice, LISTENERS)


def _cohorts(ids: Sequence[int], now: datetime, dice: random.Random) -> None:
    """Cohorts of twelve weeks, most of them over; and the class, in the middle of its thirty."""
    begun = [now - 4 * WEEK, *(now + WEEK * dice.uniform(-50, 4) for _ in range(len(ids) // A_COHORT))]
    spans = [(at, WEEKS) for at in begun]
    courses = {weeks: _course(ids[0], weeks, now) for weeks in (WEEKS, CLASS_WEEKS)}
    for title, some, learners in (
        ("Agents that work", spans, LEARNERS),
        ("The class", [(now - CLASS_WEEKS // 2 * WEEK, CLASS_WEEKS)], min(CLASS, len(ids) // 2)),
    ):
        weeks = some[0][1]
        known = _programs("cohort", title, [(at, at + WEEK * weeks) for at, _ in some], ids, dice)
        taken = courses[weeks]
        in_bulk(
            Cohort.__table__,
            ({"id": id_, "outline_id": taken.version_id, "starts_on": at.date()} for id_, at, _ in known),
        )
        inside = _sign_up(known, ids, dice, learners)
        in_bulk(CohortDate, _dates(known, taken))
        in_bulk(Progress, _progress([id_ for id_, _, _ in known], inside, now, dice))
        in_bulk(RaisedFlag, _flags(inside, now, dice))


def _programs(
    kind: str, title: str, spans: Sequence[tuple[datetime, datetime]], ids: Sequence[int], dice: random.Random
) -> list[tuple[int, datetime, int]]:
    """Write programs with a host each; return the id, the start and the host of each."""
    before = db.session.scalar(select(Program.id).order_by(Program.id.desc()).limit(1)) or 0
    hosts = [dice.choice(ids[: len(ids) // 4 + 1]) for _ in spans]
    rows = (
        {
            "kind": kind,
            "state": ProgramState.PUBLISHED,
            "title": f"{title}, {dice.choice(WORDS)} {number}",
            "zone": "UTC",
            "starts_wall": starts.replace(tzinfo=None),
            "ends_wall": ends.replace(tzinfo=None),
            "starts_at": starts,
            "ends_at": ends,
            "place": "Hall 3",
            "published_at": starts - DAY * 30,
            "created_by_id": hosts[number],
        }
        for number, (starts, ends) in enumerate(spans)
    )
    in_bulk(Program.__table__, rows)
    found = select(Program.id, Program.starts_at, Program.created_by_id).where(Program.id > before)
    known = [(id_, at, host) for id_, at, host in db.session.execute(found.order_by(Program.id))]
    in_bulk(Host, ({"program_id": id_, "person_id": host} for id_, _, host in known))
    return known


def _sign_up(
    known: Sequence[tuple[int, datetime, int]], ids: Sequence[int], dice: random.Random, most: int
) -> dict[int, list[int]]:
    """Sign as many people up to each; return who is in which."""
    inside = {id_: dice.sample(ids, min(most, len(ids))) for id_, _, _ in known}
    rows = (
        {
            "program_id": id_,
            "person_id": person,
            "state": SignUpState.IN,
            "line": line,
            "signed_up_at": at - DAY * 10,
            "changed_at": at - DAY * 10,
        }
        for id_, at, _ in known
        for line, person in enumerate(inside[id_], start=1)
    )
    in_bulk(SignUp, rows)
    some = [id_ for id_, _, _ in known]
    db.session.execute(update(Program).where(Program.id.in_(some)).values(places_taken=min(most, len(ids))))
    return inside


def _course(owner: int, weeks: int, now: datetime) -> Course1:
    course = Course(title=f"Agents in {weeks} weeks", owner_id=owner)
    version = CourseVersion(course=course, number=1, by_id=owner, fixed_at=now)
    db.session.add(version)
    db.session.flush()
    items = [
        OutlineItem(version_id=version.id, position=n, kind=ItemKind.DELIVERABLE, title=f"Step {n}", week=n)
        for n in range(1, weeks + 1)
    ]
    db.session.add_all(items)
    db.session.flush()
    return Course1(version.id, [item.id for item in items])


def _dates(known: Sequence[tuple[int, datetime, int]], course: Course1) -> Rows:
    for id_, starts, _ in known:
        for number, item in enumerate(course.items, start=1):
            at = starts + WEEK * number - HOUR
            wall = at.replace(tzinfo=None)
            yield {"cohort_id": id_, "item_id": item, "step": Step.DEADLINE, "wall": wall, "at": at}


def _progress(
    cohorts: Sequence[int], inside: dict[int, list[int]], now: datetime, dice: random.Random
) -> Rows:
    """Of five deadlines that are over, four are done, most of them in time."""
    due = select(CohortDate.id, CohortDate.cohort_id, CohortDate.at).where(CohortDate.cohort_id.in_(cohorts))
    for date_id, cohort_id, at in db.session.execute(due.where(CohortDate.at < now)).all():
        assert at is not None  # all of ours have a day
        for person in inside[cohort_id]:
            if dice.random() < 0.8:
                done = at + HOUR * dice.uniform(-90, 20)
                fixed = {"done_by_id": person, "due_at": at, "on_time": done <= at}
                yield {"date_id": date_id, "person_id": person, "done_at": min(done, now)} | fixed


def _flags(inside: dict[int, list[int]], now: datetime, dice: random.Random) -> Rows:
    for cohort_id, people in inside.items():
        for person in people[::8]:
            at = now - DAY * dice.uniform(2, 9)
            yield {"cohort_id": cohort_id, "person_id": person, "rule": Flag.OVERDUE, "raised_at": at}


def _library(ids: Sequence[int], now: datetime, dice: random.Random) -> None:
    count = len(ids) // A_RESOURCE
    rows = (
        {
            "title": f"About {dice.choice(WORDS)} and {dice.choice(WORDS)}, part {number}",
            "summary": "What we found out, and what we would do again.",
            "owner_id": (owner := dice.choice(ids)),
            "added_by_id": owner,
            "used": 1 - number % 2,  # take-aways, below
            "created_at": now - DAY * dice.uniform(0, PAST),
        }
        for number in range(count)
    )
    in_bulk(Resource, rows)
    known = list(db.session.scalars(select(Resource.id)))
    in_bulk(ResourceTag, ({"resource_id": id_, "tag": tag} for id_ in known for tag in dice.sample(WORDS, 2)))
    used = {"text": "It saved us a day.", "at": now - DAY * 30}
    in_bulk(TakeAway, (used | {"resource_id": id_, "person_id": dice.choice(ids)} for id_ in known[::2]))
    kept = ((id_, person) for id_ in known for person in dice.sample(ids, 3))
    read = {"state": Reading.SAVED, "since": now - DAY * 20}
    in_bulk(Standing, (read | {"resource_id": id_, "person_id": person} for id_, person in kept))


def _messages(ids: Sequence[int], now: datetime, dice: random.Random) -> None:
    """What came to everyone in their inbox, about talks; half of it is read."""
    talks = list(db.session.scalars(select(Program.id).where(Program.kind == "talk")))
    in_bulk(Reminder, _reminders(ids, talks, now, dice))
    told = select(Reminder.id, Reminder.person_id, Reminder.fire_at)
    in_bulk(
        Delivery,
        (
            {
                "reminder_id": id_,
                "person_id": person,
                "channel": Channel.IN_APP,
                "state": DeliveryState.SENT,
                "at": at,
                "read_at": at + HOUR if id_ % 2 else None,
                "created_at": at,
            }
            for id_, person, at in db.session.execute(told).all()
        ),
    )


def _reminders(ids: Sequence[int], talks: Sequence[int], now: datetime, dice: random.Random) -> Rows:
    for person in ids:
        for number in range(MESSAGES):
            at = now - DAY * dice.uniform(0, 90)
            talk = dice.choice(talks)
            yield {
                "occurrence_key": f"signed_up|talk:{talk}|{person}|{number}",
                "kind": "signed_up",
                "state": State.SENT,
                "next_at": at,
                "person_id": person,
                "subject_kind": "talk",
                "subject_id": talk,
                "program_id": talk,
                "fire_at": at,
                "expires_at": at + DAY,
                "created_at": at,
            }
