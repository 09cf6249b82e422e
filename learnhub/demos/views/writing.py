"""Pages of one demo: its form, and what others read."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core.errors import Conflict, Invalid
from learnhub.core.policy import require
from learnhub.demos import pages, services
from learnhub.demos.forms import DemoForm
from learnhub.demos.policies import Lack
from learnhub.demos.views.blueprint import bp
from learnhub.files import services as files
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/teams/<key>/demo")
@access(member)
def edit(key: str) -> Response:
    shown = pages.edit(actor(), key)
    if shown["demo"] is not None and not shown["may_save"]:
        return see(url_for(".show", key=shown["demo"].key))
    require(shown["may_save"])
    form = DemoForm(data=pages.typed(shown))
    form.offer(shown["prizes"])
    if request.args.get("check"):
        form.blame_lacks(shown["lacks"])
    return _form(form, shown)


@bp.post("/teams/<key>/demo")
@access(member)
def save(key: str) -> Response:
    shown, form = pages.edit(actor(), key), DemoForm()
    form.offer(shown["prizes"])
    form.take(request.form.getlist("stands"), pages.typed(shown))
    if not form.validate():
        return _form(form, shown, status=422)
    try:
        lacks = _keep(form, key)
    except (Invalid, Conflict) as error:
        return _refused(form, key, error)
    shown = pages.edit(actor(), key)
    if lacks and shown["is_submitted"]:
        form.blame_lacks(lacks)
        return _form(form, shown, status=422)
    return _answer(key, lacks, shown)


def _keep(form: DemoForm, key: str) -> list[Lack] | None:
    """Save or submit, as the button says; None for a draft that was only saved."""
    auto = request.form.get("do") == "auto"
    drawings = [] if auto else files.drawn(form.uploads())
    team, written = pages.team_of(actor(), key), form.written(drawings, request.form)
    if request.form.get("do") == "submit":
        return services.submit(actor(), team, written)
    services.save(actor(), team, written)
    return None


def _refused(form: DemoForm, key: str, error: Invalid | Conflict) -> Response:
    """Show the form again with what was typed; beside what someone saved meanwhile, where that is why."""
    shown = pages.edit(actor(), key)
    if isinstance(error, Invalid):
        form.blame(error)
        return _form(form, shown, status=422)
    if request.form.get("do") == "auto":  # in the background: the next press of a button shows both
        raise error
    shown["conflict"] = {"said": str(error), "rows": form.differences(pages.typed(shown))}
    return _form(form, shown, status=409)


def _answer(key: str, lacks: list[Lack] | None, shown: dict[str, Any]) -> Response:
    if lacks:
        return see(url_for(".edit", key=key, check=1))
    if lacks is None:
        return see(url_for(".edit", key=key))
    toast("The demo is submitted. You can change it until submitting closes.")
    return see(url_for(".show", key=shown["demo"].key))


def _form(form: DemoForm, shown: dict[str, Any], *, status: int = 200) -> Response:
    return page("demos/edit.html", status=status, form=form, **shown)


@bp.post("/teams/<key>/demo/reopen")
@access(member)
def reopen(key: str) -> Response:
    services.reopen(actor(), pages.team_of(actor(), key))
    toast("The demo is a draft again. Submit it before submitting closes.")
    return see(url_for(".edit", key=key))


@bp.get("/demos/<key>")
@access(member)
def show(key: str) -> Response:
    return page("demos/show.html", **pages.show(actor(), key))
