"""The pages that make a talk and name its speakers."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import hearing, program_pages, series_queries, speakers
from learnhub.programs import queries as programs
from learnhub.programs.forms import HostForm
from learnhub.talks import pages, request_queries, services
from learnhub.talks.access import maker
from learnhub.talks.forms import NewForm, OutsideSpeakerForm, SpeakerForm
from learnhub.talks.models import Talk, TopicRequest
from learnhub.talks.views.blueprint import bp, editable, url_of
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/talks/new")
@access(maker)
def new() -> Response:
    wanted = _wanted(request.args.get("request", ""))
    form, drafts = NewForm(**pages.new(actor(), clock.now(), wanted)), series_queries.drafts(actor())
    return page("talks/new.html", form=form, wanted=wanted, drafts=drafts)


@bp.post("/talks/new")
@access(maker)
def create() -> Response:
    form = NewForm()
    wanted = _wanted(form.request.data or "")
    if form.validate():
        with form.blaming():
            if repeats := form.repeating():
                return see(services.create_series(actor(), repeats=repeats, **form.each()).url)
            made = services.create(actor(), request=wanted, **form.order())
            return see(url_of(made))
    return page("talks/new.html", status=422, form=form, wanted=wanted, drafts=[])


@bp.post("/talks/<key>/speakers")
@access(member)
def add_speaker(key: str) -> Response:
    talk, form = editable(key), SpeakerForm()
    if form.validate() and form.speaker.person:
        with form.blaming():
            already = any(each.person == form.speaker.person for each in speakers.speakers_of(talk))
            speakers.add(actor(), talk, form.speaker.person)
            said = {"already": already, "mail": mail.is_set_up()}
            toast(hearing.after_role(actor(), talk, form.speaker.person, "speaks at", **said))
            return see(url_of(talk, "programs.set_up", "speakers"))
    return _again(talk, speaker_form=form)


@bp.post("/talks/<key>/speakers/outside")
@access(member)
def add_outside_speaker(key: str) -> Response:
    talk, form = editable(key), OutsideSpeakerForm()
    if form.validate():
        with form.blaming():
            speakers.add(actor(), talk, name=form.name.data or "", email=form.email.data or "")
            toast(f"{form.name.data} speaks at it. LearnHub writes to nobody without an account.")
            return see(url_of(talk, "programs.set_up", "speakers"))
    return _again(talk, outside_form=form)


@bp.post("/talks/<key>/speakers/<speaker>/remove")
@access(member)
def remove_speaker(key: str, speaker: str) -> Response:
    talk = editable(key)
    speakers.remove(actor(), talk, speakers.speaker(talk, speaker))
    return see(url_of(talk, "programs.set_up", "speakers"))


def _wanted(key: str) -> TopicRequest | None:
    return request_queries.request(actor(), key) if key else None


def _again(talk: Talk, **typed: Any) -> Response:
    standing = programs.standing(actor(), talk)
    context = program_pages.set_up(actor(), talk, standing, clock.now()) | typed
    return page("programs/set_up.html", status=422, host_form=HostForm(formdata=None), **context)
