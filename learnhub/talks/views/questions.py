"""Live questions on a talk: the board on a phone, the presenter's view, and what hosts do with them."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.discussions import policies, question_queries
from learnhub.discussions import questions as services
from learnhub.discussions.models import Question
from learnhub.discussions.questions import Floor, Mark
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.talks import pages, question_pages, question_times
from learnhub.talks.question_forms import AnswerForm, QuestionForm
from learnhub.talks.views.blueprint import bp
from learnhub.web import codes
from learnhub.web.access import access
from learnhub.web.addresses import whole
from learnhub.web.page import page, see
from learnhub.web.polling import tagged, unchanged
from learnhub.web.toasts import toast

MARKED = {Mark.ANSWERED: "Marked as answered.", Mark.HIDDEN: "Hidden: its hosts and speakers alone see it."}


@bp.get("/talks/<key>/questions")
@access(member)
def questions(key: str) -> Response:
    return _board(key, QuestionForm())


@bp.post("/talks/<key>/questions")
@access(member)
def ask_question(key: str) -> Response:
    _, _, floor = question_times.find(actor(), key)
    form = QuestionForm()
    if form.validate():
        services.ask(actor(), floor, form.text.data or "", unnamed=bool(form.unnamed.data))
        toast("Your question is on the list." + (" Nobody sees your name." if form.unnamed.data else ""))
        return see(url_for(".questions", key=key))
    return _board(key, form, status=422)


@bp.post("/talks/<key>/questions/<question>/vote")
@access(member)
def vote_question(key: str, question: str) -> Response:
    floor, found = _found(key, question)
    services.vote(actor(), floor, found, wanted=request.form.get("wanted") == "1")
    return _back(key, found)


@bp.post("/talks/<key>/questions/<question>/mark")
@access(member)
def mark_question(key: str, question: str) -> Response:
    floor, found = _found(key, question)
    wanted = request.values.get("to", "")  # Undo has it in its address, with the pin that it had
    to = Mark(wanted if wanted in set(Mark) else Mark.OPEN)
    was: dict[str, Any] = {"to": found.state.value, "pinned": int(found.pinned)}
    services.mark(actor(), floor, found, to, pin_again=request.args.get("pinned") == "1")
    if to in MARKED:
        was |= {"key": key, "question": question, "back": request.values.get("back")}
        toast(MARKED[to], undo=url_for(".mark_question", **was))
    return _back(key, found)


@bp.post("/talks/<key>/questions/<question>/withdraw")
@access(member)
def withdraw_question(key: str, question: str) -> Response:
    _, found = _found(key, question)
    services.withdraw(actor(), found)
    toast("You took your question back.", undo=url_for(".return_question", key=key, question=question))
    return _back(key, found)


@bp.post("/talks/<key>/questions/<question>/return")
@access(member)
def return_question(key: str, question: str) -> Response:
    _, found = _found(key, question)
    services.put_back(actor(), found)
    return _back(key, found)


@bp.get("/talks/<key>/questions/<question>/answer")
@access(member)
def answering(key: str, question: str) -> Response:
    talk, _, floor = question_times.find(actor(), key)
    found = _led(floor, question)
    form = AnswerForm(answer=found.answer, version=found.answer_version)
    return page("talks/answer.html", talk=talk, question=found, form=form)


@bp.post("/talks/<key>/questions/<question>/answer")
@access(member)
def answer(key: str, question: str) -> Response:
    talk, _, floor = question_times.find(actor(), key)
    found, form = _led(floor, question), AnswerForm()
    if form.validate():
        text, version = form.answer.data or "", form.version.data or 0
        services.answer(actor(), floor, found, text, version=version)
        toast("The answer stands below the question." if text else "The answer is taken away.")
        return see(url_for(".questions", key=key, state=found.state.value, _anchor=f"q-{question}"))
    return page("talks/answer.html", status=422, talk=talk, question=found, form=form)


@bp.get("/talks/<key>/questions/present")
@access(member)
def present(key: str) -> Response:
    talk, _, floor = question_times.find(actor(), key)
    require(policies.may_lead(leads=floor.leads))
    shown = question_pages.presented(actor(), floor, request.args.get("q", ""))
    if same := unchanged(shown["tag"]):
        return same
    address = whole(url_for(".questions", key=key))
    open_now = bool(floor.may_ask(clock.now()))
    context: dict[str, Any] = {"talk": talk, "address": address, "picture": codes.picture(address)}
    return tagged(page("talks/present.html", open_now=open_now, **context, **shown), shown["tag"])


def _board(key: str, form: QuestionForm, *, status: int = 200) -> Response:
    talk, standing, floor = question_times.find(actor(), key)
    now = clock.now()
    shown = question_pages.board(actor(), talk, floor, now, request.args)
    if status == 200 and (same := unchanged(shown["tag"])):
        return same
    standing.known[pages.ASKED] = shown["seen"]
    context = pages.around(actor(), talk, standing, now) | shown
    return tagged(page("talks/questions.html", status=status, form=form, **context), shown["tag"])


def _found(key: str, question: str) -> tuple[Floor, Question]:
    """Return the floor and one of its questions; 404 for what the actor may not see."""
    _, _, floor = question_times.find(actor(), key)
    return floor, question_queries.question(floor.ref, question, leads=floor.leads, person=actor())


def _led(floor: Floor, question: str) -> Question:
    """Return a question that the actor may answer, or refuse before a form is filled in for nothing."""
    found = question_queries.question(floor.ref, question, leads=floor.leads, person=actor())
    require(policies.may_lead(leads=floor.leads))
    require(policies.may_be_marked(state=found.state))
    return found


def _back(key: str, question: Question) -> Response:
    """Return to where the button was: the presenter's view, or the list as it was shown."""
    if request.values.get("back") == "present":
        return see(url_for(".present", key=key))
    kept: dict[str, Any] = {name: request.form.get(name) or None for name in ("state", "page")}
    return see(url_for(".questions", key=key, _anchor=f"q-{question.key}", **kept))
