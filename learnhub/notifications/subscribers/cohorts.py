"""What is done about deadlines means for messages: what asks no longer, what asks anew, who is told."""

from collections.abc import Callable, Sequence
from typing import Any

from learnhub.cohorts import escalating
from learnhub.cohorts.events import (
    CohortCompleted,
    CohortNotCompleted,
    CohortPaused,
    CohortResumed,
    DeadlineDone,
    DeadlineExtended,
    DeadlineTakenBack,
    DeadlineWaived,
    ExtensionTakenBack,
    ListedToFacilitators,
    PodMateLate,
)
from learnhub.cohorts.support_models import CohortPause
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.queue import later
from learnhub.core.refs import Ref
from learnhub.notifications import jobs, services
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import dues, notices, reminders, rules
from learnhub.programs.models import Program


def done(fact: DeadlineDone) -> None:
    notices.fulfil(dues.about(fact.date_id, fact.person_id))
    _nobody_waits(fact.date_id, fact.person_id)


def taken_back(fact: DeadlineTakenBack) -> None:
    reminders.revive(dues.about(fact.date_id, fact.person_id), reasons=[notices.DONE])


def extended(fact: DeadlineExtended) -> None:
    """What was said of the earlier dues is said no more; the own ones are planned. One act is told once."""
    for date_id in fact.date_ids:
        asked = dues.about(date_id, fact.person_id)
        notices.cancel(notices.LONGER, asked)
        notices.settle(asked)
        _nobody_waits(date_id, fact.person_id)
    program = db.session.get_one(Program, fact.cohort_id)
    reminders.replan(program, clock.now(), rules.every_rule())
    _tell("deadline_extended", fact, program, _about(fact, program))


def shortened(fact: ExtensionTakenBack) -> None:
    """The earlier dues ask again, as far as they are to come; that there is more time is said no more."""
    for date_id in fact.date_ids:
        asked = dues.about(date_id, fact.person_id)
        notices.cancel(notices.MOVED, asked)
        reminders.revive(asked, reasons=[notices.LONGER])
    program = db.session.get_one(Program, fact.cohort_id)
    reminders.replan(program, clock.now(), rules.every_rule())
    about = _about(fact, program)
    given = Reminder.kind == "deadline_extended", Reminder.person_id == fact.person_id
    of_it = *given, Reminder.subject_kind == about.kind, Reminder.subject_id == about.id
    notices.cancel(notices.MOVED, *of_it)
    notices.settle(*of_it)
    _tell("deadline_shortened", fact, program, about)


def waived(fact: DeadlineWaived) -> None:
    """Nothing asks for it, or everything that is to come does again."""
    asked = dues.about(fact.date_id, fact.person_id)
    if fact.waived:
        notices.cancel(notices.WAIVED, asked)
        notices.settle(asked)
        _nobody_waits(fact.date_id, fact.person_id)
    else:
        reminders.revive(asked, reasons=[notices.WAIVED])
    _tell(
        "deadline_waived" if fact.waived else "deadline_again",
        fact,
        db.session.get_one(Program, fact.cohort_id),
        _deadline(fact.date_id),
    )


def completed(fact: CohortCompleted) -> None:
    """Whoever completed it has a certificate; taken back and done again, it is told again."""
    program = db.session.get_one(Program, fact.cohort_id)
    if not program.quiet:
        cohort = Ref("program", program.id)
        notices.tell("cohort_completed", fact.person_id, cohort, rev=fact.completion_id, program=program)
        later(jobs.dispatch)


def not_completed(fact: CohortNotCompleted) -> None:
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.cohort_id
    notices.cancel("It was taken back.", Reminder.kind == "cohort_completed", *mine)
    if fact.by_id == fact.person_id:  # nobody is told of what they did themselves
        notices.withdraw(Reminder.kind == "cohort_completed", *mine)
    else:
        notices.settle(Reminder.kind == "cohort_completed", *mine)


def mate_late(fact: PodMateLate) -> None:
    """Those of the pod hear, once for each due."""
    program, late = db.session.get_one(Program, fact.cohort_id), Ref("escalation", fact.escalation_id)
    for mate in fact.mates:
        notices.tell("pod_mate_late", mate, late, program=program, by_id=fact.person_id)
    later(jobs.dispatch)


def listed(fact: ListedToFacilitators) -> None:
    """One list for each facilitator and day, over all their cohorts."""
    notices.tell("late_list", fact.host_id, Ref("late-list", fact.day))
    later(jobs.dispatch)


def paused(fact: CohortPaused) -> None:
    """Once it begins nothing reminds them until the last day is over; dates that slid are planned anew."""
    pause = db.session.get_one(CohortPause, fact.pause_id)
    if pause.begun_at is not None:
        services.rest(fact.person_id, fact.cohort_id, until=pause.until_at)
    reminders.replan(db.session.get_one(Program, fact.cohort_id), clock.now(), rules.every_rule())


def resumed(fact: CohortResumed) -> None:
    """It reminds them again, of the dates as they came back."""
    until = db.session.get_one(CohortPause, fact.pause_id).until_at
    services.go_on(fact.person_id, fact.cohort_id, until=until)
    reminders.replan(db.session.get_one(Program, fact.cohort_id), clock.now(), rules.every_rule())


def _nobody_waits(date_id: int, person_id: int) -> None:
    told = escalating.about(date_id, person_id)
    notices.fulfil(Reminder.subject_kind == "escalation", Reminder.subject_id.in_(told))


def _deadline(date_id: int) -> Ref:
    return Ref(dues.DEADLINES, date_id)


def _about(fact: DeadlineExtended | ExtensionTakenBack, program: Program) -> Ref:
    """What one act is told of: the deadline, or of several the cohort."""
    return _deadline(fact.date_ids[0]) if len(fact.date_ids) == 1 else Ref("program", program.id)


def _tell(
    kind: str, fact: DeadlineExtended | DeadlineWaived | ExtensionTakenBack, program: Program, about: Ref
) -> None:
    """Tell the person, where somebody else did it: once for each time."""
    if fact.person_id == fact.by_id or program.quiet:
        return
    rev = int(clock.now().timestamp())
    notices.tell(kind, fact.person_id, about, rev=rev, program=program, by_id=fact.by_id)
    later(jobs.dispatch)


SUBSCRIPTIONS: dict[type, Sequence[Callable[[Any], None]]] = {
    DeadlineDone: [done],
    DeadlineTakenBack: [taken_back],
    DeadlineExtended: [extended],
    ExtensionTakenBack: [shortened],
    DeadlineWaived: [waived],
    CohortCompleted: [completed],
    CohortNotCompleted: [not_completed],
    PodMateLate: [mate_late],
    ListedToFacilitators: [listed],
    CohortPaused: [paused],
    CohortResumed: [resumed],
}
