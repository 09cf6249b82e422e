"""What one does for oneself and for one's pod: keep time free, and write a few words."""

from typing import Any

from flask.wrappers import Response

from learnhub.cohorts import learning, pages, pod_notes, queries
from learnhub.cohorts.check_in_forms import NoteForm
from learnhub.cohorts.forms import BlocksForm
from learnhub.cohorts.views.blueprint import bp, url_of
from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/cohorts/<key>/pod/<person>")
@access(member)
def writing(key: str, person: str) -> Response:
    cohort, _ = queries.find(actor(), key)
    require(pod_notes.may_write(cohort, clock.now()), onward=("Open its page", cohort.url))
    return _page(key, person, NoteForm(formdata=None))


@bp.post("/cohorts/<key>/pod/<person>")
@access(member)
def write_note(key: str, person: str) -> Response:
    (cohort, _), form = queries.find(actor(), key), NoteForm()
    if form.validate():
        with form.blaming():
            pod_notes.write(actor(), cohort, person, form.text.data or "")
            to, of_pod = pod_notes.addressee(cohort, actor(), person)
            where = "on this page, beside the pod" if of_pod else "in the inbox, and by mail as they chose"
            toast(f"{to.name} finds it {where}.")
            return see(url_of(cohort, "cohorts.show", "pod-h" if of_pod else "fac-h"))
    return _page(key, person, form, 422)


@bp.post("/cohorts/<key>/blocks")
@access(member)
def keep_free(key: str) -> Response:
    (cohort, standing), form = queries.find(actor(), key), BlocksForm()
    if form.validate():
        with form.blaming():
            learning.keep(actor(), cohort, standing, form.blocks())
            toast("They stand in your calendar." if form.days.data else "No time is kept free any more.")
            return see(url_of(cohort, "cohorts.show", "bl-h"))
    return page("cohorts/show.html", status=422, blocks=form, **pages.show(actor(), key, clock.now()))


def _page(key: str, person: str, form: NoteForm, status: int = 200) -> Response:
    cohort, _ = queries.find(actor(), key)
    mate, of_pod = pod_notes.addressee(cohort, actor(), person)
    shown: dict[str, Any] = {"cohort": cohort, "mate": mate, "of_pod": of_pod}
    written = pod_notes.of_today(actor(), cohort, mate)
    return page("cohorts/note.html", status=status, form=form, written=written, **shown)
