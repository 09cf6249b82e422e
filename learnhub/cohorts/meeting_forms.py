"""What people type who suggest a time to meet."""

from datetime import datetime
from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from learnhub.cohorts.meetings import LONGEST, SHORTEST, USUAL, Wanted
from learnhub.web.fields import Form, LineField, LinkField, WallField


class MeetForm(Form):
    """Up to three times, how long, and where if one likes."""

    one = WallField("A time", [InputRequired("Suggest a time.")])
    two = WallField("Or", [Optional()])
    three = WallField("Or", [Optional()])
    minutes = IntegerField(
        "Minutes", [InputRequired("Say how long."), NumberRange(SHORTEST, LONGEST)], default=USUAL
    )
    place = LineField("Room", [Optional(), Length(max=200)])
    call_url = LinkField("Call link", [Optional(), Length(max=500)])

    @classmethod
    def of(cls, walls: list[datetime]) -> "MeetForm":
        """Return it with these times in it."""
        said: dict[str, Any] = dict(zip(("one", "two", "three"), walls, strict=False))
        return cls(formdata=None, **said)

    def wanted(self) -> Wanted:
        """Return what is suggested."""
        times = [each.data for each in (self.one, self.two, self.three) if each.data]
        place, call_url = self.place.data or "", self.call_url.data or ""
        return Wanted(times, self.minutes.data or USUAL, place, call_url)
