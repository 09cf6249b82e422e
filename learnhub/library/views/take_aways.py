"""A take-away that stands: said otherwise, taken back and put back."""

from flask import url_for
from flask.wrappers import Response

from learnhub.library import queries, reading
from learnhub.library.forms import TakeAwayEditForm
from learnhub.library.models import TakeAway
from learnhub.library.views.resources import bp
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/library/take-aways/<key>/edit")
@access(employee)
def editing_take_away(key: str) -> Response:
    found = queries.own_take_away(actor(), key)
    return _editing(found, TakeAwayEditForm(obj=found))


@bp.post("/library/take-aways/<key>/edit")
@access(employee)
def edit_take_away(key: str) -> Response:
    found, form = queries.own_take_away(actor(), key, removed=None), TakeAwayEditForm()
    if form.validate():
        with form.comparing():
            reading.change(actor(), found, **form.answers("version"), version=form.version.data or 0)
            toast("It is changed.")
            return see(url_for(".show", key=found.resource.key, _anchor="take-aways"))
    return _editing(queries.own_take_away(actor(), key, removed=None), form, status=form.refused)


@bp.post("/library/take-aways/<key>/take-back")
@access(employee)
def take_back(key: str) -> Response:
    found = queries.take_away(actor(), key)
    reading.take_back(actor(), found)
    toast("The take-away is taken back.", undo=url_for(".put_back", key=key))
    return see(url_for(".show", key=found.resource.key))


@bp.post("/library/take-aways/<key>/put-back")
@access(employee)
def put_back(key: str) -> Response:
    found = queries.take_away(actor(), key, removed=True)
    reading.put_back(actor(), found)
    return see(url_for(".show", key=found.resource.key))


def _editing(found: TakeAway, form: TakeAwayEditForm, *, status: int = 200) -> Response:
    return page("library/take_away.html", status=status, take=found, form=form)
