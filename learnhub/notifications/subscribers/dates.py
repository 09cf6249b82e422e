"""What becomes of a program and its dates."""

from learnhub.calendars.events import PlaceChanged
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.notifications import jobs, services
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders, rules, series_notices
from learnhub.notifications.planning.rules import DEBOUNCE
from learnhub.notifications.sending import calendar_notices
from learnhub.programs.events import (
    ProgramCancelled,
    ProgramMoved,
    ProgramTakenBack,
    SeriesChanged,
)
from learnhub.programs.models import Program

LEFT_IT = ("removed", "withdrawn", "role_ended")


def moved(fact: ProgramMoved) -> None:
    """Planned anew and in the inbox at once; mailed once, when the dates have rested for ten minutes."""
    program = db.session.get_one(Program, fact.program_id)
    if fact.alone:
        notices.overtake(program)
        notices.tell_everyone("moved", program, by_id=fact.by_id, wait=DEBOUNCE)
    reminders.replan(program, clock.now(), rules.every_rule())
    notices.settle_moved(program)
    calendar_notices.follow(program, fact.by_id)
    later(jobs.tick)


def place_changed(fact: PlaceChanged) -> None:
    """Like moved dates: in the inbox at once, mailed when it has rested."""
    program = db.session.get_one(Program, fact.program_id)
    if program.quiet or clock.now() >= program.ends_at:
        return
    if not fact.alone:
        calendar_notices.follow(program, fact.by_id)
        return
    notices.overtake(program, "place_changed")
    notices.tell_everyone("place_changed", program, by_id=fact.by_id, rev=fact.sequence, wait=DEBOUNCE)
    calendar_notices.follow(program, fact.by_id)
    later(jobs.tick)


def cancelled(fact: ProgramCancelled) -> None:
    kept = Reminder.kind.not_in(LEFT_IT)  # their calendars have not heard it yet
    notices.cancel("The program was cancelled.", Reminder.program_id == fact.program_id, kept)
    program = db.session.get_one(Program, fact.program_id)
    if fact.alone:
        notices.tell_everyone("cancelled", program, by_id=fact.by_id)
    calendar_notices.follow(program, fact.by_id)
    later(jobs.tick)


def series_changed(fact: SeriesChanged) -> None:
    """Who has to do with one of the dates is told of that one; with several, once of all of them."""
    series_notices.tell(fact)
    later(jobs.tick)


def taken_back(fact: ProgramTakenBack) -> None:
    services.forget(fact.program_id)


SUBSCRIPTIONS: Subscriptions = {
    ProgramMoved: [moved],
    PlaceChanged: [place_changed],
    ProgramCancelled: [cancelled],
    SeriesChanged: [series_changed],
    ProgramTakenBack: [taken_back],
}
