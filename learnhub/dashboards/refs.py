"""What a dashboard by mail says, for who gets it: the same figures as the page, re-authorised each time."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from learnhub.core.db import db
from learnhub.core.errors import NotFound
from learnhub.core.refs import Card
from learnhub.dashboards import mailing, pages
from learnhub.dashboards.metrics import METRICS
from learnhub.dashboards.models import DashboardMail
from learnhub.dashboards.reports import Report
from learnhub.people.models import Person, Unit


def mails(ids: Sequence[int], person: Person) -> Mapping[int, Card]:
    """Return the cards of their own mails about units that they lead, with the numbers that may be said."""
    rows = db.session.execute(
        select(DashboardMail, Unit.key, Unit.name)
        .join(Unit, Unit.id == DashboardMail.unit_id)
        .where(DashboardMail.id.in_(ids), DashboardMail.person_id == person.id)
    ).all()
    found = {}
    for row, key, name in rows:
        args = {"unit": key, "period": row.period, "org": "now" if row.as_is else "then"}
        try:
            _, report = pages.asked(person, args)
        except NotFound:  # they lead it no more
            continue
        url = f"/dashboard?unit={key}&period={row.period}&org={args['org']}"
        found[row.id] = Card(mailing.titled(row, name), url, " ".join(_sentences(report)))
    return found


def _sentences(report: Report) -> Iterator[str]:
    """ "Participation 75 %, 23 points more.", for each number that may be said."""
    for metric in METRICS:
        told = report.told[metric.name]
        if told.numbers:
            per = "hour" if metric.is_hours else "point"
            change = told.change or 0
            more = f", {abs(change)} {per}{'s' * (abs(change) != 1)} {'more' if change > 0 else 'fewer'}"
            yield f"{metric.title} {told.value}{more if change else ''}."
