"""An organisation in which every page has something to show: small with 5 rows of each, large with 200."""

from dataclasses import dataclass
from datetime import timedelta

from learnhub.core import clock
from learnhub.hackathons.models import Hackathon
from learnhub.imports.models import BatchState, ImportBatch
from learnhub.people.models import Kind, LinkKind, Person, Role, Unit
from learnhub.programs.models import SignUpState
from learnhub.teams.models import Team
from tests import factories
from tests.support.logins import login
from tests.support.rows import many


@dataclass
class World:
    """What the addresses of the catalogue name, and who reads them."""

    rows: int
    unit: Unit
    people: dict[str, Person]
    secrets: dict[str, str]  # of their logins
    links: dict[LinkKind, str]  # the secrets of one-time links
    hackathon: Hackathon
    team: Team
    batches: list[ImportBatch]  # a past hackathon's, staged and brought in, and a people file to be matched

    @property
    def roles(self) -> dict[str, str | None]:
        """Return the secrets of all who walk, by what they are; None is not signed in."""
        return {"stranger": None, **self.secrets}


def populate(rows: int) -> World:
    """Fill the empty database of this application context with `rows` rows of each kind."""
    with many():
        top = factories.unit("Example")
        unit = factories.unit("Engineering", parent=top)
        for number in range(rows):
            factories.unit(f"Unit {number:03}", parent=unit)
        people = _people(top, unit)
        crowd = [factories.person(f"Person {number:03}", unit=unit) for number in range(rows)]
        hackathon = factories.hackathon(people["host"], capacity=rows + 10)
        team = factories.team(people["captain"], hackathon, people["participant"])
        for number, one in enumerate(crowd):
            if number % 3:
                factories.team(one, hackathon)
            else:
                factories.signup(one, hackathon, SignUpState.WAITING if number % 2 else SignUpState.IN)
            factories.hackathon(people["host"], due_in=timedelta(days=number % 40 + 1))
        secrets = {role: login(person) for role, person in people.items()}
        batches = _batches(people, rows)
        links = {kind: factories.link(kind, people["member"]) for kind in LinkKind}
    return World(rows, unit, people, secrets, links, hackathon, team, batches)


def _batches(people: dict[str, Person], rows: int) -> list[ImportBatch]:
    options = {"title": "Past", "starts": "2023-05-20T09:00", "ends": "2023-05-21T17:00", "zone": "UTC"}
    return [
        factories.batch(people["host"], rows=rows, options=options),
        factories.batch(people["host"], state=BatchState.APPLIED, rows=rows, applied_at=clock.now()),
        factories.batch(people["admin"], "people", BatchState.MATCHING, rows=rows),
        factories.batch(people["admin"], "people", rows=rows),
    ]


def _people(top: Unit, unit: Unit) -> dict[str, Person]:
    return {
        "member": factories.person("Mia Member", unit=unit),
        "participant": factories.person("Pat Participant", unit=unit),
        "captain": factories.person("Cleo Captain", unit=unit),
        "host": factories.person("Hugo Host", unit=unit, roles=(Role.LEAD,)),
        "leader": factories.person("Lea Leader", unit=top, roles=(Role.LEADER,)),
        "admin": factories.person("Ann Admin", unit=top, roles=(Role.ADMIN,)),
        "guest": factories.person("Gus Guest", kind=Kind.GUEST),
    }
