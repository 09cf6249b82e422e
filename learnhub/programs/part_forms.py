"""What people type about parts to take."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from wtforms import IntegerField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from learnhub.programs.parts import Wanted
from learnhub.programs.series_forms import ReachField
from learnhub.web.fields import Form, LineField, MadeForField, VersionField, WallField


class PartForm(Form):
    """What a host asks for help with."""

    name = LineField("What do you ask for?", [DataRequired("Say what you ask for."), Length(max=80)])
    about = LineField("What does one do?", [Optional(), Length(max=300)])
    wanted = IntegerField(
        "How many people?",
        [InputRequired("Say how many."), NumberRange(1, 50, message="Ask for 1 to 50.")],
        default=1,
    )
    minutes = IntegerField("Minutes", [Optional(), NumberRange(5, 6000, message="Use 5 to 6000 minutes.")])
    starts = WallField(
        "When", [Optional()], description="Empty means when it starts. It moves with the program."
    )
    skill = LineField(
        "Skill", [Optional(), Length(max=80)], description="Who says that they help with it is asked on Home."
    )
    version = VersionField()
    begins = MadeForField("The date")
    reach = ReachField("Which dates ask for it so?", alone=True)

    @staticmethod
    def values(wanted: Wanted, begins: datetime) -> dict[str, Any]:
        """Return what the form of a part of a program that begins then starts with."""
        return asdict(wanted) | {"starts": begins + timedelta(minutes=wanted.after), "begins": begins}

    def order(self, begins: datetime) -> Wanted:
        """Return what is asked for, of a program that begins then."""
        after = (self.starts.data or begins) - begins
        return Wanted(
            name=self.name.data or "",
            about=self.about.data or "",
            wanted=self.wanted.data or 0,
            minutes=self.minutes.data,
            after=round(after.total_seconds() / 60),
            skill=self.skill.data or "",
        )
