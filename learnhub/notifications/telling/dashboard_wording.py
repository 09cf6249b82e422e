"""What a dashboard by mail says: subject, lead, button, path."""

from collections.abc import Callable

from learnhub.core.refs import Card, Ref
from learnhub.core.text import one_line
from learnhub.notifications.telling.wording_context import Said, Told

GONE = Card("A dashboard", "/dashboard")
ON_THE_PAGE = "Its numbers stand on the page."
NOTHING = "Nothing can be said yet without speaking of too few people."


def _dashboard(told: Told) -> Said:
    card = _card(told)
    full = told.about.kept.get(Ref("dashboard-figures", told.row.subject_id))
    said = (full.state or NOTHING) if full else ON_THE_PAGE
    lead = f"{said} Stop it on the page of your dashboards by mail."
    return f"Dashboard: {one_line(card.title)}", lead, "Open the dashboard", card.url


def _ended(told: Told) -> Said:
    unit = one_line(_card(told).title)
    lead = "It goes to those who lead the unit, and you no longer do. There is nothing to do."
    return f"No more mail with the dashboard of {unit}", lead, "Open LearnHub", "/"


def _card(told: Told) -> Card:
    return told.about.kept.get(Ref(told.row.subject_kind, told.row.subject_id), GONE)


WORDS: dict[str, Callable[[Told], Said]] = {"dashboard": _dashboard, "dashboard_ended": _ended}
