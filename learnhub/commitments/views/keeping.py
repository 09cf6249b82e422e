"""What one does about one's own commitment: milestones, learning blocks, pauses, the end."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.cohorts.forms import BlocksForm, PauseForm
from learnhub.commitments import pages, queries, services
from learnhub.commitments.away_pauses import PAUSING
from learnhub.commitments.forms import FinishForm, MilestoneForm, MoveForm
from learnhub.commitments.models import CommitmentState
from learnhub.commitments.views.blueprint import back, bp, shown
from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.files import services as files
from learnhub.people.access import employee
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.post("/commitments/<key>/milestones")
@access(employee)
def add_milestone(key: str) -> Response:
    seen, form = queries.find(actor(), key), MilestoneForm()
    if form.validate() and form.due_on.data:
        with form.blaming():
            services.add_milestone(actor(), seen, title=form.title.data or "", due_on=form.due_on.data)
            return back(key, "milestones")
    return shown(key, status=422, milestone=form)


@bp.post("/commitments/<key>/milestones/<milestone>/done")
@access(employee)
def tick(key: str, milestone: str) -> Response:
    row = services.tick(actor(), queries.find(actor(), key), milestone)
    undo = url_for(".take_back", key=key, milestone=milestone, back=request.form.get("back"))
    toast("Ticked off, on time." if row.on_time else "Ticked off.", undo=undo, press="Take back")
    return _home_or(key)


@bp.post("/commitments/<key>/milestones/<milestone>/undone")
@access(employee)
def take_back(key: str, milestone: str) -> Response:
    services.take_back(actor(), queries.find(actor(), key), milestone)
    toast("Taken back.")
    return _home_or(key)


def _home_or(key: str) -> Response:
    """Return to Home, where it was ticked off there, or to the milestones."""
    return see(url_for("home.index")) if request.values.get("back") == "home" else back(key, "milestones")


@bp.get("/commitments/<key>/milestones/<milestone>")
@access(employee)
def moving(key: str, milestone: str) -> Response:
    return _moving(key, milestone)


@bp.post("/commitments/<key>/milestones/<milestone>")
@access(employee)
def move(key: str, milestone: str) -> Response:
    seen, form = queries.find(actor(), key), MoveForm()
    if form.validate() and form.until.data:
        with form.blaming():
            services.move(actor(), seen, milestone, form.until.data)
            return back(key, "milestones")
    return _moving(key, milestone, form, 422)


def _moving(key: str, milestone: str, form: MoveForm | None = None, status: int = 200) -> Response:
    seen = queries.find(actor(), key)
    row = next((each for each in seen.commitment.milestones if each.key == milestone), None)
    if row is None or not seen.is_mine:
        raise NotFound
    form = form or MoveForm(formdata=None, until=row.due_on)
    return page("commitments/move.html", status=status, form=form, row=seen.commitment, milestone=row)


@bp.post("/commitments/<key>/milestones/<milestone>/drop")
@access(employee)
def drop(key: str, milestone: str) -> Response:
    services.drop(actor(), queries.find(actor(), key), milestone)
    toast("The milestone is gone.")
    return back(key, "milestones")


@bp.post("/commitments/<key>/blocks")
@access(employee)
def set_blocks(key: str) -> Response:
    seen, form = queries.find(actor(), key), BlocksForm()
    if form.validate():
        with form.blaming():
            services.set_blocks(actor(), seen, form.blocks())
            toast("They stand in your calendar." if form.days.data else "No time is kept free any more.")
            return back(key, "blocks")
    return shown(key, status=422, blocks=form)


@bp.get("/commitments/<key>/pause")
@access(employee)
def pausing(key: str) -> Response:
    form = PauseForm(formdata=None, since=services.today_of(actor()))
    return _own("commitments/pause.html", key, form)


@bp.post("/commitments/<key>/pause")
@access(employee)
def pause(key: str) -> Response:
    form, seen = PauseForm(), queries.find(actor(), key)
    if form.validate() and form.until.data:
        with form.blaming():
            toast(PAUSING.pause(actor(), seen, form.since.data, form.until.data))
            return back(key)
    return _own("commitments/pause.html", key, form, status=422)


@bp.post("/commitments/<key>/resume")
@access(employee)
def resume(key: str) -> Response:
    toast(PAUSING.resume(actor(), queries.find(actor(), key)))
    return back(key)


@bp.get("/commitments/<key>/finish")
@access(employee)
def finishing(key: str) -> Response:
    return _own(
        "commitments/finish.html", key, FinishForm(formdata=None, finished_on=services.today_of(actor()))
    )


@bp.post("/commitments/<key>/finish")
@access(employee)
def finish(key: str) -> Response:
    form = FinishForm()
    if form.validate() and form.finished_on.data:
        with form.blaming():
            drawings, seen = files.drawn(form.uploads()), queries.find(actor(), key)
            day, pictured = form.finished_on.data, bool(drawings)
            services.finish(actor(), seen, finished_on=day, pictured=pictured, **form.said())
            files.attach(Ref("commitment", seen.commitment.id), drawings, added_by_id=actor().id)
            toast("You finished it.")
            return back(key)
    return _own("commitments/finish.html", key, form, status=422)


@bp.post("/commitments/<key>/end")
@access(employee)
def end(key: str) -> Response:
    services.end(actor(), queries.find(actor(), key))
    toast("It is given up. Nobody is reminded of it any more.")
    return see(url_for(".index"))


def _own(template: str, key: str, form: PauseForm | FinishForm, *, status: int = 200) -> Response:
    found = pages.show(actor(), key)
    if not found["seen"].is_mine or found["row"].state is not CommitmentState.OPEN:
        raise NotFound
    return page(template, status=status, form=form, **found)
