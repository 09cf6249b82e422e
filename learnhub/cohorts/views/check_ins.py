"""The weekly check-in."""

from typing import Any

from flask import session, url_for
from flask.wrappers import Response

from learnhub.cohorts import check_in_pages, check_ins, queries
from learnhub.cohorts.check_in_forms import CheckInForm, ChoiceForm
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.views.blueprint import bp
from learnhub.core import clock
from learnhub.help.pages import BEGUN
from learnhub.people.access import member
from learnhub.people.models import Kind
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/check-in")
@access(member)
def checking_in(key: str) -> Response:
    shown = check_in_pages.week(actor(), key, clock.now())
    return _week(shown, CheckInForm(formdata=None, obj=shown["said"]))


@bp.post("/cohorts/<key>/check-in")
@access(member)
def check_in(key: str) -> Response:
    (cohort, standing), form = queries.find(actor(), key), CheckInForm()
    if form.validate():
        with form.blaming():
            row = check_ins.check_in(actor(), cohort, standing, Said(**form.answers()))
            toast("Your check-in is saved. Thank you.")
            if row.blocked and actor().kind is not Kind.GUEST:
                session[BEGUN] = {f"cohort:{key}": row.blocked[:500]}
            return see(url_for(".checking_in", key=key))
    return _week(check_in_pages.week(actor(), key, clock.now()), form, 422)


@bp.post("/cohorts/<key>/check-in/choose")
@access(member)
def choose_check_in(key: str) -> Response:
    (cohort, standing), form = queries.find(actor(), key), ChoiceForm()
    check_ins.choose(actor(), cohort, standing, shares=form.shares.data, streak=form.streak.data)
    toast("Saved.")
    return see(url_for(".checking_in", key=key))


def _week(shown: dict[str, Any], form: CheckInForm, status: int = 200) -> Response:
    chosen = shown["chosen"]
    streak = bool(chosen and chosen.streak_since)
    choices = ChoiceForm(formdata=None, shares=bool(chosen and chosen.shares), streak=streak)
    return page("cohorts/check_in.html", status=status, form=form, choices_form=choices, **shown)
