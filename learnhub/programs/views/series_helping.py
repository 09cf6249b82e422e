"""The pages on which hosts ask once for help at each date of a series."""

from typing import Any

from flask import url_for
from flask.wrappers import Response

from learnhub.people import skills
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import kinds, series_pages, series_parts, series_queries, series_sentences
from learnhub.programs.part_forms import PartForm
from learnhub.programs.series_models import Series
from learnhub.programs.views.blueprint import bp
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/series/<key>/parts/new", endpoint="new_series_part")
@bp.get("/series/<key>/parts/<part>")
@access(member)
def edit_series_part(key: str, part: str | None = None) -> Response:
    series = series_queries.hosted(actor(), key)
    asked = series_parts.part(series, part) if part else None
    known = PartForm.values(asked, series_pages.begins(series)) if asked else None
    return _part(series, PartForm(data=known), part)


@bp.post("/series/<key>/parts/new", endpoint="add_series_part")
@bp.post("/series/<key>/parts/<part>")
@access(member)
def save_series_part(key: str, part: str | None = None) -> Response:
    series, form = series_queries.hosted(actor(), key), PartForm()
    if form.validate():
        with form.comparing():
            return _save(series, form, part)
    return _part(series, form, part, status=form.refused)


@bp.post("/series/<key>/parts/<part>/remove")
@access(member)
def remove_series_part(key: str, part: str) -> Response:
    series = series_queries.hosted(actor(), key)
    gone = series_parts.still(series, part)
    stays = series_parts.remove(actor(), series, part)
    toast(series_sentences.asked_no_more(gone.name, stays))
    return _back(series)


def _save(series: Series, form: PartForm, part: str | None) -> Response:
    starts = series_pages.made_for(series, form.begins.data)
    wanted = form.order(starts)
    if part:
        series_parts.change(actor(), series, part, wanted, starts, rev=form.version.data or 0)
    else:
        series_parts.ask(actor(), series, wanted)
        toast(f"Each date asks for: {wanted.name}. Org leaders find the next one on Home.")
    return _back(series)


def _back(series: Series) -> Response:
    return see(url_for("programs.set_up_series", key=series.key, _anchor="parts"))


def _part(series: Series, form: PartForm, part: str | None, *, status: int = 200) -> Response:
    asked = part if part in series_parts.of(series) else None  # else it was removed meanwhile
    context: dict[str, Any] = {"series": series, "form": form, "part": asked}
    context["kind"] = kinds.named(series.kind)
    context |= {"known": skills.known(actor()), "begins": series_pages.shown_for(series, form.begins.data)}
    return page("programs/series_part.html", status=status, **context)
