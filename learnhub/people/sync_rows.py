"""What each row of a people file would do: found by external id or address, compared, checked. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from learnhub.core.dates import zone_names
from learnhub.core.errors import Invalid
from learnhub.core.sheets import Row
from learnhub.core.text import is_email, normal_email, one_line
from learnhub.core.words import joined
from learnhub.imports.importer import Field, Table
from learnhub.people.models import Kind, Role
from learnhub.people.sync_units import SEPARATOR, Path, Tree, folded

FIELDS = (
    Field(
        "name",
        "Name",
        ("Full name", "Display name", "Employee", "Employee name", "Worker", "Person"),
        required=True,
        example="Ada Lovelace",
    ),
    Field(
        "email",
        "E-mail",
        (
            "Email",
            "Mail",
            "Email address",
            "E-mail address",
            "Work email",
            "Work e-mail",
            "User principal name",
        ),
        required=True,
        example="ada@example.org",
    ),
    Field(
        "external_id",
        "External id",
        (
            "Employee id",
            "Employee number",
            "Personnel number",
            "Worker id",
            "Staff number",
            "Person id",
            "ID",
        ),
        help="The number by which your HR system knows somebody. "
        "With it they stay the same person when their address changes.",
        example="1815",
    ),
    Field(
        "unit",
        "Unit",
        ("Unit path", "Department", "Org unit", "Organisational unit", "Organizational unit", "Team"),
        help="A name, or a path such as “Acme / Engineering / Robotics”. New ones are made.",
        example="Robotics",
    ),
    Field(
        "parent",
        "Unit above",
        ("Parent", "Parent unit", "Division", "Parent department"),
        help="Where the file names it in a column of its own.",
        example="Engineering",
    ),
    Field(
        "manager",
        "Manager",
        ("Manager email", "Manager e-mail", "Manager id", "Reports to", "Line manager", "Supervisor"),
        help="The manager’s address or external id. They may stand in the same file.",
    ),
    Field(
        "kind",
        "Kind",
        ("Employment type", "Worker type", "Type"),
        help="Employee, contractor or guest. Guests see only what they are invited to. "
        "A newcomer without one is an employee.",
        example="Employee",
    ),
    Field(
        "zone",
        "Time zone",
        ("Timezone", "TZ"),
        help="Such as Europe/Stockholm; for newcomers only.",
        example="Europe/London",
    ),
    Field(
        "role",
        "Role",
        ("Roles", "LearnHub role"),
        help="Program lead, org leader or admin. None is taken away.",
        example="Program lead",
    ),
)
KINDS = {
    **{
        word: Kind.EMPLOYEE
        for word in ("employee", "permanent", "regular", "intern", "full-time", "part-time")
    },
    **{
        word: Kind.CONTRACTOR for word in ("contractor", "external", "freelancer", "consultant", "contingent")
    },
    "guest": Kind.GUEST,
}
ROLES = {
    **{word: Role.LEAD for word in ("lead", "program lead", "programme lead")},
    **{word: Role.LEADER for word in ("leader", "org leader", "organisation leader", "organization leader")},
    **{word: Role.ADMIN for word in ("admin", "administrator")},
}
PLAIN = frozenset({"member", "none", "-", "–"})


@dataclass(frozen=True, slots=True)
class Here:
    """A person who is here, or was."""

    id: int
    name: str
    email: str
    external_id: str | None
    kind: Kind
    unit: Path
    manager_id: int | None
    roles: frozenset[Role]
    has_left: bool


@dataclass(slots=True)
class Line:
    """A row as read. `wrong` is why it cannot be brought in; an empty cell is None and changes nothing."""

    number: int
    name: str = ""
    email: str = ""
    external_id: str | None = None
    unit: Path | None = None
    manager: str | None = None
    kind: Kind | None = None
    zone: str | None = None
    roles: frozenset[Role] = frozenset()
    wrong: str = ""
    here: Here | None = None

    @property
    def data(self) -> dict[str, Any]:
        """Return what applying needs, as JSON."""
        return {
            "name": self.name,
            "email": self.email,
            "external_id": self.external_id,
            "unit": list(self.unit) if self.unit else None,
            "manager": self.manager,
            "kind": self.kind,
            "zone": self.zone,
            "roles": sorted(self.roles),
        }

    def names(self) -> Iterator[str]:
        """Yield the ways in which another row can name this person."""
        yield self.email
        if self.external_id:
            yield self.external_id.casefold()


@dataclass(slots=True)
class Roll:
    """Everybody who is here, by the two ways in which a file names them."""

    by_id: dict[int, Here] = field(default_factory=dict)
    by_email: dict[str, Here] = field(default_factory=dict)
    by_external: dict[str, Here] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Here]) -> "Roll":
        roll = cls()
        for person in people:
            roll.by_id[person.id] = roll.by_email[person.email] = person
            if person.external_id:
                roll.by_external[person.external_id.casefold()] = person
        return roll

    def named(self, text: str) -> Here | None:
        """Return the person of that address or external id."""
        return self.by_email.get(text) or self.by_external.get(text)


def lines(table: Table, tree: Tree, roll: Roll) -> list[Line]:
    """Read every row and find who it is. Managers are checked afterwards: they may stand further down."""
    found = [_line(table, row, tree) for row in table.rows]
    seen: dict[str, int] = {}
    for line in found:
        twice = next((name for name in line.names() if name and name in seen), None)
        if twice and not line.wrong:
            what = "address" if twice == line.email else "external id"
            line.wrong = f"The same {what} as in row {seen[twice]}."
        for name in line.names():
            seen.setdefault(name, line.number)
        if not line.wrong:
            _match(line, roll)
    return found


def _line(table: Table, row: Row, tree: Tree) -> Line:
    def value(name: str) -> str:
        return one_line(table.value(row, name))

    line = Line(
        row.number, value("name")[:120], normal_email(value("email")), value("external_id")[:120] or None
    )
    line.manager = normal_email(value("manager")) or None
    line.zone = value("zone") or None
    try:
        if not line.name:
            raise Invalid("It has no name.")
        if not is_email(line.email):
            raise Invalid(f"“{line.email}” is no address." if line.email else "It has no address.")
        if line.zone and line.zone not in zone_names():
            raise Invalid(f"“{line.zone}” is no time zone. They are called like Europe/Stockholm.")
        line.kind = _kind(value("kind"))
        line.roles = _roles(value("role"))
        if value("unit"):
            line.unit = tree.path(value("unit"), value("parent"))
        if line.kind is Kind.GUEST and line.roles:
            raise Invalid("A guest holds no role.")
    except Invalid as wrong:
        line.wrong = str(wrong)
    return line


def _kind(text: str) -> Kind | None:
    if not text:
        return None
    if text.casefold() not in KINDS:
        raise Invalid(f"“{text}” is no kind of person: employee, contractor or guest.")
    return KINDS[text.casefold()]


def _roles(text: str) -> frozenset[Role]:
    words = {one_line(word).casefold() for word in text.replace(";", ",").split(",")} - PLAIN - {""}
    if unknown := sorted(words - ROLES.keys()):
        raise Invalid(f"“{unknown[0]}” is no role: program lead, org leader or admin.")
    return frozenset(ROLES[word] for word in words)


def _match(line: Line, roll: Roll) -> None:
    """Find who it is: the external id counts for more than the address."""
    by_external = roll.by_external.get(line.external_id.casefold()) if line.external_id else None
    by_email = roll.by_email.get(line.email)
    if by_external and by_email and by_external.id != by_email.id:
        line.wrong = f"Its external id is {by_external.name}’s and its address {by_email.name}’s."
    elif not by_external and by_email and line.external_id and by_email.external_id:
        line.wrong = f"{by_email.name} has this address and another external id, {by_email.external_id}."
    else:
        line.here = by_external or by_email
        if Role.LEADER in line.roles and not (line.unit or (line.here and line.here.unit)):
            line.wrong = "An org leader leads a unit, and it names none."


def changes(line: Line, here: Here, roll: Roll) -> str:
    """Return what the row changes about a person, as a sentence; empty for nothing."""
    found = []
    if here.has_left:
        found.append("comes back")
    if line.name != here.name:
        found.append(f"is called {line.name}")
    if line.email != here.email:
        found.append(f"has the address {line.email}")
    if line.external_id and line.external_id != here.external_id:
        found.append(f"has the external id {line.external_id}")
    if line.unit and folded(line.unit) != folded(here.unit):
        found.append(f"moves to {SEPARATOR.join(line.unit)}")
    if line.manager:
        manager = roll.named(line.manager)
        if manager is None or manager.id != here.manager_id:
            found.append(f"has the manager {manager.name if manager else line.manager}")
    if line.kind and line.kind is not here.kind:
        found.append(f"is a {line.kind}" if line.kind is not Kind.EMPLOYEE else "is an employee")
    found += [f"becomes {WORDS[role]}" for role in sorted(line.roles - here.roles)]
    return f"{here.name} {joined(found)}." if found else ""


WORDS = {Role.LEAD: "program lead", Role.LEADER: "org leader", Role.ADMIN: "admin"}
