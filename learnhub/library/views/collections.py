"""Pages of collections and paths, under /collections."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.library import collection_pages, collection_services, queries
from learnhub.library.collection_forms import ChangeStepForm, CollectForm, CollectionForm, StepForm
from learnhub.library.models import Collection
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

bp = Blueprint("collections", __name__)


@bp.get("/collections")
@access(employee)
def index() -> Response:
    return page("library/collections.html", **collection_pages.index(actor(), page_number(request.args)))


@bp.get("/collections/new")
@access(employee)
def new() -> Response:
    return _edit(None, CollectionForm())


@bp.post("/collections/new")
@access(employee)
def create() -> Response:
    form = CollectionForm()
    if not form.validate():
        return _edit(None, form, status=422)
    return see(url_for(".show", key=collection_services.create(actor(), **form.fields()).key))


@bp.get("/collections/<key>")
@access(employee)
def show(key: str) -> Response:
    return _show(collection_services.collection(actor(), key), StepForm())


@bp.get("/collections/<key>/edit")
@access(employee)
def edit(key: str) -> Response:
    found = _arranged(key)
    return _edit(found, CollectionForm(obj=found))


@bp.post("/collections/<key>/edit")
@access(employee)
def save(key: str) -> Response:
    found, form = _arranged(key), CollectionForm()
    if not form.validate():
        return _edit(found, form, status=422)
    with form.comparing():
        collection_services.edit(actor(), found, version=form.version.data or 0, **form.fields())
        toast("The collection is changed.")
        return see(url_for(".show", key=key))
    return _edit(found, form, status=form.refused)


@bp.post("/collections/<key>/steps")
@access(employee)
def put_in(key: str) -> Response:
    found, form = _arranged(key), StepForm()
    if form.validate():
        with form.blaming():
            ref = collection_pages.named(actor(), form.address.data or "")
            note, due_on = form.note.data or "", form.due_on.data
            collection_services.put_in(actor(), found, ref, note=note, due_on=due_on)
            return see(url_for(".show", key=key, _anchor="next"))
    return _show(found, form, status=422)


@bp.get("/collections/<key>/steps/<int:step>")
@access(employee)
def step(key: str, step: int) -> Response:
    found = _arranged(key)
    return _step(found, step, ChangeStepForm(obj=collection_services.step(found, step)))


@bp.post("/collections/<key>/steps/<int:step>")
@access(employee)
def change_step(key: str, step: int) -> Response:
    found, form = _arranged(key), ChangeStepForm()
    if not form.validate():
        return _step(found, step, form, status=422)
    note, due_on = form.note.data or "", form.due_on.data
    collection_services.change_step(actor(), found, step, note=note, due_on=due_on)
    return see(url_for(".show", key=key))


@bp.post("/collections/<key>/steps/<int:step>/move")
@access(employee)
def move(key: str, step: int) -> Response:
    by = -1 if request.form.get("to") == "up" else 1
    collection_services.move(actor(), _arranged(key), step, by)
    return see(url_for(".show", key=key))


@bp.post("/collections/<key>/steps/<int:step>/take-out")
@access(employee)
def take_out(key: str, step: int) -> Response:
    collection_services.take_out(actor(), _arranged(key), step)
    return see(url_for(".show", key=key))


@bp.post("/collections/<key>/bin")
@access(employee)
def discard(key: str) -> Response:
    found = _arranged(key)
    collection_services.discard(actor(), found)
    toast(f"“{found.title}” is in the bin.", undo=url_for(".restore", key=key))
    return see(url_for(".index"))


@bp.post("/collections/<key>/restore")
@access(employee)
def restore(key: str) -> Response:
    collection_services.restore(actor(), collection_services.collection(actor(), key, binned=True))
    return see(url_for(".show", key=key))


@bp.get("/library/<key>/collect")
@access(employee)
def collecting(key: str) -> Response:
    return _collect(key, CollectForm())


@bp.post("/library/<key>/collect")
@access(employee)
def collect(key: str) -> Response:
    resource, form = queries.resource(actor(), key), _choices(CollectForm())
    if not form.validate():
        return _collect(key, form, status=422)
    found = _arranged(str(form.collection.data))
    collection_services.put_in(actor(), found, Ref("resource", resource.id), note=form.note.data or "")
    toast(f"It is in “{found.title}” now.")
    return see(url_for("library.show", key=resource.key))


def _step(found: Collection, step: int, form: ChangeStepForm, *, status: int = 200) -> Response:
    asked = collection_pages.one_step(actor(), found, step)
    return page("library/collection_step.html", status=status, form=form, collection=found, **asked)


def _show(found: Collection, form: StepForm, *, status: int = 200) -> Response:
    return page("library/collection.html", status=status, form=form, **collection_pages.show(actor(), found))


def _collect(key: str, form: CollectForm, *, status: int = 200) -> Response:
    resource = queries.resource(actor(), key)
    return page("library/collect.html", status=status, resource=resource, form=_choices(form))


def _choices(form: CollectForm) -> CollectForm:
    form.collection.choices = [(each.key, each.title) for each in collection_services.arranged_by(actor())]
    return form


def _edit(found: Collection | None, form: CollectionForm, *, status: int = 200) -> Response:
    template = "library/collection_edit.html"
    return page(template, status=status, form=form, collection=found)


def _arranged(key: str) -> Collection:
    """Return the collection, or refuse with the reason before anything is typed for nothing."""
    found = collection_services.collection(actor(), key)
    require(collection_services.verdict_on_arranging(actor(), found))
    return found
