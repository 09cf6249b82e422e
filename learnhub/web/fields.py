"""Form fields of our own, and the base of every form."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    DateTimeLocalField,
    DecimalField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import ValidationError

from learnhub.core.dates import is_near
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.text import many_lines, one_line, web_address, whole_number
from learnhub.core.transaction import settle

LARGEST = Decimal(10) ** 13


class Form(FlaskForm):
    """Parses a request. CSRF is checked for the whole request in `web.transaction`."""

    conflict: Conflict | None = None

    class Meta:
        csrf = False

    def process(
        self, formdata: Any = None, obj: Any = None, data: Any = None, extra_filters: Any = None, **named: Any
    ) -> None:
        """Fill the fields. What is named goes before what `obj` has: an owner's address, not the owner.

        WTForms has it the other way round, so that the form of what has an owner shows “<Person 9>”.
        """
        has = {name: getattr(obj, name) for name in self._fields if hasattr(obj, name)}
        super().process(formdata, None, {**(data or {}), **has, **named}, extra_filters)

    def blame(self, error: Invalid) -> None:
        """Put a rule's refusal beside the field that it names, or at the top of the form."""
        field = self._fields.get(error.field or "")
        if field is not None:
            field.errors = [*field.errors, str(error)]
        else:
            self.form_errors.append(str(error))

    def answers(self, *but: str) -> dict[str, Any]:
        """Return what was answered, by field, without hidden fields, passwords and those named."""
        unsaid = {"HiddenInput", "PasswordInput"}
        return {
            name: field.data
            for name, field in self._fields.items()
            if name not in but and type(field.widget).__name__ not in unsaid
        }

    @contextmanager
    def blaming(self) -> Iterator[None]:
        """Put what a service refuses as Invalid beside its field; what was begun is undone.

        Inside it, return the answer for success; after it, the page with 422.
        """
        try:
            yield
        except Invalid as error:
            settle(save=False)
            self.blame(error)

    @contextmanager
    def comparing(self) -> Iterator[None]:
        """Do as `blaming`; where somebody else was first, `conflict` holds both texts for the page."""
        try:
            with self.blaming():
                yield
        except Conflict as error:
            settle(save=False)
            self.conflict = error

    @property
    def refused(self) -> int:
        """The status of the page that shows the form again."""
        return 409 if self.conflict else 422


class LineField(StringField):
    """One line of text, trimmed, without control characters."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = one_line(str(valuelist[0])) if valuelist else ""


class TextField(TextAreaField):
    """Several lines of text or Markdown."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = many_lines(str(valuelist[0])) if valuelist else ""


class WallField(DateTimeLocalField):
    """A date and time as the clock on the wall shows it; the form says in which zone."""

    def __init__(self, label: str, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)

    def pre_validate(self, form: object) -> None:
        _require_near(self.data)


class MadeForField(WallField):
    """The moment, hidden, from which a form shows others; None for what cannot be one."""

    widget = widgets.HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
            _require_near(self.data)
        except ValueError:
            self.data = None


class DayField(DateField):
    """A day."""

    def pre_validate(self, form: object) -> None:
        _require_near(self.data)


def _require_near(day: date | None) -> None:
    if day is not None and not is_near(day):
        raise ValidationError("Use a year between 2000 and 2199.")


class NumberField(DecimalField):
    """A number that the database can hold, with four decimals at most."""

    def _value(self) -> str:
        """Show what was typed, or the number plainly: 45, not 45.00."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{Decimal(self.data).normalize():f}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is None:
            return
        if not self.data.is_finite() or abs(self.data) > LARGEST:
            self.data = None
            raise ValueError("Use a number below ten trillion.")
        self.data = round(self.data, 4)


class VersionField(IntegerField):
    """The version of a row with which a form was opened; None for what cannot be one."""

    widget = widgets.HiddenInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = whole_number(str(valuelist[0])) if valuelist else None


class LinkField(LineField):
    """The address of a page elsewhere; what is typed without https:// gets it."""

    widget = widgets.URLInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = web_address(self.data or "")


class BoxesField(SelectMultipleField):
    """Several choices, as boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def options(pairs: Iterable[tuple[object, str]]) -> dict[str, Any]:
    """Return (value, text) pairs as WTForms takes `choices` today; it warns about the pairs themselves."""
    return {str(value): text for value, text in pairs}
