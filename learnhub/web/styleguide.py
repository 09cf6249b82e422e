"""Every component in every state, from the macros that the pages use."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask.wrappers import Response
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from learnhub.web.access import access, anyone
from learnhub.web.charts import Window, axis
from learnhub.web.fields import BoxesField, Form, WallField, options
from learnhub.web.page import page

bp = Blueprint("styleguide", __name__)
ZONE = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 12, 3, 13, 20, tzinfo=UTC)


def _same(*texts: str) -> dict[str, str]:
    return options((text, text) for text in texts)


class ExampleForm(Form):
    """One field of each kind, two of them wrong."""

    title = StringField("Title", description="As it will stand on the poster.")
    room = StringField("Room")
    pitch = TextAreaField("Pitch")
    starts = WallField("Starts")
    unit = SelectField("Unit", choices=_same("Field Robotics", "Controls"))
    picture = FileField("Picture", description="PNG or JPEG, 5 MB at most.")
    data_class = RadioField("Data class", choices=_same("Internal", "Confidential", "Public"))
    remind = BoxesField("Remind me by", choices=_same("Mail", "Chat"))
    quiet = BooleanField("Quiet after 18:00")
    streak = BooleanField("Weekly streak")
    score = RadioField("Use on the line", choices=_same("1", "2", "3", "4", "5"))


@bp.get("/styleguide")
@access(anyone)
def show() -> Response:
    """The style guide."""
    return page(
        "styleguide.html",
        form=_form(),
        chart=axis(_windows(), NOW, ZONE),
        moment=NOW,
        zone=ZONE,
        page_url=_page_url,
    )


def _form() -> ExampleForm:
    form = ExampleForm(
        formdata=None,
        title="What our test bench taught us",
        room="Canteen 2",
        pitch="A microphone for six euros hears a bearing wear two shifts before it stops the line.",
        data_class="Internal",
        remind=["Mail"],
        quiet=True,
        score="4",
    )
    form.starts.errors = ["Choose a time after sign-up closes, Fri 27 Nov, 17:00 CET."]
    form.data_class.errors = ["Choose an answer. If you are not sure, say so and Ruth will help."]
    return form


def _windows() -> list[Window]:
    def at(day: int, hour: int, month: int = 12) -> datetime:
        return datetime(2026, month, day, hour, tzinfo=ZONE)

    return [
        Window("Sign-up", at(10, 9, 11), at(27, 17, 11), "closed, 148 came in"),
        Window("Team forming", at(16, 9, 11), at(2, 9), "31 teams"),
        Window("Hacking", at(2, 10), at(3, 17), "open"),
        Window("Submitting", at(3, 9), at(3, 17), "12 of 31 in"),
        Window("Judging", at(4, 9), at(4, 12), "12 judges"),
        Window("People’s vote", at(4, 9), at(4, 14), "one vote each"),
        Window("Results", at(4, 16), at(4, 16) + timedelta(minutes=30), "Halle 3"),
    ]


def _page_url(number: int) -> str:
    return f"?page={number}#s-nav"
