"""The page of the organisation's public holidays."""

from flask import url_for
from flask.wrappers import Response

from learnhub.admin.holiday_forms import CalendarForm, HolidaysForm
from learnhub.admin.unit_views import bp as bp
from learnhub.core.words import count
from learnhub.people import holidays as services
from learnhub.people.access import admin
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/admin/holidays")
@access(admin)
def holidays() -> Response:
    return _page(_days_form(), CalendarForm(formdata=None))


@bp.post("/admin/holidays")
@access(admin)
def keep_holidays() -> Response:
    form = HolidaysForm()
    if form.validate_on_submit():
        with form.blaming():
            kept = services.keep(form.found, by=actor())
            toast(f"{count(kept, 'holiday')} kept. What is planned already stays where it is.")
            return see(url_for(".holidays"))
    return _page(form, CalendarForm(formdata=None), 422)


@bp.post("/admin/holidays/calendar")
@access(admin)
def bring_holidays() -> Response:
    form = CalendarForm()
    if form.validate_on_submit():
        with form.blaming():
            kept = services.keep({**services.every(), **form.found}, by=actor())
            toast(f"{count(len(form.found), 'day')} read; there are {count(kept, 'holiday')} now.")
            return see(url_for(".holidays"))
    return _page(_days_form(), form, 422)


def _days_form() -> HolidaysForm:
    return HolidaysForm(formdata=None, days=services.written(services.every()))


def _page(form: HolidaysForm, calendar: CalendarForm, status: int = 200) -> Response:
    return page(
        "admin/holidays.html", status=status, form=form, calendar=calendar, kept=len(services.every())
    )
