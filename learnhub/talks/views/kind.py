"""Talks as one kind of program."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from learnhub.people.models import Person
from learnhub.programs import series_edits
from learnhub.programs.kinds import Kind, nobody
from learnhub.programs.models import Program
from learnhub.programs.texts import Limits
from learnhub.talks import materials, sentences, services
from learnhub.talks.forms import EditForm, OutsideSpeakerForm, SpeakerForm
from learnhub.talks.models import Talk
from learnhub.talks.services import Text
from learnhub.talks.templates import LUNCH, story_of


def _set_up(_talk: Talk, _person: Person) -> dict[str, Any]:
    return {"speaker_form": SpeakerForm(formdata=None), "outside_form": OutsideSpeakerForm(formdata=None)}


def _edit(actor: Person, talk: Talk, form: EditForm) -> list[Program]:
    reach, version = form.reach.reach, form.version.data or 0
    return series_edits.edit(actor, talk, form.text(), reach, limits=form.limits(), version=version)


def _occurrence(own: Mapping[str, Any]) -> Talk:
    return Talk(recorded=bool(own.get("recorded")))


def _heard(talk: Talk) -> str:
    return "Those who voted for it hear first." if talk.request_id else nobody(talk)


def _clone(actor: Person, old: Talk, title: str, starts: datetime) -> tuple[Program, list[str]]:
    text = Text(**{each.name: getattr(old, each.name) for each in fields(Text)})
    limits = Limits(old.capacity, old.online_capacity)
    begun = text.story.strip() == LUNCH.story.strip()  # who saved the text left its end away
    story = story_of(starts, old.minutes) if begun else text.story
    text = replace(text, title=title, story=story)
    made = services.create(actor, text=text, zone=old.zone, starts=starts, minutes=old.minutes, limits=limits)
    return made, []


TALK = Kind(
    "talk",
    over=sentences.OVER,
    state=sentences.state,
    set_up=_set_up,
    edit_form=EditForm,
    edit=_edit,
    clone=_clone,
    occurrence=_occurrence,
    heard=_heard,
    has_speakers=True,
    worked_in=False,
    has_window=True,
    found_anyway=materials.found_anyway,
    notes_arrivals=True,
    done_when_over=True,
    parts=("Speaker", "Moderator", "Take notes"),
    part_means="“Speaker” gives the talk; other names are words.",
    list_page="talks.host",
    list_name="Host view",
)
