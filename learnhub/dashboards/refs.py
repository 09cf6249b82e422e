"""What a dashboard by mail says, for who gets it: the same figures as the page, re-authorised each time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from urllib.parse import urlencode

from sqlalchemy import Row, select

from learnhub.core import clock, words
from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Card, Provider
from learnhub.dashboards import mailing, pages
from learnhub.dashboards.metrics import METRICS
from learnhub.dashboards.models import DashboardMail
from learnhub.dashboards.reports import Report
from learnhub.people.models import Person, Unit


def mails(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of their own mails about units that they lead."""
    return {
        row.id: Card(mailing.titled(row, name), f"/dashboard?{urlencode(_args(row, key))}")
        for row, key, name in _open_to(ids, person)
    }


def figures(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """The same with the numbers that may be said, which takes the whole report: for the letter."""
    said = {}
    for row, key, _ in _open_to(ids, person):
        with suppress(NotFound):  # they lead it no more
            said[row.id] = " ".join(_sentences(pages.asked(person, _args(row, key))[1]))
    return {id_: card._replace(state=said[id_]) for id_, card in mails([*said], person).items()}


def _open_to(ids: Sequence[int], person: Person) -> Sequence[Row[DashboardMail, str, str]]:
    return db.session.execute(
        select(DashboardMail, Unit.key, Unit.name)
        .join(Unit, Unit.id == DashboardMail.unit_id)
        .join(Person, Person.id == DashboardMail.person_id)
        .where(DashboardMail.id.in_(ids), DashboardMail.person_id == person.id, mailing.leads())
    ).all()


def _args(row: DashboardMail, key: str) -> dict[str, str]:
    return {"unit": key, "period": row.period, "org": "now" if row.as_is else "then"}


REFS: Mapping[str, Provider] = {"dashboard-mail": mails, "dashboard-figures": figures}


def _sentences(report: Report) -> Iterator[str]:
    """ "Participation 75 % of people, 23 points more.", for each number that may be said.

    A running period says first that it is one.
    """
    said = [each for each in METRICS if report.told[each.name].numbers]
    if said and report.period.runs(clock.now()):
        yield "This period is not over: its last week still runs."
    for metric in said:
        told = report.told[metric.name]
        per = "hour" if metric.is_hours else "point"
        change = told.change or 0
        more = f", {words.count(abs(change), per)} {'more' if change > 0 else 'fewer'}"
        of = "" if metric.is_hours else f" of {metric.counts.lower()}"
        yield f"{metric.title} {told.value}{of}{more if change else ''}."
