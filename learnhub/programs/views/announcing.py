"""The page on which hosts write to a part of those on their list, and take back what has not gone."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import announcement_pages, announcements
from learnhub.programs.access import hosted
from learnhub.programs.announcement_forms import AnnounceForm
from learnhub.programs.groups import EVERYONE
from learnhub.programs.views.blueprint import bp, url_of
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.polling import tagged, unchanged
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/announcements")
@access(member)
def announcing(key: str) -> Response:
    people = request.args.getlist("person")
    context = announcement_pages.writing(actor(), *hosted(key), clock.now(), people)
    if same := unchanged(context["tag"]):
        return same
    whom = request.args.get("whom") or request.args.get("to") or EVERYONE
    form = AnnounceForm(formdata=None, whom=whom, people=people)
    return tagged(_page(form, context), context["tag"])


@bp.post("/programs/<key>/announcements")
@access(member)
def announce(key: str) -> Response:
    (program, standing), form = hosted(key), AnnounceForm()
    if form.validate():
        with form.blaming():
            row = announcements.announce(actor(), program, form.wanted(program.tz))
            now = row.goes_at <= clock.now()
            toast("It goes within a minute." if now else "It waits for its moment, and can be taken back.")
            again = {"to": form.whom.data, "person": form.people.data or None}
            return see(url_for("programs.announcing", key=key, _anchor="written", **again))
    people = form.people.data or ()
    context = announcement_pages.writing(actor(), program, standing, clock.now(), people)
    return _page(form, context, 422)


@bp.post("/programs/<key>/announcements/<announcement>/cancel")
@access(member)
def take_announcement_back(key: str, announcement: str) -> Response:
    program, _ = hosted(key)
    announcements.cancel(actor(), program, announcement)
    toast("Taken back. Nobody heard of it.")
    return see(url_of(program, "announcing", "written"))


def _page(form: AnnounceForm, context: dict[str, Any], status: int = 200) -> Response:
    form.offer(context["groups"], context["counts"], context["chosen"])
    return page("programs/announcing.html", status=status, form=form, mails=mail.is_set_up(), **context)
