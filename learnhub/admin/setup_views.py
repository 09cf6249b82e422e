"""The first day, and the settings afterwards."""

from typing import Any

from flask import Blueprint, current_app, url_for
from flask.wrappers import Response

from learnhub.admin import queries, sentences
from learnhub.admin.setup_forms import CreateForm, DoorForm, NameForm, RateForm
from learnhub.core import queue
from learnhub.notifications import jobs
from learnhub.notifications import services as notifications
from learnhub.people import organisations, retention, top_units
from learnhub.people import queries as people
from learnhub.people.access import admin
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.fields import Form
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

Shown = dict[str, Any]
bp = Blueprint("admin", __name__)


@bp.get("/admin/setup")
@bp.get("/admin/setup/<step>")
@access(admin)
def setup(step: str = "") -> Response:
    return _setup_page(step)


@bp.post("/admin/setup/<step>/skip")
@access(admin)
def skip(step: str) -> Response:
    organisations.finish(step, skipped=True)
    return see(url_for(".setup"))


@bp.post("/admin/setup/<step>/done")
@access(admin)
def done(step: str) -> Response:
    organisations.finish(step)
    return see(url_for(".setup"))


@bp.get("/admin/settings")
@access(admin)
def settings() -> Response:
    return _settings_page()


@bp.post("/admin/settings/<where>/name")
@access(admin)
def set_name(where: str) -> Response:
    form = NameForm()
    if form.validate_on_submit():
        with form.blaming():
            top = top_units.named_after(people.organisation())
            organisations.name_it(by=actor(), seen=form.version.data, **form.answers("unit_too"))
            top_units.follow(people.organisation(), top, rename=form.unit_too.data, by=actor())
            return _saved(where)
    return _failed(where, "name", name=form)


@bp.post("/admin/settings/<where>/signin")
@access(admin)
def set_door(where: str) -> Response:
    form = DoorForm()
    if form.validate_on_submit():
        with form.blaming():
            organisations.let_in(form.mail_domains.data or "", own=form.own_domain.data, by=actor())
            return _saved(where)
    return _failed(where, "signin", door=form)


@bp.post("/admin/settings/<where>/create")
@access(admin)
def set_create(where: str) -> Response:
    form = CreateForm()
    if form.validate_on_submit():
        hackathons, talks = (each.data == "everybody" for each in (form.hackathons, form.talks))
        organisations.let_create(members_may_host=hackathons, members_may_talk=talks, by=actor())
        return _saved(where)
    return _failed(where, "create", create=form)


@bp.post("/admin/settings/rate")
@access(admin)
def set_rate() -> Response:
    form = RateForm()
    if form.validate_on_submit():
        with form.blaming():
            organisations.set_rate(by=actor(), **form.answers())
            return _saved("settings")
    return _settings_page(422, rate=form)


@bp.post("/admin/test-mail")
@access(admin)
def send_test() -> Response:
    notifications.test_mail(actor())
    queue.later(jobs.dispatch)
    left = organisations.finish("mail")
    toast("A test mail to you is on its way.")
    return see(url_for(".setup" if left else ".settings"))


def _saved(where: str) -> Response:
    if where == "setup":
        return see(url_for(".setup"))
    toast("The settings are saved.")
    return see(url_for(".settings"))


def _failed(where: str, step: str, **forms: Form) -> Response:
    return _setup_page(step, 422, **forms) if where == "setup" else _settings_page(422, **forms)


def _setup_page(step: str, status: int = 200, **forms: Form) -> Response:
    house = people.organisation()
    left = organisations.left(house)
    now = step if step in organisations.STEPS else next(iter(left), "")
    proposed = organisations.proposed_domain(house, actor())
    shown: Shown = {"counts": queries.counts(), "proposed": proposed, **_mail(), **_forms(forms)}
    shown["all_set"] = sentences.all_set(house.steps, mail=bool(shown["mail_server"]))
    return page("admin/setup.html", status=status, house=house, left=left, current=now, **shown)


def _settings_page(status: int = 200, **forms: Form) -> Response:
    house = people.organisation()
    shown: Shown = {"house": house, "smallest": retention.smallest(house), **_mail(), **_forms(forms)}
    return page("admin/settings.html", status=status, **shown)


def _mail() -> Shown:
    """What is said of the mail server: where it is, without user and password."""
    settings = current_app.config["SETTINGS"]
    server = settings.smtp_url.rpartition("@")[2].rpartition("//")[2].rstrip("/")
    return {"mail_server": server, "mail_from": settings.mail_from}


def _forms(given: dict[str, Form]) -> Shown:
    house = people.organisation()
    create = {
        "hackathons": "everybody" if house.members_may_host else "leads",
        "talks": "leads" if house.members_may_talk is False else "everybody",
    }
    return {
        "top_unit": top_units.named_after(house),
        "name": given.get("name") or NameForm(formdata=None, obj=house),
        "door": given.get("door") or DoorForm(formdata=None, mail_domains="\n".join(house.mail_domains)),
        "rate": given.get("rate") or RateForm(formdata=None, obj=house),
        "create": given.get("create") or CreateForm(formdata=None, **create),
    }
