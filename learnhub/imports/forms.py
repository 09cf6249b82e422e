"""A file to read, columns to choose, and what is asked once for a whole file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.validators import Length, ValidationError

from learnhub.core.dates import zone_names
from learnhub.core.errors import Invalid
from learnhub.core.sheets import Sheet
from learnhub.imports import columns, services
from learnhub.imports.importer import Importer, Option, connected
from learnhub.imports.models import ImportBatch
from learnhub.web.fields import Form, LineField, TextField, WallField

NO_COLUMN = "No column"


class _ChooseForm(Form):
    """Reads what comes in as it is checked; `sheet` holds it afterwards."""

    kind: str
    sheet: Sheet

    def read(self, stream: BinaryIO) -> None:
        try:
            self.sheet = services.read(self.kind, stream)
        except Invalid as error:
            raise ValidationError(str(error)) from error


class UploadForm(_ChooseForm):
    """A file."""

    file = FileField("File")

    def validate_file(self, field: FileField) -> None:
        if not field.data:
            raise ValidationError(connected(self.kind).source.wanted)
        self.read(field.data.stream)

    @property
    def file_name(self) -> str:
        return self.file.data.filename or ""


class PasteForm(_ChooseForm):
    """Text in place of a file."""

    file = TextField("Text", [Length(max=1_000_000)])

    def validate_file(self, field: TextField) -> None:
        if not field.data:
            raise ValidationError(connected(self.kind).source.wanted)
        self.read(BytesIO(field.data.encode()))

    @property
    def file_name(self) -> str:
        return connected(self.kind).source.pasted


def choosing(kind: str) -> UploadForm | PasteForm:
    """Return the form for a file of that kind, or for text where that is pasted."""
    source = connected(kind).source
    form = PasteForm() if source.pasted else UploadForm()
    form.kind, form.sheet = kind, Sheet([], [])
    form.file.label.text = source.pasted or "File"
    return form


class _ColumnsForm(Form):
    """One choice per field; the class of a kind is made below."""

    batch: ImportBatch

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            columns.chosen(connected(self.batch.kind).importer.fields, self.batch.headers, self.wanted())
        except Invalid as error:
            self.blame(error)
            return False
        return True

    def wanted(self) -> dict[str, str]:
        """Return field → header, empty where no column was chosen."""
        return {
            name: "" if field.data in {None, NO_COLUMN} else field.data
            for name, field in self._fields.items()
        }


def columns_form(batch: ImportBatch) -> _ColumnsForm:
    """Return a form that asks for the column of each field, as matched so far."""
    choices: Any = [NO_COLUMN, *batch.headers]
    asked = {
        each.name: SelectField(
            each.label,
            default=NO_COLUMN,
            choices=choices,
            description=each.help,
            render_kw={"data-required": each.required},
        )
        for each in connected(batch.kind).importer.fields
    }
    form: _ColumnsForm = type("ColumnsForm", (_ColumnsForm,), asked)(data=batch.mapping)
    form.batch = batch
    return form


class _OptionsForm(Form):
    """What is asked for the whole file; the class of a kind is made below."""

    importer: Importer
    actor: Any

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        try:
            self.importer.parse(self.texts(), self.actor)
        except Invalid as error:
            self.blame(error)
            return False
        return True

    def texts(self) -> dict[str, str]:
        """Return the options as they are stored: text, "yes" for a tick, a wall time in ISO form."""
        return {name: _text(field.data) for name, field in self._fields.items()}


def options_form(batch: ImportBatch, actor: Any) -> _OptionsForm:
    """Return a form that asks for the options of this kind, with what was guessed or chosen."""
    importer = connected(batch.kind).importer
    options = [option for option in importer.options if option.name in batch.options]
    asked = {option.name: _field(option) for option in options}
    form: _OptionsForm = type("OptionsForm", (_OptionsForm,), asked)(data=_values(options, batch.options))
    form.importer, form.actor = importer, actor
    return form


def _field(option: Option) -> Any:
    if option.kind == "zone":
        names: Any = list(zone_names())
        return SelectField(option.label, choices=names, description=option.help)
    if option.kind == "choice":
        choices: Any = list(option.choices)
        return SelectField(option.label, choices=choices, description=option.help)
    kinds = {"line": LineField, "wall": WallField, "yes": BooleanField}
    return kinds[option.kind](option.label, description=option.help)


def _values(options: Sequence[Option], texts: Mapping[str, str]) -> dict[str, Any]:
    def value(option: Option) -> Any:
        text = texts.get(option.name, "")
        if option.kind == "wall":
            return datetime.fromisoformat(text) if text else None
        return text == "yes" if option.kind == "yes" else text

    return {option.name: value(option) for option in options}


def _text(data: Any) -> str:
    if isinstance(data, datetime):
        return data.isoformat(timespec="minutes")
    return "yes" if data is True else str(data or "")
