"""Those who hold somebody to it: asked, answering, reading the week, confirming the end."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.commitments import partners, queries, services
from learnhub.commitments.forms import CheckInForm, PartnerForm
from learnhub.commitments.views.blueprint import back, bp, shown
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import see
from learnhub.web.toasts import toast


@bp.post("/commitments/<key>/partners")
@access(employee)
def ask(key: str) -> Response:
    seen, form = queries.find(actor(), key), PartnerForm()
    if form.validate() and form.partner.person:
        with form.blaming():
            partners.ask(actor(), seen, form.partner.person)
            toast(f"{form.partner.person.name} is asked, and can decline.")
            return back(key, "partners")
    return shown(key, status=422, partner=form)


@bp.post("/commitments/<key>/answer")
@access(employee)
def answer(key: str) -> Response:
    agrees = request.form.get("agrees") == "1"
    partners.answer(actor(), queries.find(actor(), key), agrees=agrees)
    toast(
        "You hold them to it. They are told." if agrees else "You declined. They are told, without a reason."
    )
    return back(key) if agrees else see(url_for(".index"))


@bp.post("/commitments/<key>/partners/<person>/part")
@access(employee)
def part(key: str, person: str) -> Response:
    seen = queries.find(actor(), key)
    partners.part(actor(), seen, person)
    toast("They are told no more of it." if seen.is_mine else "You do not hold them to it any more.")
    return back(key, "partners") if seen.is_mine else see(url_for(".index"))


@bp.post("/commitments/<key>/week")
@access(employee)
def check_in(key: str) -> Response:
    seen, form = queries.find(actor(), key), CheckInForm()
    if form.validate():
        with form.blaming():
            said = {
                "done": form.done.data or "",
                "to_do": form.to_do.data or "",
                "blocked": form.blocked.data or "",
            }
            partners.check_in(actor(), seen, hours=form.hours.data or "", **said)
            toast("Your week is noted.")
            return back(key, "weeks")
    return shown(key, status=422, week=form)


@bp.post("/commitments/<key>/confirm")
@access(employee)
def confirm(key: str) -> Response:
    services.confirm(actor(), queries.find(actor(), key))
    toast("You confirmed it. They are told.")
    return back(key)
