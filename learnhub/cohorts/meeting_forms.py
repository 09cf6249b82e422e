"""What people type who suggest a time to meet, or move it."""

from datetime import datetime
from typing import Any, Self

from wtforms import IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from learnhub.cohorts.meeting_models import PodMeeting
from learnhub.cohorts.meeting_rules import LONGEST, SHORTEST, USUAL
from learnhub.cohorts.meetings import Wanted
from learnhub.web.fields import Form, LineField, LinkField, WallField

TIMES = ("one", "two", "three")


class MoveForm(Form):
    """One time, how long, and where if one likes."""

    one = WallField("A time", [InputRequired("Choose a time.")])
    minutes = IntegerField(
        "Minutes", [InputRequired("Say how long."), NumberRange(SHORTEST, LONGEST)], default=USUAL
    )
    place = LineField("Room", [Optional(), Length(max=200)])
    call_url = LinkField("Call link", [Optional(), Length(max=500)])

    @classmethod
    def of(cls, walls: list[datetime], meeting: PodMeeting | None = None) -> Self:
        """Return it with these times in it, and the rest as the meeting has it."""
        said: dict[str, Any] = dict(zip(TIMES, walls, strict=False))
        for name in ("minutes", "place", "call_url") if meeting else ():
            said[name] = getattr(meeting, name)
        return cls(formdata=None, **said)

    def wanted(self) -> Wanted:
        """Return what is suggested."""
        times = [self[name].data for name in TIMES if name in self and self[name].data]
        place, call_url = self.place.data or "", self.call_url.data or ""
        return Wanted(times, self.minutes.data or USUAL, place, call_url)


class MeetForm(MoveForm):
    """Up to three times."""

    two = WallField("Or", [Optional()])
    three = WallField("Or", [Optional()])
