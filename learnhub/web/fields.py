"""Form fields of our own, and the base of every form."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.validators import ValidationError

from learnhub.core.errors import Invalid
from learnhub.core.text import many_lines, one_line
from learnhub.core.transaction import settle


class Form(FlaskForm):
    """Parses a request. CSRF is checked for the whole request in `web.transaction`."""

    class Meta:
        csrf = False

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
        wall: datetime | None = self.data
        if wall is not None and not 2000 <= wall.year < 2200:
            raise ValidationError("Use a year between 2000 and 2199.")


class BoxesField(SelectMultipleField):
    """Several choices, as boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def options(pairs: Iterable[tuple[object, str]]) -> dict[str, Any]:
    """Return (value, text) pairs as WTForms takes `choices` today; it warns about the pairs themselves."""
    return {str(value): text for value, text in pairs}
