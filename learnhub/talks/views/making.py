"""The pages that make a talk and change what it says: text, hosts, speakers, goals."""

from typing import Any

from flask import request
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.errors import Conflict
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import services as programs
from learnhub.programs import speakers
from learnhub.talks import pages, queries, services, wishes
from learnhub.talks.access import maker
from learnhub.talks.forms import EditForm, HostForm, NewForm, OutsideSpeakerForm, SpeakerForm
from learnhub.talks.models import TopicRequest
from learnhub.talks.views.blueprint import bp, editable, hosted, url_of
from learnhub.web.access import access
from learnhub.web.addresses import whole
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/talks/new")
@access(maker)
def new() -> Response:
    wanted = _wanted(request.args.get("request", ""))
    form = NewForm(**pages.new(actor(), clock.now(), wanted))
    return page("talks/new.html", form=form, wanted=wanted)


@bp.post("/talks/new")
@access(maker)
def create() -> Response:
    form = NewForm()
    wanted = _wanted(form.request.data or "")
    if form.validate():
        with form.blaming():
            made = services.create(actor(), request=wanted, **form.order())
            return see(url_of(made))
    return page("talks/new.html", status=422, form=form, wanted=wanted)


@bp.post("/talks/<key>/publish")
@access(member)
def publish(key: str) -> Response:
    talk = queries.talk(actor(), key)
    services.publish(actor(), talk)
    heard = "Those who voted for it hear first." if talk.request_id else "Nobody was told."
    toast(f"{talk.title} is published. {heard}")
    return see(url_of(talk, "set_up"))


@bp.get("/talks/<key>/set-up")
@access(member)
def set_up(key: str) -> Response:
    return _set_up(key)


@bp.get("/talks/<key>/edit")
@access(member)
def edit(key: str) -> Response:
    talk = editable(key)
    return page("talks/edit.html", talk=talk, form=EditForm(obj=talk), conflict=None)


@bp.post("/talks/<key>/edit")
@access(member)
def save(key: str) -> Response:
    talk, form, conflict = editable(key), EditForm(), None
    if form.validate():
        try:
            with form.blaming():
                version = form.version.data or 0
                services.edit(actor(), talk, form.text(), limits=form.limits(), version=version)
                return see(url_of(talk))
        except Conflict as error:
            conflict = error
    return page("talks/edit.html", status=409 if conflict else 422, talk=talk, form=form, conflict=conflict)


@bp.post("/talks/<key>/hosts")
@access(member)
def add_host(key: str) -> Response:
    talk, form = editable(key), HostForm()
    if form.validate() and form.host.person:
        with form.blaming():
            programs.add_host(actor(), talk, form.host.person)
            return see(url_of(talk, "set_up", "hosts"))
    return _set_up(key, status=422, host_form=form)


@bp.post("/talks/<key>/hosts/<person>/remove")
@access(member)
def remove_host(key: str, person: str) -> Response:
    talk = editable(key)
    programs.remove_host(actor(), talk, pages.host_named(talk, person))
    return see(url_of(talk, "set_up", "hosts"))


@bp.post("/talks/<key>/speakers")
@access(member)
def add_speaker(key: str) -> Response:
    talk, form = editable(key), SpeakerForm()
    if form.validate() and form.speaker.person:
        with form.blaming():
            speakers.add(actor(), talk, form.speaker.person)
            return see(url_of(talk, "set_up", "speakers"))
    return _set_up(key, status=422, speaker_form=form)


@bp.post("/talks/<key>/speakers/outside")
@access(member)
def add_outside_speaker(key: str) -> Response:
    talk, form = editable(key), OutsideSpeakerForm()
    if form.validate():
        with form.blaming():
            speakers.add(actor(), talk, name=form.name.data or "", email=form.email.data or "")
            return see(url_of(talk, "set_up", "speakers"))
    return _set_up(key, status=422, outside_form=form)


@bp.post("/talks/<key>/speakers/<speaker>/remove")
@access(member)
def remove_speaker(key: str, speaker: str) -> Response:
    talk = editable(key)
    speakers.remove(actor(), talk, speakers.speaker(talk, speaker))
    return see(url_of(talk, "set_up", "speakers"))


def _wanted(key: str) -> TopicRequest | None:
    return wishes.request(actor(), key) if key else None


def _set_up(key: str, *, status: int = 200, **typed: Any) -> Response:
    talk, standing = hosted(key)
    forms: dict[str, Any] = {
        "host_form": typed.get("host_form") or HostForm(),
        "speaker_form": typed.get("speaker_form") or SpeakerForm(),
        "outside_form": typed.get("outside_form") or OutsideSpeakerForm(),
    }
    context = pages.set_up(actor(), talk, standing, clock.now(), whole(url_of(talk)))
    return page("talks/set_up.html", status=status, **context, **forms)
