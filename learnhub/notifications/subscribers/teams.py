"""What teams do, and their demos."""

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.queue import later
from learnhub.demos.events import DemoReopened, DemoSubmitted
from learnhub.demos.models import Demo
from learnhub.notifications import jobs, queries
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import notices, reminders
from learnhub.programs.models import Program
from learnhub.teams.events import TeamJoined, TeamLeft


def team_joined(fact: TeamJoined) -> None:
    program = db.session.get_one(Program, fact.hackathon_id)
    mine = Reminder.person_id == fact.person_id, Reminder.program_id == fact.hackathon_id
    notices.fulfil(Reminder.kind == "team_due", *mine)
    if not program.quiet:
        rev = queries.membership_id(fact.team_id, fact.person_id)
        notices.tell_team("team_joined", fact.team_id, by_id=fact.person_id, rev=rev, program=program)
        later(jobs.dispatch)


def team_left(fact: TeamLeft) -> None:
    """Whoever leaves a team that had handed in has something to do again."""
    reminders.revive(Reminder.person_id == fact.person_id, Reminder.program_id == fact.hackathon_id)


def demo_submitted(fact: DemoSubmitted) -> None:
    program, demo = db.session.get_one(Program, fact.hackathon_id), db.session.get_one(Demo, fact.demo_id)
    members = queries.members_of(fact.team_id)
    mine = Reminder.kind == "demo_due", Reminder.program_id == fact.hackathon_id
    theirs = Reminder.person_id.in_(members), *mine
    notices.fulfil(*theirs)
    if not program.quiet:
        rev = int((demo.submitted_at or clock.now()).timestamp())
        notices.tell_team("demo_submitted", fact.team_id, by_id=fact.person_id, rev=rev, program=program)
        later(jobs.dispatch)


def demo_reopened(fact: DemoReopened) -> None:
    members = queries.members_of(fact.team_id)
    reminders.revive(Reminder.person_id.in_(members), Reminder.program_id == fact.hackathon_id)


SUBSCRIPTIONS: Subscriptions = {
    TeamJoined: [team_joined],
    TeamLeft: [team_left],
    DemoSubmitted: [demo_submitted],
    DemoReopened: [demo_reopened],
}
