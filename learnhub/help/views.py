"""The pages of those who are stuck, and of those who help: guests too, where they are sponsors."""

from flask import Blueprint, request, session, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.help import notes, pages, policies, queries, sentences, services, subjects
from learnhub.help.forms import AnswerForm, AskForm, PassOnForm
from learnhub.help.queries import Seen
from learnhub.people.access import employee, member
from learnhub.people.session import actor
from learnhub.web.access import access, only_reads
from learnhub.web.page import page, see
from learnhub.web.rate_limits import limited_while_typing
from learnhub.web.toasts import toast

bp = Blueprint("help", __name__)


@bp.get("/help")
@access(member)
def index() -> Response:
    return page("help/index.html", **pages.index(actor(), clock.now()))


@bp.get("/help/given")
@access(employee)
def given() -> Response:
    return page("help/given.html", **pages.given(actor(), clock.now()))


@bp.get("/help/new")
@access(employee)
def new() -> Response:
    where = request.args.get("where", subjects.usual(actor()))
    form = AskForm(formdata=None, where=where, text=session.get(pages.BEGUN, {}).get(where, ""))
    return page("help/new.html", form=form, whom=None, **pages.asking(actor()))


@bp.post("/help/new")
@access(employee)
def ask() -> Response:
    form = AskForm()
    if form.validate():
        with form.blaming():
            later = request.form.get("when") == "later"
            made = services.ask(actor(), form.said(), form.subject, later=later)
            session.pop(pages.BEGUN, None)
            return see(url_for(".show", key=made.key))
    return page("help/new.html", status=422, form=form, whom=None, **pages.asking(actor()))


@bp.post("/help/new/whom")
@access(employee)
@limited_while_typing
@only_reads
def foresee() -> Response:
    form = AskForm()
    whom = pages.foreseen(actor(), form.said(), form.subject) if form.validate() else None
    return page("help/new.html", form=form, whom=whom, **pages.asking(actor()))


@bp.get("/help/in/<kind>/<key>")
@access(employee)
def waiting(kind: str, key: str) -> Response:
    return page("help/waiting.html", **pages.waiting(actor(), kind, key, clock.now()))


@bp.get("/help/<key>")
@access(member)
def show(key: str) -> Response:
    return _page(queries.find(actor(), key))


@bp.post("/help/<key>/again")
@access(employee)
def ask_again(key: str) -> Response:
    services.ask_again(actor(), queries.find(actor(), key))
    toast("Asked.")
    return _back(key)


@bp.post("/help/<key>/take")
@access(member)
def take(key: str) -> Response:
    services.take(actor(), queries.find(actor(), key))
    toast("It is yours. Who asked hears that you look at it.")
    return _back(key)


@bp.post("/help/<key>/answer")
@access(member)
def write(key: str) -> Response:
    seen, form = queries.find(actor(), key), AnswerForm()
    if form.validate():
        with form.blaming():
            settled = request.form.get("then") == "settled"  # a key that sends the form settles nothing
            services.write(actor(), seen, form.text.data or "", settled=settled)
            toast("Sent.")
            return _back(key)
    return _page(seen, 422, form)


@bp.get("/help/<key>/pass-on")
@access(member)
def passing(key: str) -> Response:
    seen = queries.find(actor(), key)
    ask = seen.ask.state if seen.ask else None
    require(policies.may_pass_on(ask=ask, is_taker=seen.is_taker, state=seen.request.state))
    return page("help/pass_on.html", seen=seen, form=PassOnForm())


@bp.post("/help/<key>/pass-on")
@access(member)
def pass_on(key: str) -> Response:
    seen, form = queries.find(actor(), key), PassOnForm()
    if form.validate():
        with form.blaming():
            asked = services.pass_on(actor(), seen, form.to.person, form.note.data or "")
            toast(sentences.passed(asked, form.to.person.name if form.to.person else ""))
            return see(url_for(".index"))
    return page("help/pass_on.html", status=422, seen=seen, form=form)


@bp.post("/help/<key>/rest")
@access(member)
def rest(key: str) -> Response:
    services.pass_on(actor(), queries.find(actor(), key), None, rest=True)
    toast("Not this week. Nobody is sent to you before Monday.")
    return see(url_for(".index"))


@bp.post("/help/<key>/solved")
@access(employee)
def solve(key: str) -> Response:
    seen = queries.find(actor(), key)
    named = request.form.get("answer", "")
    services.solve(actor(), seen, queries.answer(seen.request, named) if named else None)
    toast("Solved. Good.")
    return _back(key)


@bp.post("/help/<key>/withdraw")
@access(employee)
def withdraw(key: str) -> Response:
    services.withdraw(actor(), queries.find(actor(), key))
    toast("Taken back. Nobody looks at it any more.")
    return _back(key)


@bp.post("/help/<key>/note")
@access(employee)
def note(key: str) -> Response:
    made = notes.make(actor(), queries.find(actor(), key))
    toast("It is a note in the library now. Everyone of the organisation can read it.")
    return see(url_for("library.show", key=made.key))


def _page(seen: Seen, status: int = 200, form: AnswerForm | None = None) -> Response:
    shown, form = pages.show(actor(), seen, clock.now()), form or AnswerForm(formdata=None)
    return page("help/show.html", status=status, form=form.of(is_asker=seen.is_asker), **shown)


def _back(key: str) -> Response:
    return see(url_for(".show", key=key))
