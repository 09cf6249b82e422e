"""The pages on which hosts, and admins for everybody, choose before what people are reminded."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.notifications import services
from learnhub.notifications.forms import ChannelForm, RuleForm
from learnhub.notifications.models import HookKind
from learnhub.notifications.planning import rules
from learnhub.notifications.showing import ruling
from learnhub.notifications.telling.kinds import KINDS
from learnhub.notifications.views.blueprint import bp
from learnhub.people.access import admin, member
from learnhub.people.session import actor
from learnhub.programs import verdicts
from learnhub.programs.access import editable, hosted
from learnhub.programs.models import Program
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.rate_limits import limited
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/reminders")
@access(member)
def reminders(key: str) -> Response:
    return _reminders(key, ChannelForm(formdata=None))


def _reminders(key: str, form: ChannelForm, status: int = 200) -> Response:
    shown = ruling.of_program(actor(), *hosted(key), clock.now())
    return page("notifications/reminders.html", status=status, form=form, **shown)


@bp.post("/programs/<key>/channel")
@access(member)
@limited
def set_channel(key: str) -> Response:
    program, form = editable(key, Program), ChannelForm()
    if not form.validate_on_submit():
        return _reminders(key, form, 422)
    kind = HookKind(form.kind.data)
    services.set_channel(actor(), program, kind=kind, address=(form.address.data or "").strip())
    services.test_channel(actor(), program)
    toast("The channel is set. A test message goes within two minutes.")
    return see(url_for(".reminders", key=key, _anchor="channel-h"))


@bp.post("/programs/<key>/channel/test")
@access(member)
@limited
def test_channel(key: str) -> Response:
    services.test_channel(actor(), editable(key, Program))
    toast("A test message goes within two minutes.")
    return see(url_for(".reminders", key=key, _anchor="channel-h"))


@bp.post("/programs/<key>/channel/remove")
@access(member)
def remove_channel(key: str) -> Response:
    services.remove_channel(actor(), editable(key, Program))
    toast("Nothing more is posted there.")
    return see(url_for(".reminders", key=key, _anchor="channel-h"))


@bp.get("/programs/<key>/reminders/<kind>")
@access(member)
def rule(key: str, kind: str) -> Response:
    program, standing = hosted(key)
    require(verdicts.may_edit(program, standing))
    return _rule(ruling.kind_of(kind, rules.KINDS_OF[program.kind]), program, named=standing.is_host)


@bp.post("/programs/<key>/reminders/<kind>")
@access(member)
def change_rule(key: str, kind: str) -> Response:
    program = editable(key, Program)
    return _change(ruling.kind_of(kind, rules.KINDS_OF[program.kind]), program)


@bp.get("/admin/reminders")
@access(admin)
def default_reminders() -> Response:
    return page("notifications/default_reminders.html", rules=ruling.of_organisation())


@bp.get("/admin/reminders/<kind>")
@access(admin)
def default_rule(kind: str) -> Response:
    return _rule(ruling.kind_of(kind, [*rules.DEFAULTS]))


@bp.post("/admin/reminders/<kind>")
@access(admin)
def change_default_rule(kind: str) -> Response:
    return _change(ruling.kind_of(kind, [*rules.DEFAULTS]))


def _rule(kind: str, program: Program | None = None, *, named: bool = False) -> Response:
    """Show the form, and with an answer in the address who would get what and when."""
    stands = services.rule(kind, program)
    if "choice" not in request.args:
        return _page(RuleForm.of(kind, stands), kind, program)
    form = RuleForm.of(kind, stands, request.args)
    if not form.validate():
        return _page(form, kind, program, status=422)
    found = ruling.preview(program, kind, form.offsets(), clock.now())
    return _page(form, kind, program, preview=found, sent=request.args, named=named)


def _change(kind: str, program: Program | None = None) -> Response:
    form = RuleForm.of(kind, services.rule(kind, program), request.form)
    if not form.validate():
        return _page(form, kind, program, status=422)
    services.change_rule(actor(), kind, form.offsets(), program=program, was=form.was.data or "")
    toast(f"“{KINDS[kind].label}” goes out as you chose.")
    return see(url_for(".reminders", key=program.key) if program else url_for(".default_reminders"))


def _page(form: RuleForm, kind: str, program: Program | None, **more: Any) -> Response:
    return page(
        "notifications/rule.html",
        form=form,
        label=KINDS[kind].label,
        about=ruling.BEFORE[kind],
        program=program,
        undone=kind in ruling.UNDONE,
        **({"preview": None} | more),
    )
