"""What hosts and admins see of the rules: what goes out before what, and to whom a change would lead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.words import joined, sentence
from learnhub.notifications import queries
from learnhub.notifications.models import ReminderRule
from learnhub.notifications.planning import audiences, dated, dues, reminders, rule_changes, rules
from learnhub.notifications.planning.check_ins import CHECK_IN
from learnhub.notifications.planning.decisions import AGAIN, DECISION
from learnhub.notifications.planning.dues import DUE, JUDGING, OVERDUE, SESSION
from learnhub.notifications.planning.rules import Occasion
from learnhub.notifications.planning.times import Offset
from learnhub.notifications.telling.kinds import KINDS
from learnhub.people.models import Person
from learnhub.programs import program_pages, verdicts
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import Standing
from learnhub.programs.tabs import Tab

SHOWN = 12  # of what goes out
NAMED = 5  # people of each
WHEN = {
    OVERDUE: "Once, as soon as its time has passed.",
    "feedback_asked": "When the talk has ended.",
    "changed_7": "A week after the talk.",
    "changed_30": "A month after the talk.",
    AGAIN: "Thirty and sixty days after the day.",
}
BEFORE = {
    "program_starts": "Before it starts, to everyone who has a place or a part.",
    "talk_starts": "Before it starts, to everyone who has a place or a part.",
    "team_due": "Before team forming closes, to those who have a place and no team.",
    "demo_due": "Before submitting closes, to those whose demo is not in.",
    "still_waiting": "Before it starts, to those who are still on the waitlist.",
    DUE: "Before a deadline, to those who have not done it.",
    OVERDUE: "After a deadline, to those who have not done it.",
    SESSION: "Before a session, to everyone who has a place.",
    CHECK_IN: "Before the week ends on Sunday, by the clock of each, to those who have not checked in.",
    JUDGING: "Before judging opens, to those who took a part named “Judge”.",
    DECISION: "Before the day by which it is decided how a demo goes on, to who decides.",
    AGAIN: "Afterwards, to who decides and has said nothing.",
    "feedback_asked": "Afterwards, to those who were there and have not said how it was.",
    "changed_7": "Afterwards, to those who were there: what it changed.",
    "changed_30": "Afterwards, to those who were there: what it changed.",
}
DATE = {  # what the date of each is, before the moment
    "program_starts": "It begins",
    "talk_starts": "The talk begins",
    "team_due": "Teams form until",
    "demo_due": "Submitting closes",
    "still_waiting": "It begins",
    DUE: "It is due",
    OVERDUE: "It was due",
    SESSION: "The session begins",
    CHECK_IN: "The week ends",
    JUDGING: "Judging opens",
    DECISION: "It is decided by",
}  # of others: until when it helps
UNDONE = {
    "team_due",
    "demo_due",
    "still_waiting",
    DUE,
    OVERDUE,
    CHECK_IN,
    DECISION,
    AGAIN,
}  # who has done it by then gets none


@dataclass(frozen=True, slots=True)
class Rule:
    """What goes out of one kind, as it stands."""

    kind: str
    label: str
    about: str
    said: str
    own: bool  # chosen here, so that the default does not count


@dataclass(frozen=True, slots=True)
class Going:
    """One reminder to come. `change` is new, dropped or empty; `names` of those whom it concerns now."""

    what: str
    program: Program
    fire_at: datetime
    date: str  # in words, before `due_at`
    due_at: datetime
    names: Sequence[str]
    change: str
    zone: ZoneInfo  # by whose clock it goes

    @property
    def who(self) -> str:
        """ "Ada, Bob and 3 others"."""
        rest = len(self.names) - NAMED
        return joined([*self.names[:NAMED], f"{rest} others"] if rest > 1 else self.names)


def tabs(program: Program, _person: Person, standing: Standing) -> list[Tab]:
    """Return the tab of those who choose what goes out."""
    return [Tab(66, "Reminders", f"{program.desk}/reminders")] if standing.runs_it else []


def kind_of(kind: str, among: Sequence[str]) -> str:
    """Return the kind. Raises NotFound for one that no rule can be made of."""
    if kind not in among:
        raise NotFound
    return kind


def offsets(kind: str, program_id: int | None, chosen: Sequence[ReminderRule]) -> list[Offset]:
    """Return what goes out, the earliest first."""
    found = [way.offset for way in rules.ways(kind, program_id, chosen)]
    return sorted(found, key=lambda each: each.length, reverse=True)


def said(kind: str, found: Sequence[Offset]) -> str:
    """ "7 days and 3 hours before, 2 days before, at 09:00, and on the day at 09:00."."""
    if not found:
        return "None goes out."
    plain = joined(each.words for each in found if each.days != 0 and each.wall is None)
    timed = [each.words for each in found if each.days == 0]
    walled = [each.words.partition(" at ") for each in found if each.days and each.wall]
    timed = [*(f"{length} before, at {wall}" for length, _, wall in walled), *timed]
    parts = [*([f"{plain} before"] if plain else []), *timed]
    return WHEN.get(kind) or f"{sentence(_row(parts))}."


def _row(parts: Sequence[str]) -> str:
    return ", and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def listed(kinds: Sequence[str], program_id: int | None, chosen: Sequence[ReminderRule]) -> list[Rule]:
    """Return what goes out of each kind."""
    own = {rule.kind for rule in chosen if rule.program_id == program_id}
    return [
        Rule(
            kind,
            KINDS[kind].label,
            BEFORE[kind],
            said(kind, offsets(kind, program_id, chosen)),
            kind in own,
        )
        for kind in kinds
    ]


def of_program(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return the page on which hosts see what goes out."""
    chosen, kinds = rules.every_rule(), rules.KINDS_OF[program.kind]
    return program_pages.around(person, program, standing, now) | {
        "rules": listed(kinds, program.id, chosen),
        "going": _going([(program, one, "") for one in _ahead([program], chosen, kinds, now)[program.id]]),
        "may_edit": verdicts.may_edit(program, standing) and _may_go_out(program, now),
        "tells": _tells(program),
        "named": standing.is_host,
        "undone": UNDONE,
        "channel": queries.channel(program),
        "posted": queries.posted(program),
        "kinds": KINDS,
    }


def _may_go_out(program: Program, now: datetime) -> bool:
    """Whether something may still be told of it: after its end too, of what is asked afterwards."""
    return program.ends_at > now or reminders.still_coming(program.id, now) is not None


def of_organisation() -> list[Rule]:
    """Return what goes out wherever hosts have chosen nothing else."""
    return listed([*rules.DEFAULTS], None, rules.every_rule())


def preview(
    program: Program | None, kind: str, wanted: Sequence[Offset] | None, now: datetime
) -> Mapping[str, Any]:
    """Return what would go out of one kind, of a program or of all that follow the organisation's rules.

    `wanted` None is the default.
    """
    chosen = rules.every_rule()
    program_id = program.id if program else None
    others = [rule for rule in chosen if (rule.kind, rule.program_id) != (kind, program_id)]
    changed = [*others, *rule_changes.rows(kind, program_id, wanted)]
    own = {rule.program_id for rule in chosen if rule.kind == kind}
    programs = [program] if program else [each for each in reminders.coming(now) if each.id not in own]
    before, after = _ahead(programs, chosen, [kind], now), _ahead(programs, changed, [kind], now)
    rows = [row for each in programs for row in _compared(each, before[each.id], after[each.id])]
    changed_first = sorted(rows, key=lambda row: (not row[2], row[1].fire_at))
    return {
        "going": _going(changed_first[:SHOWN]),
        "total": len(rows),
        "stay": sum(not change for _, _, change in rows),
        "said": said(kind, offsets(kind, program_id, changed)),
        "new": sum(change == "new" for _, _, change in rows),
        "dropped": sum(change == "dropped" for _, _, change in rows),
        "tells": program is None or _tells(program),
    }


def _tells(program: Program) -> bool:
    return program.state is ProgramState.PUBLISHED and not program.quiet


def _ahead(
    programs: Sequence[Program], chosen: Sequence[ReminderRule], kinds: Sequence[str], now: datetime
) -> dict[int, list[Occasion]]:
    """Return by program what is to come of these kinds."""
    own = dated.of_each(programs, kinds)
    return {
        each.id: [
            one
            for one in rules.occasions(each, chosen, own[each.id])
            if one.kind in kinds and one.fire_at > now and one.due.at > now
        ]
        for each in programs
    }


def _compared(
    program: Program, before: Sequence[Occasion], after: Sequence[Occasion]
) -> list[tuple[Program, Occasion, str]]:
    old = {(one.due.subject, one.fire_at) for one in before}
    new = {(one.due.subject, one.fire_at) for one in after}
    gone = [one for one in before if (one.due.subject, one.fire_at) not in new]
    stay = [(program, one, "" if (one.due.subject, one.fire_at) in old else "new") for one in after]
    return [*stay, *((program, one, "dropped") for one in gone)]


def _going(rows: Sequence[tuple[Program, Occasion, str]]) -> list[Going]:
    """Return the first of them, in the order in which they go, with whom they concern."""
    first = sorted(rows, key=lambda row: row[1].fire_at)[:SHOWN]
    names = audiences.named([(one, program.id) for program, one, _ in first])
    about = dues.told({one.due.subject for _, one, _ in first}, None)
    return [
        Going(
            _what(one, about),
            program,
            one.fire_at,
            date_of(one.kind),
            (one.due.since if one.kind == OVERDUE else None) or one.due.at,  # else until when it helps
            who,
            change,
            ZoneInfo(one.due.zone) if one.due.zone else program.tz,
        )
        for (program, one, change), who in zip(first, names, strict=True)
    ]


def date_of(kind: str) -> str:
    """ "Submitting closes": what stands before the date that a reminder is about."""
    return DATE.get(kind, "It can be answered until")


def _what(one: Occasion, about: Mapping[Ref, dues.Told]) -> str:
    """Return what it is about: a date or a demo by its name, else by its kind."""
    found = about.get(one.due.subject)
    return one.due.title or (found.title if found else KINDS[one.kind].label)
