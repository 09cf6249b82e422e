"""The pages of what people ask to hear and offer to give."""

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs.forms import ReasonForm
from learnhub.talks import request_pages, request_queries, requests
from learnhub.talks.access import asker
from learnhub.talks.forms import RequestForm
from learnhub.talks.models import RequestKind, TopicRequest
from learnhub.talks.request_queries import View
from learnhub.talks.views.blueprint import bp
from learnhub.web.access import access
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast


@bp.get("/talks/requests")
@access(member)
def wanted() -> Response:
    context = request_pages.index(actor(), request.args, page_number(request.args))
    return page("talks/requests.html", **context)


@bp.get("/talks/requests/new")
@access(asker)
def ask() -> Response:
    offers = request.args.get("kind") == RequestKind.PROPOSAL.value
    kind = RequestKind.PROPOSAL if offers else RequestKind.TOPIC
    title, skill = request.args.get("title", "")[:120], request.args.get("skill", "")[:80]
    form = RequestForm(formdata=None, kind=kind.value, title=title, skill=skill)
    return _new(form)


@bp.post("/talks/requests/new")
@access(asker)
def add() -> Response:
    form = RequestForm()
    if form.validate():
        made = requests.ask(actor(), kind=RequestKind(form.kind.data), **form.said())
        toast("It is on the list. People can vote for it now.")
        return see(url_for(".wanted", state=View.MINE.value, _anchor=f"r-{made.key}"))
    return _new(form, status=422)


@bp.get("/talks/requests/<key>/edit")
@access(member)
def changing(key: str) -> Response:
    found = request_queries.request(actor(), key)
    require(request_pages.may_edit(actor(), found))
    return _change(found, RequestForm(data=RequestForm.values(found)))


@bp.post("/talks/requests/<key>/edit")
@access(member)
def change(key: str) -> Response:
    found, form = request_queries.request(actor(), key), RequestForm()
    require(request_pages.may_edit(actor(), found))
    form.kind.data = found.kind.value  # what it is stays
    if not form.validate():
        return _change(found, form, status=422)
    with form.comparing():
        requests.edit(actor(), found, version=form.version.data or 0, **form.said())
        toast("It says so now. The votes stay.")
        return see(url_for(".wanted", _anchor=f"r-{key}"))
    return _change(found, form, status=form.refused)


@bp.post("/talks/requests/<key>/vote")
@access(member)
def vote(key: str) -> Response:
    found = request_queries.request(actor(), key)
    (requests.vote if request.form.get("wanted") == "1" else requests.unvote)(actor(), found)
    return _back(key)


@bp.post("/talks/requests/<key>/give")
@access(member)
def give(key: str) -> Response:
    requests.give(actor(), request_queries.request(actor(), key))
    toast("You give it. When a day and a room are known, you or a program lead schedules it.")
    return see(url_for(".wanted", state=View.MINE.value, _anchor=f"r-{key}"))


@bp.post("/talks/requests/<key>/give-back")
@access(member)
def give_back(key: str) -> Response:
    requests.give_back(actor(), request_queries.request(actor(), key))
    toast("It wants a speaker again.")
    return _back(key)


@bp.get("/talks/requests/<key>/close")
@access(member)
def closing(key: str) -> Response:
    found = request_queries.request(actor(), key)
    require(request_pages.may_close(actor(), found))
    return page("talks/request_close.html", wish=found, form=ReasonForm())


@bp.post("/talks/requests/<key>/close")
@access(member)
def close(key: str) -> Response:
    found, form = request_queries.request(actor(), key), ReasonForm()
    require(request_pages.may_close(actor(), found))
    if form.validate():
        requests.close(actor(), found, reason=form.reason.data or "")
        toast(f"“{found.title}” is closed.")
        return see(url_for(".wanted"))
    return page("talks/request_close.html", status=422, wish=found, form=form)


def _new(form: RequestForm, *, status: int = 200) -> Response:
    form.speak()
    around = request_pages.writing(actor(), title=form.title.data or "")
    return page("talks/request_new.html", status=status, form=form, **around)


def _change(found: TopicRequest, form: RequestForm, *, status: int = 200) -> Response:
    form.speak()
    around = request_pages.writing(actor(), found)
    return page("talks/request_new.html", status=status, form=form, **around)


def _back(key: str) -> Response:
    state = request.form.get("state") or None
    return see(url_for(".wanted", state=state, page=request.form.get("page") or None, _anchor=f"r-{key}"))
