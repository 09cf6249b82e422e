"""Signing in and out, and coming aboard."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.people import identities, links, newcomers, passwords, sentences, session
from learnhub.people.models import LinkKind
from learnhub.people.session import viewer
from learnhub.people.signin_forms import FirstForm, SignInForm, WelcomeForm
from learnhub.web import mail
from learnhub.web.access import access, anyone
from learnhub.web.next_url import errand, onward
from learnhub.web.page import page, see
from learnhub.web.rate_limits import limited

bp = Blueprint("people", __name__)


@bp.get("/login")
@access(anyone)
def login() -> Response:
    next_url = onward(request.args.get("next"))
    if viewer() is not None:
        return see(next_url or "/")
    return _sign_in_page(SignInForm(next=next_url))


@bp.post("/login")
@access(anyone)
@limited
def sign_in() -> Response:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422)
    next_url = onward(form.next.data)
    if not form.password.data and form.way.data != "password":
        links.ask(form.email.data or "", next_url=next_url)
        return see(url_for(".link_sent"))
    person = passwords.person_by(form.email.data or "", form.password.data or "")
    if person is None:
        form.form_errors.append(sentences.refused(mails=mail.is_set_up()))
        return _sign_in_page(form, 422)
    session.begin(person)
    return see(next_url or "/")


@bp.get("/login/sent")
@access(anyone)
def link_sent() -> Response:
    return page("people/link_sent.html")


@bp.get("/login/<secret>")
@access(anyone)
def link(secret: str) -> Response:
    found = identities.open_link(LinkKind.SIGN_IN, secret)
    return _secret(page("people/link.html") if found else _ended())


@bp.post("/login/<secret>")
@access(anyone)
def use_link(secret: str) -> Response:
    if identities.open_link(LinkKind.SIGN_IN, secret) is None:
        return _secret(_ended())
    came = newcomers.by_link(secret)
    session.begin(came.person, by_hand=came.by_hand)
    return see(onward(came.next_url) or "/")


@bp.post("/logout")
@access(anyone)
def logout() -> Response:
    session.end()
    response = see(url_for(".login"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@bp.get("/invitations/<secret>")
@access(anyone)
def welcome(secret: str) -> Response:
    found = identities.open_link(LinkKind.INVITATION, secret)
    if found is None:
        return _secret(_ended())
    person = newcomers.invited(found)
    return _welcome_page(person, _welcome_form(name=person.name, zone=person.zone))


@bp.post("/invitations/<secret>")
@access(anyone)
@limited
def accept(secret: str) -> Response:
    found = identities.open_link(LinkKind.INVITATION, secret)
    if found is None:
        return _secret(_ended())
    form = _welcome_form()
    if form.validate_on_submit():
        with form.blaming():
            hash_ = passwords.hashed(form.password.data) if form.password.data else None
            session.begin(newcomers.accept(secret, password_hash=hash_, **form.answers()))
            return see("/")
    return _welcome_page(newcomers.invited(found), form, 422)


@bp.get("/first/<secret>")
@access(anyone)
def first(secret: str) -> Response:
    found = identities.open_link(LinkKind.FIRST_ADMIN, secret)
    return _secret(page("people/first.html", form=FirstForm(zone="UTC")) if found else _ended())


@bp.post("/first/<secret>")
@access(anyone)
@limited
def set_up(secret: str) -> Response:
    if identities.open_link(LinkKind.FIRST_ADMIN, secret) is None:
        return _secret(_ended())
    form = FirstForm()
    if form.validate_on_submit():
        with form.blaming():
            hash_ = passwords.hashed(form.password.data or "", email=form.email.data or "")
            session.begin(newcomers.found(secret, password_hash=hash_, **form.answers()))
            return see("/admin/setup")
    return _secret(page("people/first.html", status=422, form=form))


def _sign_in_page(form: SignInForm, status: int = 200) -> Response:
    wanted = errand(onward(form.next.data))
    return page("people/login.html", status=status, form=form, mails=mail.is_set_up(), errand=wanted)


def _welcome_form(**values: str) -> WelcomeForm:
    form = WelcomeForm(**values)
    return form if mail.is_set_up() else form.without_mail()


def _welcome_page(person: object, form: WelcomeForm, status: int = 200) -> Response:
    shown = page("people/welcome.html", status=status, person=person, form=form, mails=mail.is_set_up())
    return _secret(shown)


def _ended() -> Response:
    return page("people/link_ended.html", status=404)


def _secret(response: Response) -> Response:
    """Keep the page of a link out of caches: its address holds the secret."""
    response.headers["Cache-Control"] = "no-store"
    return response
