"""My learning, mine only, and the erasure of a person by an admin."""

import json

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.core.sheets import csv_lines
from learnhub.core.text import whole_number
from learnhub.mine import erasing, pages, privacy_profiles
from learnhub.mine.forms import EraseForm
from learnhub.people import queries as people
from learnhub.people.access import admin, employee, member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("mine", __name__)


@bp.get("/learning")
@access(employee)
def learning() -> Response:
    return page("mine/learning.html", **pages.learning(actor(), request.args))


@bp.get("/learning.csv")
@access(employee)
def as_csv() -> Response:
    year = pages.year_of(request.args)
    lines = csv_lines(pages.HEADERS, pages.csv_rows(actor(), year))
    return download("".join(lines), f"my-learning{f'-{year}' if year else ''}.csv")


@bp.get("/learning.json")
@access(employee)
def as_json() -> Response:
    year = pages.year_of(request.args)
    return _json(pages.exported(actor(), year), f"my-learning{f'-{year}' if year else ''}.json")


@bp.get("/learning/everything.json")
@access(member)
def everything() -> Response:
    return _json(erasing.everything(actor()), "everything-of-me.json")


@bp.get("/admin/people/<key>/erase")
@access(admin)
def ask_erase(key: str) -> Response:
    return _ask(key, EraseForm(formdata=None))


@bp.post("/admin/people/<key>/erase")
@access(admin)
def erase(key: str) -> Response:
    form = EraseForm()
    if form.validate():
        with form.blaming():
            erasing.erase(actor(), people.person(actor(), key), typed=form.name.data or "")
            toast("They are erased. What others depend on is left, without a name.")
            return see(url_for("admin.people"))
    return _ask(key, form, status=422)


@bp.get("/admin/privacy")
@access(admin)
def profile() -> Response:
    return page("mine/privacy_profile.html", **privacy_profiles.show(actor()))


@bp.post("/admin/privacy")
@access(admin)
def change_profile() -> Response:
    waits = privacy_profiles.change(actor(), _figures())
    toast(
        "Kept. What protects less waits for a second admin." if waits else "Kept. It holds from tonight on."
    )
    return see(url_for(".profile"))


@bp.post("/admin/privacy/<key>/<answer>")
@access(admin)
def decide_profile(key: str, answer: str) -> Response:
    privacy_profiles.decide(actor(), key, accepted=answer == "yes")
    toast("It holds from now on." if answer == "yes" else "It stays as it is.")
    return see(url_for(".profile"))


def _figures() -> dict[str, int]:
    """What was chosen. Raises Invalid for what is no number."""
    typed = {
        name: whole_number(request.form[name]) for name in privacy_profiles.LABELS if name in request.form
    }
    figures = {name: number for name, number in typed.items() if number is not None}
    if len(figures) < len(typed):
        raise Invalid("Choose one of those that are offered.")
    return figures


def _ask(key: str, form: EraseForm, *, status: int = 200) -> Response:
    them = people.person(actor(), key)
    require(erasing.may_erase(actor(), them))
    return page("mine/erase.html", status=status, person=them, form=form)


def _json(found: object, name: str) -> Response:
    return download(json.dumps(found, ensure_ascii=False, indent=1), name, "application/json")
