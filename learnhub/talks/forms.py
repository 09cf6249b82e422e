"""What people type about talks."""

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from learnhub.core.text import is_email, normal_email, web_address
from learnhub.people.fields import PersonField, ZoneField
from learnhub.people.session import actor
from learnhub.programs.forms import LIMIT, LINK, NO_LIMIT, WHO, TextForm
from learnhub.programs.series import Repeats
from learnhub.programs.series_forms import ReachField, RepeatsForm
from learnhub.programs.series_plans import Reach
from learnhub.programs.texts import Limits
from learnhub.talks import sentences
from learnhub.talks.models import Captions, MaterialKind, RequestKind, TopicRequest, Use
from learnhub.talks.services import WHERE, Text
from learnhub.talks.templates import LUNCH, story_of
from learnhub.talks.venues import is_link
from learnhub.web.fields import Form, LineField, LinkField, TextField, VersionField, WallField

MINUTES = NumberRange(5, 600, message="Use 5 to 600 minutes.")


def _oneself(text: str | None) -> str | None:
    """Return the address of who types "me", else what was typed."""
    return actor().email if text and text.casefold() in ("me", "myself") else text


class TalkForm(TextForm):
    """What a host writes about a talk, beyond what must be said."""

    capacity = IntegerField("Places on site", [Optional(), LIMIT], description=NO_LIMIT)
    online_capacity = IntegerField(
        "Places online",
        [Optional(), LIMIT],
        description="The call link can come later.",
    )
    recorded = BooleanField("It is recorded", description="Said to everyone before they sign up.")

    def limits(self) -> Limits:
        """Return how many places there are."""
        return Limits(self.capacity.data, self.online_capacity.data)


class NewForm(RepeatsForm, TalkForm):
    """A new talk, or a series of them: a title, a start and a place are asked for."""

    starts = WallField("It starts", [InputRequired("Say when it starts: a day and a time.")])
    where = LineField("Room", [Length(max=500)], description="Or an address. A room, a call link, or both.")
    call_url = LinkField(
        "Call link",
        [Optional(), Length(max=500), LINK],
        description="Only those who have a place see it.",
    )
    minutes = IntegerField("Minutes", [Optional(), MINUTES], default=LUNCH.minutes)
    zone = ZoneField("In which zone?")
    speaker = PersonField("Who speaks?", filters=[_oneself])
    request = HiddenField()

    def validate_where(self, field: LineField) -> None:
        where = field.data or ""
        if not where and not self.call_url.data:
            raise ValidationError(WHERE)
        if is_link(where) and self.call_url.data:
            raise ValidationError("This is a link as well. Write a room, or leave it empty.")
        if not is_link(where) and len(where) > 200:
            raise ValidationError("Use 200 characters at most.")

    @property
    def length(self) -> int:
        """How many minutes it takes."""
        return self.minutes.data or LUNCH.minutes

    def order(self) -> dict[str, Any]:
        """Return what `services.create` takes, but for what it answers."""
        where, call = self.where.data or "", self.call_url.data or ""
        room = "" if is_link(where) else where
        said = self.said()
        said |= {
            "story": said["story"] or story_of(self.starts.data, self.length),
            "call_url": web_address(where) if is_link(where) else call,
        }
        text = Text(**said, place=room, recorded=bool(self.recorded.data))
        return {
            "text": text,
            "zone": self.zone.data,
            "starts": self.starts.data,
            "minutes": self.length,
            "limits": self.limits(),
            "speaker": self.speaker.person,
        }

    def each(self) -> dict[str, Any]:
        """Return what `services.create_series` takes of what is the same for one talk."""
        order = self.order()
        return {name: order[name] for name in ("text", "limits", "speaker")}

    def repeating(self) -> Repeats | None:
        """Return how it repeats; None for a single talk."""
        rule = self.rule(self.starts.data) if self.starts.data else None
        if rule is None or self.starts.data is None:
            return None
        return Repeats(self.zone.data, self.starts.data, self.length, rule)


class EditForm(TalkForm):
    """The text of a talk; `version` is the one that was read."""

    place = LineField("Room or address", [Optional(), Length(max=200)])
    reach = ReachField("Which dates get what you changed?", alone=True)
    version = VersionField()

    @property
    def spreads(self) -> bool:
        return self.reach.reach is not Reach.THIS

    def text(self) -> Text:
        """Return what was written."""
        return Text(**self.said("place"), recorded=bool(self.recorded.data))


class MoveForm(Form):
    """When it should be."""

    starts = WallField("It starts", [InputRequired("Say when it starts.")])
    minutes = IntegerField("Minutes", [InputRequired("Say how long it takes."), MINUTES])
    version = VersionField()

    def order(self) -> dict[str, Any]:
        """Return what `services.move` takes."""
        return {
            "starts": self.starts.data,
            "minutes": self.minutes.data or 0,
            "version": self.version.data or 0,
        }


class SpeakerForm(Form):
    """Who speaks: somebody of the organisation."""

    speaker = PersonField("Who?", WHO)


class OutsideSpeakerForm(Form):
    """Who speaks and has no account."""

    name = LineField("Name", [DataRequired("Write a name."), Length(max=120)])
    email = LineField("E-mail", [Optional(), Length(max=254)], description="Hosts and admins see it.")

    def validate_email(self, field: LineField) -> None:
        field.data = normal_email(field.data)
        if field.data and not is_email(field.data):
            raise ValidationError("Write an address such as ada@example.org.")


class RequestForm(Form):
    """What somebody wants to hear of, or offers to give."""

    kind = RadioField(
        "What is it?",
        choices=[
            (RequestKind.TOPIC.value, "I want to hear of it"),
            (RequestKind.PROPOSAL.value, "I can give it"),
        ],
        default=RequestKind.TOPIC.value,
    )
    title = LineField("What about?", [DataRequired("Say what it is about."), Length(max=120)])
    why = TextField(
        "Why, and what should be in it?",
        [Optional(), Length(max=1000)],
        description="What you would use it for helps a speaker to begin.",
    )
    skill = LineField(
        "Which skill does a speaker need?",
        [Optional(), Length(max=80)],
        description="Who says that they help with it is asked on Home.",
    )
    version = VersionField()

    @property
    def offers(self) -> bool:
        """Whether who writes gives it."""
        return str(self.kind.data) == RequestKind.PROPOSAL.value

    def speak(self) -> None:
        """Ask who offers a talk as such."""
        if self.offers:
            self.why.label.text = "What is in it, and for whom?"
            self.why.description = "What people can do afterwards that they could not before."

    def said(self) -> dict[str, str]:
        """Return what was typed, but which kind it is."""
        return {
            "title": self.title.data or "",
            "why": self.why.data or "",
            "skill": self.skill.data or "",
        }

    @staticmethod
    def values(request: TopicRequest) -> dict[str, Any]:
        """Return what the form of one that is asked for begins with."""
        skill = request.skill.name if request.skill else ""
        said = {"title": request.title, "why": request.why, "skill": skill}
        return {"kind": request.kind.value, "version": request.version, **said}


class MaterialForm(Form):
    """Slides or a recording."""

    kind = RadioField(
        "What is it?",
        choices=[(MaterialKind.SLIDES.value, "Slides"), (MaterialKind.RECORDING.value, "Recording")],
        default=MaterialKind.SLIDES.value,
    )
    url = LinkField(
        "Where is it?",
        [DataRequired("Paste its address."), Length(max=2000), LINK],
        description="The address of the file or video, where those it is for may open it.",
    )
    agreed = BooleanField("For a recording: who speaks in it agrees")
    captions = RadioField(
        "For a recording: can it be read?",
        [Optional()],
        choices=[
            (Captions.CAPTIONS.value, "It has captions"),
            (Captions.TRANSCRIPT.value, "It has a transcript"),
            (Captions.NONE_YET.value, "No captions yet"),
        ],
    )

    replaces = BooleanField(
        "It replaces what is shown of that kind",
        description="What it replaces is taken off the talk.",
    )

    def order(self) -> dict[str, Any]:
        """Return what `materials.add` takes."""
        captions = self.captions.data or None
        return {
            "url": self.url.data or "",
            "kind": MaterialKind(self.kind.data),
            "captions": Captions(captions) if captions else None,
            "agreed": bool(self.agreed.data),
            "replaces": bool(self.replaces.data),
        }


class FeedbackForm(Form):
    """Three questions, two of which must be answered."""

    worth = RadioField(
        "Was it worth your time?",
        [InputRequired("Choose from 1 to 5.")],
        choices=[(str(number), str(number)) for number in range(1, 6)],
    )
    use = RadioField(
        "Will you use something of it?",
        [InputRequired("Choose one.")],
        choices=[(Use.YES.value, "Yes"), (Use.MAYBE.value, "Perhaps"), (Use.NO.value, "No")],
    )
    better = TextField(
        "What would make it better?",
        [Optional(), Length(max=1000)],
        description="Hosts and speakers read it, without your name. Do not write what gives you away.",
    )


class ChangedForm(Form):
    """One question."""

    answer = RadioField(
        "Did it change something?",
        [InputRequired("Choose one.")],
        choices=[(each.value, text) for each, text in sentences.ANSWERS.items()],
    )
    what = LineField("What did you change?", [Optional(), Length(max=300)])
