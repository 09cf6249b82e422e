"""What admins type in."""

import re
from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired, Length, Optional

from learnhub.people.fields import EmailField, PersonField, UnitField
from learnhub.people.models import Kind, Role
from learnhub.web.fields import BoxesField, Form, LineField, TextField, VersionField, WallField, options

KINDS = [(Kind.EMPLOYEE, "Employee"), (Kind.CONTRACTOR, "Contractor"), (Kind.GUEST, "Guest")]
KIND_NOTES = {"guest": "sees only what they are invited to"}
ROLES = [(Role.LEAD, "Program lead"), (Role.LEADER, "Org leader"), (Role.ADMIN, "Admin")]
ROLE_NOTES = {
    "lead": "creates hackathons",
    "leader": "sees the dashboard of one unit and those below it",
    "admin": "people, units, settings, and every program",
}


class InviteForm(Form):
    addresses = TextField(
        "E-mail addresses",
        [DataRequired("Write at least one address."), Length(max=20000)],
        description="A line each, or with commas or semicolons; a name may stand with it, as in "
        "Omar Said <omar@example.org>.",
    )
    name = LineField("Name", [Length(max=120)], description="For one address. People can change it.")
    kind = SelectField("Who they are", choices=options(KINDS), default=Kind.EMPLOYEE.value)
    unit = UnitField("Unit")
    roles = BoxesField("Roles", choices=options(ROLES))

    def asked(self) -> dict[str, Any]:
        """Return what is asked for: each address by itself, with the name beside it, kind, unit and roles."""
        return {
            "addresses": _apart(self.addresses.data or ""),
            "name": self.name.data or "",
            "kind": Kind(self.kind.data),
            "unit": self.unit.unit,
            "roles": [Role(role) for role in self.roles.data or []],
        }


def _apart(text: str) -> list[str]:
    """Return each address by itself: commas, semicolons and lines part them, and spaces where no name is."""
    found: list[str] = []
    for part in re.findall(r'(?:"[^"\n]*"|[^,;\n])+', text):
        words = part.split()
        found += words if all("@" in word for word in words) and "<" not in part else [" ".join(words)]
    return found


class PersonForm(Form):
    name = LineField("Name", [DataRequired("Write a name."), Length(max=120)])
    email = EmailField("E-mail", [DataRequired("Write an address."), Length(max=254)])
    kind = SelectField("Who they are", choices=options(KINDS))
    manager = PersonField("Manager", [Length(max=300)], description="Name or e-mail address; empty for none.")
    version = VersionField()


class MoveForm(Form):
    unit = UnitField("Unit")
    at = WallField(
        "As of",
        [Optional()],
        description="Empty is now. Numbers from before keep the unit they were in.",
    )


class RoleForm(Form):
    role = SelectField("Role", choices=options(ROLES))
    unit = UnitField("Of the unit", none="–", description="For an org leader.", id="led")


class HandForm(Form):
    """To whom it goes."""

    to = PersonField("Who keeps it from now on?", [DataRequired("Name a person."), Length(max=300)])
