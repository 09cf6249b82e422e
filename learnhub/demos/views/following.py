"""What becomes of a demo: saying it, and confirming what it brought."""

from typing import Any

from flask import url_for
from flask.wrappers import Response

from learnhub.demos import follow_up_pages, follow_ups, queries
from learnhub.demos.follow_up_forms import ConfirmForm, FollowUpForm
from learnhub.demos.views.blueprint import bp
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/demos/<key>/follow-up")
@access(member)
def deciding(key: str) -> Response:
    shown = follow_up_pages.form(actor(), key)
    return _form(FollowUpForm(data=follow_up_pages.typed(actor(), shown)), shown)


@bp.post("/demos/<key>/follow-up")
@access(member)
def decide(key: str) -> Response:
    form = FollowUpForm()
    if form.validate():
        with form.blaming():
            follow_ups.say(actor(), queries.find(actor(), key), form.said())
            toast("It is said. Everyone who sees the demo sees it.")
            return see(url_for(".show", key=key, _anchor="became"))
    return _form(form, follow_up_pages.form(actor(), key), status=422)


@bp.post("/demos/<key>/follow-up/confirm")
@access(member)
def confirm(key: str) -> Response:
    follow_ups.confirm(actor(), queries.find(actor(), key), version=ConfirmForm().version.data or 0)
    toast("You confirmed it. It counts from now on.")
    return see(url_for(".show", key=key, _anchor="became"))


def _form(form: FollowUpForm, shown: dict[str, Any], *, status: int = 200) -> Response:
    return page("demos/follow_up.html", status=status, form=form, **shown)
