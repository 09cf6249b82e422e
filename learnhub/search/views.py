"""The one search: its page, suggestions while one types, searches that are kept."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core import kinds
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.search import pages, queries, services
from learnhub.search.forms import SaveForm
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

bp = Blueprint("search", __name__)


@bp.get("/search")
@access(member)
def show() -> Response:
    typed, kind = request.args.get("q", ""), request.args.get("type", "")
    shown = pages.results(actor(), typed, kind=kind, page=page_number(request.args))
    form = SaveForm(formdata=None, name=shown["typed"][:80], q=shown["typed"], type=shown["kind"])
    return page("search/show.html", form=form, **shown)


@bp.get("/search/suggest")
@access(member)
def suggest() -> Response:
    typed = request.args.get("q", "")
    hits = queries.suggestions(actor(), typed)
    return page("search/suggest.html", hits=hits, typed=typed, kind_of=kinds.kind, url=pages.address(typed))


@bp.post("/search/saved")
@access(member)
def save() -> Response:
    form = SaveForm()
    typed, kind = form.q.data or "", form.type.data or ""
    if form.validate_on_submit():
        with form.blaming():
            kept = services.save_search(actor(), name=form.name.data or "", text=typed, kind=kind)
            toast(f"“{kept.name}” is kept with your searches.")
            return see(pages.address(kept.text, kept.kind))
    return page("search/show.html", status=422, form=form, **pages.results(actor(), typed, kind=kind))


@bp.post("/search/saved/<key>/look")
@access(member)
def look(key: str) -> Response:
    search = queries.saved_search(actor(), key)
    services.look(search)
    return see(pages.address(search.text, search.kind))


@bp.post("/search/saved/<key>/forget")
@access(member)
def forget(key: str) -> Response:
    search = queries.saved_search(actor(), key)
    services.forget(search)
    toast(f"“{search.name}” is forgotten.")
    return see(url_for(".show"))
