"""What people type about a demo. A draft may hold anything that fits; the rules are in `policies.lacks`."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from wtforms import MultipleFileField, RadioField, SelectMultipleField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from learnhub.core.text import one_line, web_address
from learnhub.demos.content import LINKS, TEXTS, Content
from learnhub.demos.models import DataClass, PersonalData
from learnhub.demos.policies import LOOK, NAMES, Lack
from learnhub.demos.services import Written
from learnhub.files.pictures import Drawing
from learnhub.web.fields import Form, LineField, TextField, VersionField

DATA_CLASSES = [
    (DataClass.NONE.value, "No data"),
    (DataClass.PUBLIC.value, "Public"),
    (DataClass.INTERNAL.value, "Internal"),
    (DataClass.CONFIDENTIAL.value, "Confidential"),
]
PERSONAL = [
    (PersonalData.NO.value, "No"),
    (PersonalData.YES.value, "Yes, and the people know"),
    (PersonalData.UNSURE.value, "I am not sure"),
]
ALT_MOST, TAGS_MOST = 300, 20
COMPARED = (
    *TEXTS[:3],
    "prizes",
    *LINKS,
    "built_with",
    "ai_used",
    "data_class",
    "personal_data",
    "model_provider",
)
Answer = TypeVar("Answer", DataClass, PersonalData)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two texts differ: its name, what it is called, what stands, what was typed."""

    name: str
    label: str
    stands: str
    mine: str


def _most(number: int) -> list[Any]:
    return [Length(max=number, message=f"Use at most {number} characters.")]


def _answer(value: Any) -> str:
    return str(getattr(value, "value", value) or "")


class DraftLinkField(LineField):
    """An address that may still be anything, so no browser stops a draft for it; https:// is added."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = web_address(self.data or "")


class DemoForm(Form):
    """The whole demo on one page."""

    title = LineField("Title", _most(120))
    pitch = TextField(
        "Pitch", _most(500), description="One sentence for the gallery, at most 140 characters."
    )
    story = TextField(
        "Story", _most(20_000), description="What you tried, what worked, what did not. Markdown."
    )
    prizes = SelectMultipleField(
        "Prizes to be in for",
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    repository_url = DraftLinkField("Repository", _most(500))
    demo_url = DraftLinkField("Demo link", _most(500))
    video_url = DraftLinkField(
        "Video link", _most(500), description="Up to three minutes. Shown as a card, never embedded."
    )
    slides_url = DraftLinkField("Slides", _most(500))
    pictures = MultipleFileField(
        "Pictures", description="PNG, JPEG or WebP, 5 MB each. You add a text for each."
    )
    built_with = LineField("Built with", _most(500), description="Tools and libraries, with commas between.")
    ai_used = TextField("AI used, and for what", _most(2_000))
    data_class = RadioField(
        "Data class", choices=DATA_CLASSES, coerce=_answer, default="", validate_choice=False
    )
    personal_data = RadioField(
        "Is there personal data in it?",
        choices=PERSONAL,
        coerce=_answer,
        default="",
        validate_choice=False,
        description="A voice in the background counts.",
    )
    model_provider = LineField("Model and provider", _most(200))
    version = VersionField(default=0)

    def offer(self, prizes: Iterable[tuple[int, str]]) -> None:
        """Say which prizes there are."""
        self.prizes.choices = [*prizes]

    def uploads(self) -> list[tuple[str, IO[bytes]]]:
        """Return the chosen files as (name, stream)."""
        return [(file.filename or "", file.stream) for file in self.pictures.data or [] if file.filename]

    @property
    def named(self) -> dict[str, str]:
        """What the summary calls a field whose error is about four of them."""
        return {"repository_url": NAMES["look"]} if LOOK in self.repository_url.errors else {}

    def take(self, names: Iterable[str], stands: Mapping[str, Any]) -> None:
        """Put what stands in place of what was typed, in the fields of these names."""
        for name in {*names} & {*COMPARED}:
            self._fields[name].data = stands[name]

    def differences(self, stands: Mapping[str, Any]) -> list[Difference]:
        """Return the fields in which what was typed is not what stands."""
        fields = [(name, self._fields[name]) for name in COMPARED]
        return [
            Difference(name, field.label.text, _worded(field, stands[name]), _worded(field, field.data))
            for name, field in fields
            if _worded(field, stands[name]) != _worded(field, field.data)
        ]

    def blame_lacks(self, lacks: Iterable[Lack]) -> None:
        """Put each lack beside its field."""
        for lack in lacks:
            field = self._fields[lack.field]
            field.errors = [*field.errors, lack.text]

    def written(self, drawings: list[Drawing], raw: Mapping[str, str]) -> Written:
        """Return what was typed; `raw` holds the texts and boxes of the pictures."""
        texts = {name: str(self._fields[name].data or "") for name in (*TEXTS, *LINKS)}
        said = Content(
            **texts,  # type: ignore[arg-type]  # texts only
            built_with=_tags(self.built_with.data or ""),
            data_class=_one_of(DataClass, self.data_class.data),
            personal_data=_one_of(PersonalData, self.personal_data.data),
        )
        return Written(
            content=said,
            version=self.version.data or 0,
            prize_ids=self.prizes.data or (),
            drawings=drawings,
            alts={
                name[4:]: one_line(text)[:ALT_MOST] for name, text in raw.items() if name.startswith("alt-")
            },
            dropped=[name[5:] for name in raw if name.startswith("drop-")],
        )


def _worded(field: Any, value: Any) -> str:
    """Return what a field holds as people read it: choices by their names."""
    if hasattr(field, "choices"):
        chosen = value if isinstance(value, Collection) and not isinstance(value, str) else [value]
        said = {field.coerce(each) for each in chosen}
        return ", ".join(str(label) for key, label in field.choices or () if field.coerce(key) in said)
    return str(value or "")


def _tags(text: str) -> list[str]:
    found = dict.fromkeys(tag[:40] for tag in re.split(r"\s*[,;]\s*", text.strip()) if tag)
    return [*found][:TAGS_MOST]


def _one_of(kind: type[Answer], value: Any) -> Answer | None:
    return next((each for each in kind if each.value == value), None)
