"""Cohorts as one kind of program."""

from typing import Any

from learnhub.cohorts import listing, sentences, weekly_hours
from learnhub.cohorts.forms import EditForm
from learnhub.cohorts.models import Cohort
from learnhub.people.models import Person
from learnhub.programs import texts
from learnhub.programs.kinds import Kind
from learnhub.programs.models import Program


def _set_up(cohort: Cohort, _person: Person) -> dict[str, Any]:
    return {"strict": sentences.strict(cohort), "escalates": sentences.escalates(cohort)}


def _edit(actor: Person, cohort: Cohort, form: EditForm) -> list[Program]:
    return texts.edit(actor, cohort, form.text(), limits=form.limits(), version=form.version.data or 0)


COHORT = Kind(
    "cohort",
    over=sentences.OVER,
    state=sentences.state,
    set_up=_set_up,
    edit_form=EditForm,
    edit=_edit,
    parts=("Mentor", "Sponsor", "Show your work", "Take notes"),
    part_means="“Sponsor” hears who lacks access, data or a decision; other names are words.",
    more=listing.sessions,
    take_more=listing.take_sessions,
    takes_weeks=True,
    hosted="Facilitated by",
    desk_page="cohorts.host",
    desk_name="Roster",
    weekly_hours=weekly_hours.of,
)
