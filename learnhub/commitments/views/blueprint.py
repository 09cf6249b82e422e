"""The blueprint that the pages about commitments share."""

from typing import Any

from flask import Blueprint, url_for
from flask.wrappers import Response

from learnhub.cohorts.forms import BlocksForm
from learnhub.commitments import pages
from learnhub.commitments.forms import CheckInForm, MilestoneForm, PartnerForm
from learnhub.people.session import actor
from learnhub.web.page import page, see

bp = Blueprint("commitments", __name__)


def shown(key: str, *, status: int = 200, **forms: Any) -> Response:
    """Show a commitment; `forms` are those that were sent and lack something."""
    found = pages.show(actor(), key)
    week = found["this_week"]
    said = (
        {"done": week.done, "to_do": week.next, "hours": week.hours, "blocked": week.blocked} if week else {}
    )
    held: dict[str, Any] = {
        "milestone_form": forms.get("milestone") or MilestoneForm(formdata=None),
        "partner_form": forms.get("partner") or PartnerForm(formdata=None),
        "week_form": forms.get("week") or CheckInForm(formdata=None, data=said),
        "blocks_form": forms.get("blocks")
        or BlocksForm(formdata=None, data=pages.blocks_typed(found["seen"])),
    }
    return page("commitments/show.html", status=status, **found, **held)


def back(key: str, anchor: str = "") -> Response:
    """Return to the commitment."""
    return see(url_for("commitments.show", key=key, _anchor=anchor or None))
