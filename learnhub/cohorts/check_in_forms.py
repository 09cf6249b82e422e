"""What people type about their week, and about pods."""

from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, Length, Optional

from learnhub.cohorts.check_in_models import TEXT
from learnhub.core import dates
from learnhub.people.fields import WeekHoursField
from learnhub.web.fields import BoxesField, Form, TextField, options

SHORT = [Optional(), Length(max=TEXT)]


class CheckInForm(Form):
    """Done, next, hours, blocked: three minutes at most."""

    done = TextField(
        "What did you do?",
        [DataRequired("Say in a few words what you did; “nothing” is fine."), Length(max=TEXT)],
    )
    planned = TextField("What is next?", SHORT)
    hours = WeekHoursField()
    blocked = TextField("Blocked?", SHORT, description="What is in the way. You can ask for help after.")


class ChoiceForm(Form):
    """What one agrees to."""

    shares = BooleanField("My pod reads my check-ins, and follows the links to my work")
    streak = BooleanField("Count my weeks in a row")


class NoteForm(Form):
    """A few words to one of one's pod."""

    text = TextField(
        "Your note",
        [DataRequired("Write a few words."), Length(max=TEXT)],
        description="“How is it going? Shall we look at it together?” is often all it takes.",
    )


class PodForm(Form):
    """Two or three people who are in no pod yet."""

    people = BoxesField("Who", validate_choice=False, description="Two or three.")

    def offer(self, free: Any) -> "PodForm":
        """Offer these people, with the city of their zone where these differ."""
        differ = len({each.zone for each in free}) > 1
        self.people.choices = options(
            (each.key, f"{each.name}, {dates.zone_city(each.zone)}" if differ else each.name) for each in free
        )
        return self


class MoveToPodForm(Form):
    """Where somebody goes: a pod with room, or somebody of a full one, by their keys."""

    to = RadioField("Where to?", [DataRequired("Choose where to.")], validate_choice=False)

    def offer(self, places: Any) -> "MoveToPodForm":
        """Offer these, of a key, what it is called, and a note."""
        self.to.choices = options((key, label) for key, label, _ in places)
        return self
