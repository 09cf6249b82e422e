"""As whom a command does what the pages do."""

from learnhub.ops.exits import Exit, Stop
from learnhub.people import queries as people
from learnhub.people.models import Person


def acting(address: str | None) -> Person:
    """Return who has that address, without one the first admin. Raises Stop where there is nobody yet."""
    found = people.by_email(address) if address else next(iter(people.admins()), None)
    if found is None:
        who = (
            f"nobody here has the address {address}"
            if address
            else "there is no admin yet; open LearnHub first"
        )
        raise Stop(Exit.NOT_FOUND, f"{who}.")
    return found
