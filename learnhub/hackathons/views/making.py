"""The pages that make a hackathon and change what it says: text, prizes, goals, hosts."""

from typing import Any

from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.errors import Conflict
from learnhub.hackathons import pages, prizes, queries, services
from learnhub.hackathons.access import maker
from learnhub.hackathons.forms import EditForm, HostForm, NewForm, PrizeForm
from learnhub.hackathons.views.blueprint import bp, editable, hosted, url_of
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import services as programs
from learnhub.web.access import access
from learnhub.web.addresses import whole
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/hackathons/new")
@access(maker)
def new() -> Response:
    return page("hackathons/new.html", form=NewForm(**pages.new(actor(), clock.now())))


@bp.post("/hackathons/new")
@access(maker)
def create() -> Response:
    form = NewForm()
    if form.validate():
        with form.blaming():
            made = services.create(actor(), **pages.made_of(form.data, form.text(), clock.now()))
            return see(url_of(made))
    return page("hackathons/new.html", status=422, form=form)


@bp.post("/hackathons/<key>/publish")
@access(member)
def publish(key: str) -> Response:
    hackathon = queries.hackathon(actor(), key)
    programs.publish(actor(), hackathon)
    toast(f"{hackathon.title} is published. Nobody was told.")
    return see(url_of(hackathon, "set_up"))


@bp.get("/hackathons/<key>/set-up")
@access(member)
def set_up(key: str) -> Response:
    return _set_up(key)


@bp.get("/hackathons/<key>/edit")
@access(member)
def edit(key: str) -> Response:
    hackathon = editable(key)
    return page("hackathons/edit.html", hackathon=hackathon, form=EditForm(obj=hackathon), conflict=None)


@bp.post("/hackathons/<key>/edit")
@access(member)
def save(key: str) -> Response:
    hackathon, form, conflict = editable(key), EditForm(), None
    if form.validate():
        try:
            with form.blaming():
                services.edit(actor(), hackathon, form.text(), **form.limits())
                return see(url_of(hackathon))
        except Conflict as error:
            conflict = error
    status = 409 if conflict else 422
    return page("hackathons/edit.html", status=status, hackathon=hackathon, form=form, conflict=conflict)


@bp.post("/hackathons/<key>/hosts")
@access(member)
def add_host(key: str) -> Response:
    hackathon, form = editable(key), HostForm()
    if form.validate() and form.host.person:
        with form.blaming():
            programs.add_host(actor(), hackathon, form.host.person)
            return see(url_of(hackathon, "set_up", "hosts"))
    return _set_up(key, status=422, host_form=form)


@bp.post("/hackathons/<key>/hosts/<person>/remove")
@access(member)
def remove_host(key: str, person: str) -> Response:
    hackathon = editable(key)
    programs.remove_host(actor(), hackathon, pages.host_named(hackathon, person))
    return see(url_of(hackathon, "set_up", "hosts"))


@bp.post("/hackathons/<key>/prizes")
@access(member)
def add_prize(key: str) -> Response:
    hackathon, form = editable(key), PrizeForm()
    if form.validate():
        with form.blaming():
            name, about = form.name.data or "", form.description.data or ""
            prizes.add(actor(), hackathon, name=name, description=about)
            return see(url_of(hackathon, "set_up", "prizes"))
    return _set_up(key, status=422, prize_form=form)


@bp.get("/hackathons/<key>/prizes/<prize>")
@access(member)
def edit_prize(key: str, prize: str) -> Response:
    hackathon = editable(key)
    found = queries.prize(hackathon, prize)
    return page("hackathons/prize.html", hackathon=hackathon, prize=found, form=PrizeForm(obj=found))


@bp.post("/hackathons/<key>/prizes/<prize>")
@access(member)
def save_prize(key: str, prize: str) -> Response:
    hackathon, form = editable(key), PrizeForm()
    found = queries.prize(hackathon, prize)
    if form.validate():
        with form.blaming():
            name, about = form.name.data or "", form.description.data or ""
            prizes.change(actor(), hackathon, found, name=name, description=about)
            return see(url_of(hackathon, "set_up", "prizes"))
    return page("hackathons/prize.html", status=422, hackathon=hackathon, prize=found, form=form)


@bp.get("/hackathons/<key>/prizes/<prize>/remove")
@access(member)
def removing_prize(key: str, prize: str) -> Response:
    hackathon = editable(key)
    found = queries.prize(hackathon, prize)
    may, entered = prizes.may_remove(hackathon, found), prizes.entered(found)
    return page("hackathons/prize_remove.html", hackathon=hackathon, prize=found, may=may, entered=entered)


@bp.post("/hackathons/<key>/prizes/<prize>/remove")
@access(member)
def remove_prize(key: str, prize: str) -> Response:
    hackathon = editable(key)
    found = queries.prize(hackathon, prize)
    prizes.remove(actor(), hackathon, found)
    toast(f"The prize “{found.name}” is removed.")
    return see(url_of(hackathon, "set_up", "prizes"))


def _set_up(
    key: str, *, status: int = 200, host_form: HostForm | None = None, prize_form: PrizeForm | None = None
) -> Response:
    hackathon, standing = hosted(key)
    address = whole(url_of(hackathon))
    forms: dict[str, Any] = {"host_form": host_form or HostForm(), "prize_form": prize_form or PrizeForm()}
    context = pages.set_up(actor(), hackathon, standing, clock.now(), address)
    return page("hackathons/set_up.html", status=status, **context, **forms)
