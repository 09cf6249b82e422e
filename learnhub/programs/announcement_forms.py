"""What hosts type when they write to those on their list."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import RadioField
from wtforms.validators import DataRequired, Length, Optional

from learnhub.core.walltime import instant
from learnhub.core.words import count, joined
from learnhub.people.models import Person
from learnhub.programs.announcement_models import TEXT, TITLE
from learnhub.programs.announcements import Wanted
from learnhub.programs.groups import HAND, Group
from learnhub.web.fields import BoxesField, Form, LineField, TextField, WallField, options


class AnnounceForm(Form):
    """Whom, what, and when."""

    whom = RadioField("To whom?", validate_choice=False)
    people = BoxesField("Chosen by hand", validate_choice=False)
    title = LineField("Subject", [DataRequired("Write a subject."), Length(max=TITLE)])
    text = TextField("Text", [DataRequired("Write what they should know."), Length(max=TEXT)])
    goes_at = WallField("When", [Optional()], description="Empty means now.")

    def offer(
        self, groups: Sequence[Group], counts: Mapping[str, int], chosen: Sequence[Person]
    ) -> "AnnounceForm":
        """Offer these groups, each with how many it reaches, and those who were chosen by hand first."""
        hand = [(HAND, f"{joined(each.name for each in chosen)}: by hand")] if chosen else []
        each = [(group.name, f"{group.label}: {count(counts[group.name], 'person')}") for group in groups]
        self.whom.choices = options([*hand, *each])
        self.people.choices = options((person.key, person.name) for person in chosen)
        return self

    def wanted(self, zone: ZoneInfo) -> Wanted:
        """Return what is to be told; times are those of clocks in `zone`."""
        at: datetime | None = instant(self.goes_at.data, zone) if self.goes_at.data else None
        people: Any = tuple(self.people.data or ())
        return Wanted(self.title.data or "", self.text.data or "", self.whom.data or "", people, at)
