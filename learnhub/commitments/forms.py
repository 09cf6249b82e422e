"""What people type about commitments."""

from typing import IO

from wtforms import BooleanField, IntegerField, MultipleFileField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from learnhub.commitments.services import Terms
from learnhub.courses.models import Course
from learnhub.people.fields import PersonField, WeekHoursField
from learnhub.web.fields import DayField, Form, LineField, LinkField, TextField

HOURS_A_WEEK = 3  # that a form proposes


class NewForm(Form):
    """A course, hours a week and a day: the rest can follow."""

    course = SelectField("Course of the catalogue", [Optional()], validate_choice=False)
    title = LineField("Or another: what is it called?", [Optional(), Length(max=200)])
    url = LinkField("Its address", [Optional(), Length(max=2000)])
    hours = IntegerField(
        "Hours a week",
        [InputRequired("Say how many."), NumberRange(1, 40, message="Use 1 to 40 hours.")],
        default=HOURS_A_WEEK,
        description="What you plan. What a week then took, you say as a range, if you like.",
    )
    finish_on = DayField("Finished by", [InputRequired("Say by when.")])
    partner = PersonField(
        "Who holds you to it?",
        [Optional(), Length(max=300)],
        description="They are asked, and can decline. Never one of your managers.",
    )
    tells_partner = BooleanField("They hear when something is three days late", default=True)

    def terms(self, course: Course | None) -> Terms:
        """Return what is committed to."""
        day, hours = self.finish_on.data, self.hours.data
        assert day is not None  # the form asks for both
        assert hours is not None
        title, url = self.title.data or "", self.url.data or ""
        return Terms(day, hours, course, title, url, tells_partner=self.tells_partner.data)


class MilestoneForm(Form):
    title = LineField("What will you have done?", [DataRequired("Say what."), Length(max=200)])
    due_on = DayField("By when?", [InputRequired("Say by when.")])


class PartnerForm(Form):
    partner = PersonField(
        "Who holds you to it?",
        [DataRequired("Name somebody."), Length(max=300)],
        description="They are asked, and can decline. Never one of your managers.",
    )


class CheckInForm(Form):
    """The week in three minutes."""

    done = TextField("What did you do?", [Optional(), Length(max=1000)])
    to_do = TextField("What comes next?", [Optional(), Length(max=1000)])
    hours = WeekHoursField()
    blocked = TextField("What is in the way?", [Optional(), Length(max=1000)])


class MoveForm(Form):
    until = DayField("By when?", [InputRequired("Say by when.")])


class FinishForm(Form):
    finished_on = DayField("Finished on", [InputRequired("Say when.")])
    proof_url = LinkField(
        "Link to a proof", [Optional(), Length(max=2000)], description="A certificate, a repository, a page."
    )
    proof = TextField("Or in words", [Optional(), Length(max=1000)])
    pictures = MultipleFileField("Or a picture of it", description="PNG, JPEG or WebP, 5 MB each.")

    def uploads(self) -> list[tuple[str, IO[bytes]]]:
        """Return the chosen files as (name, stream)."""
        return [(file.filename or "", file.stream) for file in self.pictures.data or [] if file.filename]

    def said(self) -> dict[str, str]:
        """Return the proof in words and its address."""
        return {"proof_url": self.proof_url.data or "", "proof": self.proof.data or ""}
