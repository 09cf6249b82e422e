"""What one person did and said, for that person alone."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, literal, select, tuple_, union_all

from learnhub.activity.models import ActKind, LearningAct
from learnhub.cohorts.date_rules import Step
from learnhub.cohorts.models import Cohort, CohortCompletion, CohortDate
from learnhub.commitments.models import Milestone
from learnhub.core import refs
from learnhub.core.among import among
from learnhub.core.db import db
from learnhub.core.refs import Card, Ref
from learnhub.courses.models import OutlineItem
from learnhub.people.models import Person
from learnhub.programs.models import Program, SignUp, SignUpState
from learnhub.talks.models import Change, Talk

PAGE = 50
MOST = 10_000  # acts in an export
GONE = "What is no longer there"


@dataclass(frozen=True, slots=True)
class Did:
    """One act, with what it was done to; `url` is empty for what the person may not see any more."""

    kind: ActKind
    at: datetime
    title: str
    url: str
    what: str  # the kind of thing: "demo"
    within: str  # the title of what it is a part of: of a deadline its cohort; "" for what is none


def acts(person: Person, year: int | None = None) -> list[Did]:
    """Return what the person did, act by act, the newest first: all, or in a year of their own zone."""
    wanted = select(LearningAct).where(LearningAct.person_id == person.id)
    if year is not None:
        first, last = (datetime(each, 1, 1, tzinfo=person.tz) for each in (year, year + 1))
        wanted = wanted.where(LearningAct.at >= first, LearningAct.at < last)
    rows = db.session.scalars(wanted.order_by(LearningAct.at.desc(), LearningAct.id).limit(MOST)).all()
    about = {Ref(row.ref_kind, row.ref_id) for row in rows} | {
        Ref(row.within_kind, row.within_id) for row in rows
    }
    cards, steps = refs.cards([*about], person), _steps(about)
    return [_did(row, cards.get, steps.get) for row in rows]


def _did(
    row: LearningAct, card_of: Callable[[Ref], Card | None], step_of: Callable[[Ref], tuple[str, str] | None]
) -> Did:
    itself, whole = Ref(row.ref_kind, row.ref_id), card_of(Ref(row.within_kind, row.within_id))
    card = card_of(itself) or whole or Card(GONE, "", "")
    title, url, step = card.title, card.url, step_of(itself)
    if step and whole:  # a part without a page: it is named to whoever may open the whole
        title, url = step[0], f"{whole.url}{step[1]}"
    within = whole.title if whole and title != whole.title else ""
    return Did(row.kind, row.at, title, url, row.ref_kind, within)


def _steps(about: Collection[Ref]) -> dict[Ref, tuple[str, str]]:
    """Return title and place on the page of the deadlines and milestones among these, which have no cards."""
    kinds = Step.DEADLINE.value, "milestone"
    deadlines, milestones = ([ref.id for ref in about if ref.kind == kind] for kind in kinds)
    if not deadlines and not milestones:
        return {}
    of_cohorts = select(literal(kinds[0]), CohortDate.id, OutlineItem.title, "#d-" + CohortDate.key)
    own = select(literal(kinds[1]), Milestone.id, Milestone.title, literal(""))
    rows = db.session.execute(
        union_all(
            of_cohorts.join(CohortDate.item).where(among(CohortDate.id, deadlines)),
            own.where(among(Milestone.id, milestones)),
        )
    )
    return {Ref(kind, id_): (title, place) for kind, id_, title, place in rows}


def first_act(person: Person) -> datetime | None:
    """Return when the person did something for the first time."""
    return db.session.scalar(select(func.min(LearningAct.at)).where(LearningAct.person_id == person.id))


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that one took part in, what one did there and how often, and when last."""

    title: str
    url: str
    did: list[tuple[ActKind, int]]
    last: datetime


def things(person: Person, number: int = 1) -> tuple[list[Thing], int]:
    """Return a page of what the person took part in, the latest first, and how much there is in all.

    What is part of something is that, and the dates of a series are one.
    """
    kind = case((Program.series_id.is_not(None), "series"), else_=LearningAct.within_kind)
    whole = kind.label("kind"), func.coalesce(Program.series_id, LearningAct.within_id).label("id")
    of_program = and_(Program.id == LearningAct.within_id, Program.kind == LearningAct.within_kind)
    acts = select(*whole, LearningAct.kind.label("act"), LearningAct.at).outerjoin(Program, of_program)
    mine = acts.where(LearningAct.person_id == person.id).subquery()
    key, last = (mine.c.kind, mine.c.id), func.max(mine.c.at)
    grouped = select(*key, last).group_by(*key)
    total = db.session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    rows = db.session.execute(grouped.order_by(last.desc(), *key).limit(PAGE).offset((number - 1) * PAGE))
    found = {Ref(*ref): at for *ref, at in rows}
    did: dict[Ref, list[tuple[ActKind, int]]] = {ref: [] for ref in found}
    often = select(*key, mine.c.act, func.count()).where(tuple_(*key).in_([*map(tuple, found)]))
    for kind_, id_, act, times in db.session.execute(often.group_by(*key, mine.c.act)):
        did[Ref(kind_, id_)].append((act, times))
    cards = refs.cards(found, person)
    shown = {ref: cards.get(ref) or Card(GONE, "") for ref in found}
    return [Thing(shown[ref].title, shown[ref].url, did[ref], at) for ref, at in found.items()], total


def counts(person: Person) -> dict[ActKind, int]:
    """Return how often the person did each kind of thing."""
    rows = db.session.execute(
        select(LearningAct.kind, func.count())
        .where(LearningAct.person_id == person.id)
        .group_by(LearningAct.kind)
    )
    return {kind: number for kind, number in rows}


def joined(person: Person) -> Sequence[Program]:
    """Return the programs that the person is or was in, the newest first."""
    return db.session.scalars(
        select(Program)
        .join(SignUp, SignUp.program_id == Program.id)
        .where(SignUp.person_id == person.id, SignUp.state == SignUpState.IN)
        .order_by(Program.starts_at.desc(), Program.id.desc())
        .limit(PAGE)
    ).all()


@dataclass(frozen=True, slots=True)
class SaidChanged:
    """What the person said that a talk changed for them."""

    title: str
    url: str
    answer: str
    what: str
    at: datetime


def changed(person: Person) -> list[SaidChanged]:
    """Return what the person said that talks changed, the newest first."""
    rows = db.session.execute(
        select(Talk.title, Talk.key, Change.answer, Change.what, Change.at)
        .join(Talk, Talk.id == Change.talk_id)
        .where(Change.person_id == person.id)
        .order_by(Change.at.desc())
        .limit(PAGE)
    )
    return [
        SaidChanged(title, f"/talks/{key}", answer.value, what, at) for title, key, answer, what, at in rows
    ]


def certificates(person: Person) -> Sequence[tuple[str, str, datetime]]:
    """Return title, address and day of each cohort that the person completed."""
    rows = db.session.execute(
        select(Cohort.title, Cohort.key, CohortCompletion.at)
        .join(Cohort, Cohort.id == CohortCompletion.cohort_id)
        .where(CohortCompletion.person_id == person.id)
        .order_by(CohortCompletion.at.desc())
        .limit(PAGE)
    )
    return [(title, f"/cohorts/{key}/people/{person.key}/certificate", at) for title, key, at in rows]
