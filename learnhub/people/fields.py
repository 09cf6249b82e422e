"""Form fields for addresses, zones, units and people."""

from collections.abc import Sequence
from typing import Any

from flask import g
from wtforms import RadioField, SelectField
from wtforms.validators import ValidationError

from learnhub.core import dates, words
from learnhub.core.text import is_email, normal_email
from learnhub.people import queries, unit_trees
from learnhub.people.models import Person, Unit
from learnhub.people.session import actor
from learnhub.people.weekly_hours import RANGES
from learnhub.web.fields import LineField, options

DAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class WeekHoursField(RadioField):
    """How many hours of learning a week took, as a range: asked alike wherever one checks in."""

    def __init__(self, label: str = "Hours this week", **options_: Any) -> None:
        choices = options([("", "I would rather not say"), *((each, each) for each in RANGES)])
        note = "About how many is enough. You alone see it; others see sums of five people or more."
        super().__init__(label, choices=choices, default="", description=note, **options_)


class EmailField(LineField):
    """An address, in the one spelling under which it is stored."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        self.data = normal_email(self.data)

    def pre_validate(self, form: object) -> None:
        if self.data and not is_email(self.data):
            raise ValidationError("Write an address such as ada@example.org.")


class ZoneField(SelectField):
    """A time zone; `zone_choices` are its choices."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, choices=zone_choices, **more)

    def pre_validate(self, form: object) -> None:
        if not queries.zone_is_known(self.data or ""):
            raise ValidationError("Choose a time zone from the list.")


def zone_choices() -> dict[str, Any]:
    """Return the zones to choose from."""
    return options((name, name.replace("_", " ")) for name in dates.zone_names())


class UnitField(SelectField):
    """A unit of the tree, or none. Units that are closed are not offered."""

    def __init__(self, label: str, *, none: str = "No unit", **more: Any) -> None:
        self.none = none
        super().__init__(label, choices=lambda: options(unit_choices(none)), **more)

    @property
    def unit(self) -> Unit | None:
        return queries.unit(self.data) if self.data else None


def unit_choices(none: str) -> list[tuple[str, str]]:
    """Return (key, name) of the units as a tree, indented, after the choice of none. One SELECT a request."""
    if "units" not in g:
        g.units = [(unit.key, "\u2003" * depth + unit.name) for unit, depth in unit_trees.names()]
    return [("", none), *g.units]


class PersonField(LineField):
    """Names one person, by address or name; `person` is whom, None where it is left empty.

    Where the words fit several, `meant` are those to choose from; the choice comes as a second value.
    """

    person: Person | None = None
    meant: Sequence[Person] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist[-1:])

    def pre_validate(self, form: object) -> None:
        self.person = queries.named(actor(), self.data) if self.data else None
        if not self.data or self.person is not None:
            return
        self.meant = queries.meant(actor(), self.data)
        if not self.meant:
            raise ValidationError(
                "Nobody here has this name or address. Write the address in full; an admin can invite others."
            )
        same = all(person.name.casefold() == self.data.casefold() for person in self.meant)
        several = f"{words.counted(len(self.meant), 'person')} have this name".capitalize()
        raise ValidationError(
            f"{several}. Choose one below." if same else "Nobody has exactly this name. Choose one below."
        )
