"""Hackathons as one kind of program."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from learnhub.core import words
from learnhub.hackathons import part_times, prizes, queries, sentences, services
from learnhub.hackathons.forms import EditForm, PrizeForm
from learnhub.hackathons.models import Hackathon
from learnhub.hackathons.services import Text
from learnhub.people.models import Person
from learnhub.programs import texts
from learnhub.programs.kinds import Kind
from learnhub.programs.models import Program
from learnhub.programs.texts import Limits


def _set_up(hackathon: Hackathon, _person: Person) -> dict[str, Any]:
    spans = services.spans(hackathon)
    return {"spans": spans, "prizes": queries.prizes(hackathon), "prize_form": PrizeForm(formdata=None)}


def _edit(actor: Person, hackathon: Hackathon, form: EditForm) -> list[Program]:
    version, limits = form.version.data or 0, Limits(form.capacity.data, hackathon.online_capacity)
    return texts.edit(actor, hackathon, form.text(), limits=limits, version=version)


def _clone(actor: Person, old: Hackathon, title: str, starts: datetime) -> tuple[Program, list[str]]:
    text = Text(**{each.name: getattr(old, each.name) for each in fields(Text)})
    by, spans = starts - old.starts_wall, services.spans(old)
    windows = [replace(span, opens=span.opens + by, closes=span.closes + by) for span in spans]
    text = replace(text, title=title)
    made = services.create(actor, text=text, zone=old.zone, windows=windows, capacity=old.capacity)
    made.grace_minutes = old.grace_minutes
    won = queries.prizes(old)
    for each in won:
        prizes.add(actor, made, name=each.name, description=each.description)
    return made, [words.counted(len(windows), "window"), *([words.counted(len(won), "prize")] if won else [])]


HACKATHON = Kind(
    "hackathon",
    over=sentences.OVER,
    state=sentences.state,
    set_up=_set_up,
    edit_form=EditForm,
    edit=_edit,
    clone=_clone,
    parts=("Judge", "Mentor", "Sponsor", "Opening words", "Take notes"),
    part_means="“Judge” hears when judging begins, “Sponsor” what a team lacks; other names are words.",
    part_slot=part_times.usual,
    part_times="Empty means for a judge when judging opens, for a sponsor the results, for others the start.",
    loads=(queries.WINDOWS,),
    lists=(queries.LISTED,),
    more=queries.openings,
    take_more=Hackathon.take_openings,
)
