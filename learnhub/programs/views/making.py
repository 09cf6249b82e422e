"""The pages on which hosts change what every program has: text, hosts, whether it is published."""

from typing import Any

from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import hearing, kinds, program_pages, queries, series_pages, services
from learnhub.programs.access import editable, found, host_named, hosted
from learnhub.programs.forms import HostForm
from learnhub.programs.models import Program
from learnhub.programs.texts import Limits
from learnhub.programs.views.blueprint import bp, url_of
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.post("/programs/<key>/publish")
@access(member)
def publish(key: str) -> Response:
    program, _ = found(key)
    services.publish(actor(), program)
    said = hearing.after_publishing(actor(), program, kinds.of(program).heard(program))
    toast(said, press=f"See the {kinds.of(program).word}", to=program.url)
    return see(url_of(program, "set_up"))


@bp.get("/programs/<key>/set-up")
@access(member)
def set_up(key: str) -> Response:
    return _set_up(key, HostForm())


@bp.get("/programs/<key>/edit")
@access(member)
def edit(key: str) -> Response:
    program = editable(key, Program)
    return _editing(program, kinds.of(program).edit_form(obj=program))


@bp.post("/programs/<key>/edit")
@access(member)
def save(key: str) -> Response:
    program = editable(key, Program)
    kind = kinds.of(program)
    form = kind.edit_form()
    if form.validate():
        with form.comparing():
            before = Limits(program.capacity, program.online_capacity)
            elsewhere = kind.edit(actor(), program, form)
            said = {"spreads": form.spreads, "mail": mail.is_set_up()}
            told = hearing.after_text(actor(), program, elsewhere, **said)
            toast(told + hearing.places_now(program, before))
            return see(program.url)
    return _editing(program, form, status=form.refused)


@bp.post("/programs/<key>/hosts")
@access(member)
def add_host(key: str) -> Response:
    program, form = editable(key, Program), HostForm()
    if form.validate() and form.host.person:
        with form.blaming():
            already = queries.host(program, form.host.person) is not None
            services.add_host(actor(), program, form.host.person)
            said = {"already": already, "mail": mail.is_set_up()}
            toast(hearing.after_role(actor(), program, form.host.person, "hosts", **said))
            return see(url_of(program, "set_up", "hosts"))
    return _set_up(key, form, status=422)


@bp.post("/programs/<key>/hosts/<person>/remove")
@access(member)
def remove_host(key: str, person: str) -> Response:
    program = editable(key, Program)
    services.remove_host(actor(), program, host_named(program, person))
    return see(url_of(program, "set_up", "hosts"))


def _set_up(key: str, form: HostForm, *, status: int = 200) -> Response:
    context = program_pages.set_up(actor(), *hosted(key), clock.now())
    return page("programs/set_up.html", status=status, host_form=form, **context)


def _editing(program: Program, form: Any, *, status: int = 200) -> Response:
    context = {"program": program, "kind": kinds.of(program), "form": form}
    context["reached"] = series_pages.reached(actor(), program) if program.series_id else []
    context["heard"] = hearing.before_place(actor(), program)
    return page("programs/edit.html", status=status, **context)
