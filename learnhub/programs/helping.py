"""Programs as places where one gets stuck: hosts see who waits, a sponsor decides, or the hosts."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import Select, and_, func, select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.help.subjects import Helped, Subject
from learnhub.people.models import Person
from learnhub.programs import kinds, queries
from learnhub.programs import tabs as every
from learnhub.programs.asked_models import SPONSOR, Part, PartTaken
from learnhub.programs.models import ON_IT, Host, Program, ProgramState, SignUp
from learnhub.programs.queries import Standing
from learnhub.programs.sights import visible_to
from learnhub.programs.tabs import Tab

AFTER = timedelta(days=14)  # so long after its end one may be stuck in it
NAMED = Program.id, Program.kind, Program.key, Program.title


def programs(
    kind: str,
    *,
    mates: Callable[[int, int], Select[int]] | None = None,
    able: Callable[[int], tuple[Select[int], str]] | None = None,
) -> Helped:
    """Return one kind of program as a place to be stuck in."""
    return Helped(_by_key(kind), _hosts, _sponsors, mates, able, _all_tabs)


def _all_tabs(person: Person, key: str) -> Sequence[Tab]:
    program, standing = queries.find(person, key, Program)
    return every.tabs(program, person, standing)


def mine(person: Person) -> Sequence[Subject]:
    """Return the programs that the person works in and that are not long over, the latest to begin first."""
    now = clock.now()
    rows = db.session.execute(
        select(*NAMED, and_(Program.kind == "cohort", Program.starts_at <= now, Program.ends_at > now))
        .join(SignUp, SignUp.program_id == Program.id)
        .where(SignUp.person_id == person.id, SignUp.state.in_(ON_IT))
        .where(Program.state == ProgramState.PUBLISHED, Program.ends_at > now - AFTER)
        .order_by(Program.starts_at.desc(), Program.id)
    )
    return [_subject(*row) for row in rows if kinds.named(row.kind).worked_in]


def tabs(program: Program, _person: Person, standing: Standing) -> list[Tab]:
    """Return the tab of those who see who is stuck, of what one works in."""
    shown = standing.is_host and program.published_at is not None and kinds.of(program).worked_in
    return [Tab(64, "Stuck", f"/help/in/{program.kind}/{program.key}")] if shown else []


def _by_key(kind: str) -> Callable[[Person, str], Subject]:
    def named(person: Person, key: str) -> Subject:
        wanted = select(*NAMED).where(Program.key == key, Program.kind == kind, visible_to(person))
        row = db.session.execute(wanted).first()
        if row is None:
            raise NotFound
        return _subject(*row)

    return named


def _subject(id_: int, kind: str, key: str, title: str, runs: bool = False) -> Subject:
    desk = "Open the roster" if kind == "cohort" else "Open the host view"
    return Subject(Ref(kind, id_), key, title, f"/{kind}s/{key}", desk, runs)


def _hosts(program_id: int) -> Select[int]:
    return select(Host.person_id).where(Host.program_id == program_id)


def _sponsors(program_id: int) -> Select[int]:
    taken = select(PartTaken.person_id).join(Part, Part.id == PartTaken.part_id)
    return taken.where(Part.program_id == program_id, func.lower(Part.name).contains(SPONSOR))
