"""The organisation's settings, and the steps of its first day."""

import re

from sqlalchemy import select

from learnhub.core import audit
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Invalid
from learnhub.core.refs import Ref
from learnhub.core.text import one_line
from learnhub.people import mail_domains, queries
from learnhub.people.models import Organisation, Person

STEPS = ("name", "signin", "mail", "people", "create")
DOMAIN = re.compile(r"(?=.{3,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+")
REF = Ref("organisation", 1)


def name_it(*, name: str, zone: str, first_weekday: int, by: Person, seen: int | None = None) -> None:
    """Set name, zone and the first day of the week. Raises Invalid and Conflict."""
    house = lock_organisation()
    yours = {"Name": name, "Time zone": zone}
    theirs = {"Name": house.name, "Time zone": house.zone}
    if seen is not None and house.version != seen and yours != theirs:
        raise Conflict("Somebody changed the settings meanwhile.", theirs=theirs, yours=yours)
    if not one_line(name):
        raise Invalid("Write a name.", "name")
    if not queries.zone_is_known(zone):
        raise Invalid("Choose a time zone from the list.", "zone")
    before = _said(house)
    house.name, house.zone, house.first_weekday = one_line(name)[:120], zone, first_weekday
    _keep(house, "name", before, by)


def let_in(domains: str, *, by: Person, own: bool = False) -> None:
    """Set the mail domains that may sign in without an invitation; `own`: also the proposed one.

    Raises Invalid.
    """
    if own:
        domains = f"{domains}\n{proposed_domain(queries.organisation(), by)}"
    named = [part.strip().lstrip("@").casefold() for part in re.split(r"[\s,;]+", domains) if part.strip()]
    wrong = next((each for each in named if not DOMAIN.fullmatch(each)), None)
    if wrong is not None:
        raise Invalid(f"“{wrong[:60]}” is no mail domain. Write it like example.org.", "mail_domains")
    if len(named) > 50:
        raise Invalid("Name at most 50 domains.", "mail_domains")
    house = lock_organisation()
    before = _said(house)
    house.mail_domains = list(dict.fromkeys(named))
    _keep(house, "signin", before, by)


def proposed_domain(house: Organisation, person: Person) -> str:
    """Return the mail domain of the person's own address until somebody has said who may sign in.

    Empty where anybody can have an address there.
    """
    domain = person.email.rpartition("@")[2]
    is_said = house.mail_domains or "signin" in house.steps
    return "" if is_said or mail_domains.is_public(domain) or not DOMAIN.fullmatch(domain) else domain


def let_create(*, members_may_host: bool, members_may_talk: bool, by: Person) -> None:
    """Say whether everybody may create hackathons and talks, or program leads and admins alone."""
    house = lock_organisation()
    before = _said(house)
    house.members_may_host, house.members_may_talk = members_may_host, members_may_talk
    _keep(house, "create", before, by)


def set_rate(*, hour_rate: int, currency: str, by: Person) -> None:
    """Set what an hour of anybody's costs, and the currency by its three letters. Raises Invalid."""
    letters = currency.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", letters):
        raise Invalid("Write the three letters of a currency, such as EUR.", "currency")
    house = lock_organisation()
    before = {"hour_rate": house.hour_rate, "currency": house.currency}
    after = {"hour_rate": hour_rate, "currency": letters}
    house.hour_rate, house.currency = hour_rate, letters
    db.session.flush()
    if before != after:
        audit.record(by.id, "settings.changed", REF, before=before, after=after)


def set_holidays(days: dict[str, str], *, by: Person) -> None:
    """Let these days, with their names, be the public holidays."""
    house = lock_organisation()
    before, house.holidays = dict(house.holidays), days
    db.session.flush()
    if before != days:
        audit.record(by.id, "settings.changed", REF, before={"holidays": before}, after={"holidays": days})


def left(house: Organisation) -> list[str]:
    """Return the steps of the first day that are neither done nor skipped."""
    return [step for step in STEPS if step not in house.steps]


def finish(step: str, *, skipped: bool = False) -> list[str]:
    """Mark a step of the first day as done or skipped; what is done stays done. Return what is left.

    Raises Invalid for what is no step.
    """
    if step not in STEPS:
        raise Invalid("There is no such step.")
    house = lock_organisation()
    if house.steps.get(step) != "done":
        house.steps = {**house.steps, step: "skipped" if skipped else "done"}
    db.session.flush()
    return left(house)


def lock_organisation() -> Organisation:
    """Return the organisation's row, locked: what holds for all people together changes one at a time."""
    ours = select(Organisation).where(Organisation.id == 1)
    found = db.session.scalar(ours.with_for_update(key_share=True))
    if found is None:
        found = queries.organisation()
        db.session.add(found)
        db.session.flush()
    return found


def _said(house: Organisation) -> dict[str, object]:
    return {
        "name": house.name,
        "zone": house.zone,
        "first_weekday": house.first_weekday,
        "mail_domains": list(house.mail_domains),
        "members_may_host": house.members_may_host,
        "members_may_talk": house.members_may_talk,
    }


def _keep(house: Organisation, step: str, before: dict[str, object], by: Person) -> None:
    house.steps = {**house.steps, step: "done"}
    db.session.flush()
    after = _said(house)
    changed = [field for field in before if before[field] != after[field]]
    if changed:
        old, new = ({field: said[field] for field in changed} for said in (before, after))
        audit.record(by.id, "settings.changed", REF, before=old, after=new)
