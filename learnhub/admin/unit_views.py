"""Units, the audit log and health."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.admin import health, queries
from learnhub.admin.setup_views import bp as bp
from learnhub.admin.unit_forms import UnitForm
from learnhub.core.dates import read_day
from learnhub.people import queries as directory
from learnhub.people import quiet, sentences, unit_trees
from learnhub.people import units as services
from learnhub.people.access import admin
from learnhub.people.quiet_forms import ChangedQuietForm, QuietForm
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast


@bp.get("/admin/units")
@access(admin)
def units() -> Response:
    return _units_page(UnitForm(formdata=None))


@bp.post("/admin/units")
@access(admin)
def make_unit() -> Response:
    form = UnitForm()
    if form.validate_on_submit():
        with form.blaming():
            made = services.create(form.name.data or "", form.parent.unit, by=actor())
            toast(f"“{made.name}” is made.")
            return see(url_for(".units"))
    return _units_page(form, 422)


@bp.get("/admin/units/<key>")
@access(admin)
def unit(key: str) -> Response:
    return _unit_page(key, _unit_form(key))


@bp.post("/admin/units/<key>")
@access(admin)
def change_unit(key: str) -> Response:
    form, found = UnitForm(), directory.unit(key)
    if form.validate_on_submit():
        with form.blaming():
            seen = form.version.data or 0
            services.edit(found, seen=seen, name=form.name.data or "", parent=form.parent.unit, by=actor())
            toast("Saved.")
            return see(url_for(".units"))
    return _unit_page(key, form, 422)


@bp.post("/admin/units/<key>/close")
@access(admin)
def close_unit(key: str) -> Response:
    found = directory.unit(key)
    services.close(found, by=actor())
    toast(f"“{found.name}” is closed.", undo=url_for(".reopen_unit", key=key))
    return see(url_for(".units"))


@bp.post("/admin/units/<key>/open")
@access(admin)
def reopen_unit(key: str) -> Response:
    found = directory.unit(key)
    services.reopen(found, by=actor())
    toast(f"“{found.name}” is open again.")
    return see(url_for(".units"))


@bp.post("/admin/units/<key>/quiet")
@access(admin)
def add_unit_quiet(key: str) -> Response:
    form, found = QuietForm(prefix="quiet"), directory.unit(key)
    if form.validate_on_submit():
        with form.blaming():
            quiet.add_for(found, by=actor(), **form.answers())
            toast(f"Everybody of {found.name} is left in peace then.")
            return see(url_for(".unit", key=key))
    return _unit_page(key, _unit_form(key), 422, quiet_form=form)


@bp.get("/admin/units/<key>/quiet/<window>")
@access(admin)
def unit_quiet(key: str, window: str) -> Response:
    return _quiet_page(key, window, ChangedQuietForm.of(quiet.of_one_unit(directory.unit(key), window)))


@bp.post("/admin/units/<key>/quiet/<window>")
@access(admin)
def change_unit_quiet(key: str, window: str) -> Response:
    form, found = ChangedQuietForm(prefix="quiet"), directory.unit(key)
    if form.validate_on_submit():
        with form.comparing():
            quiet.change_for(found, window, version=form.version.data, by=actor(), **form.answers())
            toast(f"Everybody of {found.name} is left in peace then.")
            return see(url_for(".unit", key=key, _anchor="quiet-h"))
    return _quiet_page(key, window, form, form.refused)


@bp.post("/admin/units/<key>/quiet/<window>/end")
@access(admin)
def end_unit_quiet(key: str, window: str) -> Response:
    quiet.remove_for(directory.unit(key), window, by=actor())
    toast("These quiet hours are removed.")
    return see(url_for(".unit", key=key))


@bp.get("/admin/audit")
@access(admin)
def audit() -> Response:
    who, number = request.args.get("who", "")[:300], page_number(request.args)
    by = directory.named(actor(), who) if who else None
    act = request.args.get("act", "")[:30]
    since, until = (read_day(request.args.get(name, "")) for name in ("since", "until"))
    log = queries.audit_log(actor(), act=act, by=by, since=since, until=until, page=number)
    unknown = bool(who) and by is None
    return page("admin/audit.html", log=log, subjects=_subjects(), act=act, who=who, unknown=unknown)


@bp.get("/admin/health")
@access(admin)
def health_page() -> Response:
    return page("admin/health.html", parts=health.parts())


def _subjects() -> list[tuple[str, str]]:
    nouns = queries.audited_nouns()
    return [("", "Everything"), *((noun, noun.replace("_", " ").capitalize()) for noun in nouns)]


def _units_page(form: UnitForm, status: int = 200) -> Response:
    tree = unit_trees.tree(closed=True)
    leaders = directory.leaders_of(branch.unit.id for branch in tree)
    return page("admin/units.html", status=status, tree=tree, leaders=leaders, form=form)


def _unit_form(key: str) -> UnitForm:
    found = directory.unit(key)
    above = directory.units_above(found.parent_id)
    return UnitForm(formdata=None, obj=found, parent=above[-1].key if above else "")


def _quiet_page(key: str, window: str, form: ChangedQuietForm, status: int = 200) -> Response:
    found = directory.unit(key)
    row = quiet.of_one_unit(found, window)
    said = sentences.window(row.window)
    return page("admin/quiet.html", status=status, unit=found, row=row, form=form, window=said)


def _unit_page(
    key: str, form: UnitForm, status: int = 200, *, quiet_form: QuietForm | None = None
) -> Response:
    found = directory.unit(key)
    return page(
        "admin/unit.html",
        status=status,
        unit=found,
        form=form,
        inside=queries.people_in(found),
        leaders=directory.leaders_of([found.id]).get(found.id, []),
        quiet=quiet_form or QuietForm(formdata=None, prefix="quiet"),
        windows=quiet.of_unit(found),
        hours_of=sentences.window,
    )
