"""The pages of those who take part: overview, and what is asked afterwards."""

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.talks import feedback, pages, queries, sentences
from learnhub.talks.forms import ChangedForm, FeedbackForm
from learnhub.talks.models import Answer, Use
from learnhub.talks.views.blueprint import bp, url_of
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast


@bp.get("/talks/<key>")
@access(member)
def show(key: str) -> Response:
    return page("talks/show.html", **pages.show(actor(), key, clock.now(), request.args.get("as", "")))


@bp.get("/talks/<key>/feedback")
@access(member)
def feeding_back(key: str) -> Response:
    talk = queries.talk(actor(), key)
    part = feedback.part_of(actor(), talk)
    if part.gave:
        return already(
            "You gave your feedback.", url_of(talk), "Open the talk", "It is kept without your name."
        )
    require(feedback.may_give(talk, part, clock.now()))
    return page("talks/feedback.html", talk=talk, form=FeedbackForm(), seen=sentences.FEEDBACK_SEEN)


@bp.post("/talks/<key>/feedback")
@access(member)
def feed_back(key: str) -> Response:
    talk, form = queries.talk(actor(), key), FeedbackForm()
    if form.validate():
        feedback.give(
            actor(), talk, worth=int(form.worth.data), use=Use(form.use.data), better=form.better.data or ""
        )
        toast("Thank you. Nobody sees that it was you.")
        return see(url_of(talk))
    return page("talks/feedback.html", status=422, talk=talk, form=form, seen=sentences.FEEDBACK_SEEN)


@bp.get("/talks/<key>/changed")
@access(member)
def changed(key: str) -> Response:
    talk = queries.talk(actor(), key)
    part = feedback.part_of(actor(), talk)
    require(feedback.may_say_changed(talk, part, clock.now()))
    said = part.change
    form = ChangedForm(answer=said.answer.value if said else None, what=said.what if said else "")
    return page("talks/changed.html", talk=talk, form=form, seen=sentences.CHANGES_SEEN)


@bp.post("/talks/<key>/changed")
@access(member)
def say_changed(key: str) -> Response:
    talk, form = queries.talk(actor(), key), ChangedForm()
    if form.validate():
        feedback.say_changed(actor(), talk, Answer(form.answer.data), what=form.what.data or "")
        toast(f"Noted. {sentences.CHANGES_SEEN}")
        return see(url_of(talk))
    return page("talks/changed.html", status=422, talk=talk, form=form, seen=sentences.CHANGES_SEEN)
