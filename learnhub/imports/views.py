"""The pages of an import: choose a file, match its columns, see what it would do, bring it in."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.sheets import csv_lines
from learnhub.imports import access as rules
from learnhub.imports import forms, preview, queries, sentences, services
from learnhub.imports.access import actor
from learnhub.imports.importer import connected
from learnhub.imports.models import BatchState, ImportBatch, RowState
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import page, page_number, see

bp = Blueprint("imports", __name__)


@bp.get("/imports/new/<kind>")
@access(rules.importer)
def new(kind: str) -> Response:
    return _new(kind, forms.choosing(kind))


@bp.post("/imports/new/<kind>")
@access(rules.importer)
def upload(kind: str) -> Response:
    form = forms.choosing(kind)
    if not form.validate():
        return _new(kind, form, status=422)
    batch = services.stage(actor(), kind, form.file_name, form.sheet)
    return see(url_for(".columns" if batch.state is BatchState.MATCHING else ".show", key=batch.key))


@bp.get("/imports/new/<kind>/sample.csv")
@access(rules.importer)
def sample(kind: str) -> Response:
    return download("".join(csv_lines(*preview.sample(kind))), f"{kind}-sample.csv")


@bp.get("/imports/<key>/columns")
@access(rules.importer)
def columns(key: str) -> Response:
    batch = queries.batch(actor(), key)
    return _columns(batch, forms.columns_form(batch))


@bp.post("/imports/<key>/columns")
@access(rules.importer)
def match(key: str) -> Response:
    batch = queries.batch(actor(), key)
    form = forms.columns_form(batch)
    if not form.validate():
        return _columns(batch, form, status=422)
    services.match(actor(), batch, form.wanted())
    return see(url_for(".show", key=key))


@bp.get("/imports/<key>")
@access(rules.importer)
def show(key: str) -> Response:
    batch = queries.batch(actor(), key)
    if batch.state is BatchState.MATCHING:
        return see(url_for(".columns", key=key))
    return _show(batch, forms.options_form(batch, actor()))


@bp.post("/imports/<key>")
@access(rules.importer)
def apply(key: str) -> Response:
    batch = queries.batch(actor(), key)
    form = forms.options_form(batch, actor())
    if not form.validate():
        return _show(batch, form, status=422)
    services.apply(actor(), batch, form.texts())
    return see(url_for(".show", key=key))


@bp.get("/imports/<key>/errors.csv")
@access(rules.importer)
def errors(key: str) -> Response:
    batch = queries.batch(actor(), key)
    lines = csv_lines(*preview.errors_sheet(batch))
    return download("".join(lines), f"not-brought-in-{batch.key}.csv")


@bp.post("/imports/<key>/undo")
@access(rules.importer)
def undo(key: str) -> Response:
    services.undo(actor(), queries.batch(actor(), key))
    return see(url_for(".show", key=key))


@bp.post("/imports/<key>/discard")
@access(rules.importer)
def discard(key: str) -> Response:
    batch = queries.batch(actor(), key)
    services.discard(batch)
    return see(url_for(".new", kind=batch.kind))


def _new(kind: str, form: Any, *, status: int = 200) -> Response:
    found, recent = connected(kind), queries.recent(actor(), kind)
    return page(
        "imports/new.html",
        status=status,
        importer=found.importer,
        source=found.source,
        fields=found.importer.fields if found.source.has_columns else (),
        form=form,
        recent=recent,
    )


def _columns(batch: ImportBatch, form: Any, *, status: int = 200) -> Response:
    found = connected(batch.kind)
    return page(
        "imports/columns.html",
        status=status,
        batch=batch,
        importer=found.importer,
        source=found.source,
        form=form,
        examples=queries.rows_page(batch, None, 1)[:3],
    )


def _show(batch: ImportBatch, form: Any, *, status: int = 200) -> Response:
    asked = next((each for each in RowState if each == request.args.get("state")), None)
    context = preview.of(batch, actor(), asked, page_number(request.args))
    return page("imports/show.html", status=status, form=form, say=sentences, **context)
