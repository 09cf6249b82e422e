"""Pages of the library, under /library."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.core.text import one_line, web_address
from learnhub.library import (
    edits,
    keepers,
    merging,
    page_queries,
    pages,
    queries,
    reading,
    services,
    upkeep,
)
from learnhub.library.forms import (
    AddForm,
    EditForm,
    MergeForm,
    MineForm,
    NewForm,
    ReportForm,
    TakeAwayForm,
    WriteForm,
)
from learnhub.library.models import Reading, Resource, ResourceKind
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.fields import Form
from learnhub.web.next_url import onward
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

bp = Blueprint("library", __name__)


@bp.get("/library")
@access(employee)
def index() -> Response:
    return page("library/index.html", **pages.index(actor(), request.args))


@bp.get("/library/add")
@access(employee)
def add() -> Response:
    url = web_address(one_line(request.args.get("url")))[:2000]
    form = _add_form(url=url, title=one_line(request.args.get("title"))[: services.TITLE])
    return page("library/add.html", form=form, **pages.adding(actor(), url))


@bp.post("/library/add")
@access(employee)
def create() -> Response:
    form = _add_form()
    if form.validate():
        with form.blaming():
            return see(_added(form, form.url.data or ""))
    return page("library/add.html", status=422, form=form, **pages.adding(actor(), ""))


@bp.get("/library/write")
@access(employee)
def write() -> Response:
    return page("library/write.html", form=_write_form())


@bp.post("/library/write")
@access(employee)
def create_written() -> Response:
    form = _write_form()
    if form.validate():
        with form.blaming():
            return see(_added(form, ""))
    return page("library/write.html", status=422, form=form)


@bp.get("/library/bin")
@access(employee)
def binned() -> Response:
    return page("library/bin.html", **pages.binned(actor(), page_number(request.args)))


@bp.get("/library/<key>")
@access(employee)
def show(key: str) -> Response:
    return shown(key)


@bp.post("/library/<key>/state")
@access(employee)
def mark(key: str) -> Response:
    resource, wanted = queries.resource(actor(), key), request.form.get("state", "")
    reading.mark(actor(), resource, Reading(wanted) if wanted in set(Reading) else None)
    return see(onward(request.form.get("next")) or url_for(".show", key=resource.key))


@bp.post("/library/<key>/mine")
@access(employee)
def mine(key: str) -> Response:
    resource, form = queries.resource(actor(), key), MineForm()
    if not form.validate():
        return shown(resource.key, mine=form, status=422)
    services.tag(actor(), resource, services.tags_of(form.tags.data or ""))
    reading.note(actor(), resource, form.note.data or "")
    toast("Your tags and your note are kept.")
    return see(url_for(".show", key=resource.key))


@bp.post("/library/<key>/take-aways")
@access(employee)
def take_away(key: str) -> Response:
    resource, form = queries.resource(actor(), key), TakeAwayForm()
    if form.validate():
        reading.take_away(actor(), resource, **form.answers())
        toast("Your take-away is here. Thank you.")
        return see(url_for(".show", key=resource.key))
    return shown(resource.key, form=form, status=422)


@bp.get("/library/<key>/edit")
@access(employee)
def edit(key: str) -> Response:
    resource = _editable(key)
    tags = ", ".join(resource.tag_names)
    return _edit(resource, _edit_form(obj=resource, tags=tags, owner=resource.owner.email, **resource.facts))


@bp.post("/library/<key>/edit")
@access(employee)
def save(key: str) -> Response:
    resource, form = _editable(key), _edit_form()
    if form.validate():
        version = form.version.data or 0 if resource.key == key else 0  # 0: it is in another one now
        said, keeper = pages.edited(form.data), form.owner.person
        with form.comparing():
            edits.edit(actor(), resource, said, url=form.url.data or "", version=version, owner=keeper)
            return _changed(resource)
    return _edit(_editable(key), form, status=form.refused)


@bp.post("/library/<key>/keep")
@access(employee)
def keep(key: str) -> Response:
    resource = _editable(key)
    keepers.hand_over(actor(), resource, actor())
    toast("You keep it right from now on.")
    return see(url_for(".show", key=resource.key))


@bp.post("/library/<key>/bin")
@access(employee)
def discard(key: str) -> Response:
    resource = queries.resource(actor(), key)
    services.discard(actor(), resource)
    toast(f"“{resource.title}” is in the bin for 30 days.", undo=url_for(".restore", key=key))
    return see(url_for(".index"))


@bp.post("/library/<key>/restore")
@access(employee)
def restore(key: str) -> Response:
    resource = queries.resource(actor(), key, binned=True)
    services.restore(actor(), resource)
    toast(f"“{resource.title}” is back.")
    return see(url_for(".show", key=resource.key))


@bp.post("/library/<key>/address")
@access(employee)
def address(key: str) -> Response:
    resource, take = _editable(key), request.form.get("take") == "new"
    with_it = upkeep.take_new_address if take else upkeep.keep_address
    with_it(actor(), resource)
    toast("The new address is taken." if take else "The old address stays.")
    return see(url_for(".show", key=resource.key))


@bp.post("/library/<key>/confirm")
@access(employee)
def confirm(key: str) -> Response:
    resource = _editable(key)
    upkeep.confirm(actor(), resource)
    toast("Confirmed for half a year.")
    return see(url_for(".show", key=resource.key))


@bp.get("/library/<key>/merge")
@access(employee)
def merging_page(key: str) -> Response:
    resource, named = _editable(key), one_line(request.args.get("other"))[:2000]
    form = MergeForm(other=named)
    if not named:
        return _merge(resource, form)
    with form.blaming():
        return _merge(resource, form, other=merging.other(actor(), named))
    return _merge(resource, form, status=422)


@bp.post("/library/<key>/merge")
@access(employee)
def merge(key: str) -> Response:
    resource, form = _editable(key), MergeForm()
    if form.validate():
        with form.blaming():
            other = merging.other(actor(), form.other.data or "")
            title = other.title
            merging.merge(actor(), resource, other)
            toast(f"“{title}” is one with this now.")
            return see(url_for(".show", key=resource.key))
    return _merge(resource, form, status=422)


def shown(key: str, *, status: int = 200, **typed: Form) -> Response:
    """Show it, with what was `typed`: a take-away's `form`, `mine`, a `report`; what is another's now, there.

    Forms with nothing in them are `blank`.
    """
    resource = page_queries.told(actor(), key)
    if resource is None:
        return see(url_for(".show", key=queries.resource(actor(), key).key))
    here = request.args.get("here") == "already" or "mine" in typed
    if resource.note:
        typed.setdefault("mine", MineForm(formdata=None, note=resource.note))
    forms = {"form": None, "mine": None, "report": None} | typed
    blank = {"take_away": TakeAwayForm, "own": MineForm, "report": ReportForm}
    context = pages.show(actor(), resource, request.args) | forms
    return page("library/show.html", status=status, blank=blank, here=here, **context)


def _merge(
    resource: Resource, form: MergeForm, *, other: Resource | None = None, status: int = 200
) -> Response:
    context = pages.merging(resource, other)
    return page("library/merge.html", status=status, resource=resource, form=form, **context)


def _edit(resource: Resource, form: EditForm, *, status: int = 200) -> Response:
    may = keepers.verdict_on_keeping(actor(), resource)
    context: dict[str, Any] = {"resource": resource, "form": form}
    return page("library/edit.html", status=status, may_hand_over=may, **context)


def _changed(resource: Resource) -> Response:
    toast("It is changed.")
    return see(url_for(".show", key=resource.key))


def _editable(key: str) -> Resource:
    """Return the resource, or refuse with the reason before a form is filled in for nothing."""
    resource = queries.resource(actor(), key)
    require(services.verdict_on_editing(actor(), resource))
    return resource


def _add_form(**values: str) -> AddForm:
    form = AddForm(**values)
    form.kind.choices = [("", "By its address"), *pages.choices()["kind"]]
    form.goal.choices = [("", "None yet"), *pages.goals_to_serve(actor())]
    return form


def _write_form() -> WriteForm:
    form = WriteForm()
    form.kind.choices = [("", "Note"), *(each for each in pages.choices()["kind"] if each[0] != "note")]
    form.goal.choices = [("", "None yet"), *pages.goals_to_serve(actor())]
    return form


def _edit_form(**values: object) -> EditForm:
    form = EditForm(**values)
    form.kind.choices, form.level.choices = pages.choices()["kind"], pages.choices()["level"]
    return form


def _added(form: NewForm, url: str) -> str:
    """Add what was typed, and return where it is; what the library has already asks for tags and a note."""
    began, said = clock.now(), form.text()
    kind = ResourceKind(said["kind"]) if said["kind"] else None
    text = services.Text(**said | {"kind": kind, "tags": services.tags_of(said["tags"])})
    made = services.add(actor(), url, text=text, owner=form.owner.person)
    if form.goal.data:
        services.tie(actor(), made, form.goal.data)
    if form.take_away.data:
        reading.take_away(actor(), made, text=form.take_away.data)
    if made.created_at >= began:
        toast("It is in the library now, for everyone. “Save for me” below puts it on your own list as well.")
        return url_for(".show", key=made.key)
    services.tag(actor(), made, text.tags)
    return url_for(".show", key=made.key, here="already", _anchor="yours")
