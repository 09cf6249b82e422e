"""The page of the organisation's public holidays."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.admin.holiday_forms import CalendarForm, HolidayForm, LinesForm
from learnhub.admin.unit_views import bp as bp
from learnhub.core import clock
from learnhub.core.dates import read_day
from learnhub.core.errors import NotFound
from learnhub.core.words import count
from learnhub.people import holidays as services
from learnhub.people.access import admin
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.fields import Form
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/admin/holidays")
@access(admin)
def holidays() -> Response:
    return _page()


@bp.post("/admin/holidays")
@access(admin)
def add_holiday() -> Response:
    form = HolidayForm(request.values)  # an undo names it in its address
    if form.validate_on_submit() and form.first.data:
        with form.blaming():
            last = form.last.data or form.first.data
            return _added(services.span(form.first.data, last, form.name.data or ""))
    return _page(422, form=form)


@bp.post("/admin/holidays/lines")
@access(admin)
def paste_holidays() -> Response:
    form = LinesForm()
    if form.validate_on_submit():
        with form.blaming():
            return _added(form.found)
    return _page(422, lines=form)


@bp.post("/admin/holidays/calendar")
@access(admin)
def bring_holidays() -> Response:
    form = CalendarForm()
    if form.validate_on_submit():
        with form.blaming():
            return _added(form.found)
    return _page(422, calendar=form)


@bp.post("/admin/holidays/remove")
@access(admin)
def remove_holiday() -> Response:
    first, last = (read_day(request.form.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        raise NotFound
    name = services.remove(first, last, by=actor())
    undo = url_for(".add_holiday", name=name or "Closed", first=first.isoformat(), last=last.isoformat())
    toast(f"{name or 'It'} is no holiday any more. What is planned already stays where it is.", undo=undo)
    return see(url_for(".holidays"))


def _added(days: Mapping[date, str]) -> Response:
    services.add(days, by=actor())
    toast(f"{count(len(days), 'day')} added. What is planned already stays where it is.")
    return see(url_for(".holidays"))


def _page(status: int = 200, **forms: Form) -> Response:
    today = clock.now().astimezone(actor().tz).date()
    spans = services.spans(services.every())
    shown: dict[str, Any] = {
        "form": HolidayForm(formdata=None),
        "lines": LinesForm(formdata=None),
        "calendar": CalendarForm(formdata=None),
        **forms,
    }
    coming = [each for each in spans if each.last >= today]
    over = [each for each in spans if each.last < today]
    return page("admin/holidays.html", status=status, coming=coming, over=over, **shown)
