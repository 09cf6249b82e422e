"""People, roles and units, as admins look after them."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.admin import hand_overs, queries, sentences
from learnhub.admin.forms import KIND_NOTES, ROLE_NOTES, HandForm, InviteForm, MoveForm, PersonForm, RoleForm
from learnhub.admin.holiday_views import bp as bp
from learnhub.core import clock, orders, words
from learnhub.imports import queries as imports
from learnhub.mine import privacy_profiles
from learnhub.people import identities, links, newcomers, organisations, services, top_units, upper_units
from learnhub.people import queries as directory
from learnhub.people.access import admin
from learnhub.people.models import Kind, Person, Role
from learnhub.people.session import actor
from learnhub.web import mail
from learnhub.web.access import access
from learnhub.web.fields import Form
from learnhub.web.page import already, column, page, page_number, see
from learnhub.web.toasts import toast

NO_UNIT = "none"
COLUMNS = (("name", "Name"), ("unit", "Unit"), ("kind", "Who they are"))


@bp.get("/admin")
@access(admin)
def index() -> Response:
    left, admins = organisations.left(directory.organisation()), directory.admins()
    asked = privacy_profiles.proposal()
    return page("admin/index.html", counts=queries.counts(), left=left, admins=admins, asked=asked)


@bp.get("/admin/people")
@access(admin)
def people() -> Response:
    wanted, show, invited = _asked_for(), request.args.get("show", ""), identities.invited()
    is_left, order = show == "left", wanted["order"]
    found = directory.people(actor(), **wanted, left=is_left, ids=invited if show == "invited" else None)
    shown = wanted | {"left": is_left, "show": show, "invited": invited, "mails": mail.is_set_up()}
    shown |= {"asked": request.args.get("unit", ""), "page": found.page}
    shown["managers"] = queries.managers_of(found.people)
    shown["unit_options"] = [*upper_units.choices("All units", wanted["unit"]), (NO_UNIT, "In no unit")]
    shown["columns"] = [column(text, name, order) for name, text in COLUMNS]
    return page("admin/people.html", found=found, **shown)


def _asked_for() -> dict[str, Any]:
    """Return what the address of a list of people asks for, as `directory.people` takes it."""
    unit = request.args.get("unit", "")
    return {
        "words": request.args.get("q", "")[:100],
        "unit": directory.unit(unit) if unit not in {"", NO_UNIT} else None,
        "in_none": unit == NO_UNIT,
        "order": orders.known(request.args.get("order", ""), directory.ORDERS, "name"),
        "page": page_number(request.args),
    }


@bp.get("/admin/people/invite")
@access(admin)
def invite() -> Response:
    unit = top_units.usual(actor())
    return _invite_page(InviteForm(kind=Kind.EMPLOYEE.value, unit=unit.key if unit else ""))


@bp.post("/admin/people/invite")
@access(admin)
def send_invitations() -> Response:
    form = InviteForm()
    if form.validate_on_submit():
        with form.blaming():
            told = newcomers.invite_all(by=actor(), **form.asked())
            toast(sentences.invited(told, "they are here already", mail=mail.is_set_up()))
            left = organisations.finish("people")
            return see(url_for(".setup" if left and mail.is_set_up() else ".people"))
    return _invite_page(form, 422)


@bp.post("/admin/people/invite/<key>")
@access(admin)
def invite_newcomers(key: str) -> Response:
    batch = imports.batch(actor(), key)
    told = newcomers.invite_newcomers(batch, by=actor())
    organisations.finish("people")
    toast(sentences.invited(told, "everybody of this file is invited already", mail=mail.is_set_up()))
    return see(url_for("imports.show", key=key))


@bp.post("/admin/people/invite/<key>/links")
@access(admin)
def links_for_newcomers(key: str) -> Response:
    """Links for whom a people file brought in, where no mail can go."""
    batch, back = imports.batch(actor(), key), url_for("imports.show", key=key)
    found = newcomers.links_for_newcomers(batch, by=actor(), mail=mail.is_set_up())
    return _links_page(found, back) if found else see(back)


@bp.get("/admin/people/<key>")
@access(admin)
def person(key: str) -> Response:
    return _person_page(directory.person(actor(), key))


@bp.post("/admin/people/<key>")
@access(admin)
def change(key: str) -> Response:
    them, form = directory.person(actor(), key), PersonForm()
    if form.validate_on_submit():
        with form.blaming():
            services.edit(
                them,
                seen=form.version.data,
                manager=form.manager.person,
                by=actor(),
                **form.answers("manager"),
            )
            return _saved(them, "Saved.")
    return _person_page(directory.person(actor(), key), 422, profile=form)


@bp.post("/admin/people/<key>/unit")
@access(admin)
def move(key: str) -> Response:
    them, form = directory.person(actor(), key), MoveForm()
    if form.validate_on_submit():
        with form.blaming():
            at = form.at.data.replace(tzinfo=actor().tz) if form.at.data else None
            services.move(them, form.unit.unit, at, by=actor())
            return _saved(them, "Moved. Numbers from before keep the unit they were in.")
    return _person_page(directory.person(actor(), key), 422, moving=form)


@bp.post("/admin/people/<key>/roles")
@access(admin)
def grant(key: str) -> Response:
    them, form = directory.person(actor(), key), RoleForm()
    if form.validate_on_submit():
        with form.blaming():
            role = Role(form.role.data)
            services.grant(them, role, form.unit.unit if role is Role.LEADER else None, by=actor())
            return _saved(them, "The role is given. They sign in again.")
    return _person_page(directory.person(actor(), key), 422, granting=form)


@bp.post("/admin/people/<key>/roles/take")
@access(admin)
def take(key: str) -> Response:
    them, form = directory.person(actor(), key), RoleForm()
    if form.validate_on_submit():
        with form.blaming():
            services.take(them, Role(form.role.data), form.unit.unit, by=actor())
            return _saved(them, "The role is taken. They sign in again.")
    return _person_page(directory.person(actor(), key), 422, granting=form)


@bp.post("/admin/people/<key>/invite")
@access(admin)
def invite_again(key: str) -> Response:
    them = directory.person(actor(), key)
    links.invite(them, by=actor())
    goes = "is on its way" if mail.is_set_up() else "waits until mail is set up"
    return _saved(them, f"A new invitation {goes}. The one before has ended.")


@bp.post("/admin/people/<key>/invitation-link")
@access(admin)
def invitation_link(key: str) -> Response:
    them = directory.person(actor(), key)
    url = links.invitation_link(them, by=actor(), mail=mail.is_set_up())
    return _link_page(them, url, "Invitation", "14 days")


@bp.post("/admin/people/invitation-links")
@access(admin)
def invitation_links() -> Response:
    """Links for those of a page with an open invitation, where no mail can go; the ones before end."""
    invited = directory.people(actor(), **_asked_for(), ids=identities.invited()).people
    found = [(them, links.invitation_link(them, by=actor(), mail=mail.is_set_up())) for them in invited]
    return _links_page(found, url_for(".people", show="invited"))


@bp.post("/admin/people/<key>/sign-in-link")
@access(admin)
def sign_in_link(key: str) -> Response:
    them = directory.person(actor(), key)
    url = links.shown_sign_in_link(them, by=actor(), mail=mail.is_set_up())
    return _link_page(them, url, "Sign-in link", "a day")


@bp.get("/admin/people/<key>/leave")
@access(admin)
def ask_leave(key: str) -> Response:
    them = directory.person(actor(), key)
    if them.left_at:
        return already(f"{them.name} has left.", url_for(".person", key=key), f"Open {them.name}")
    kept = [(hand_overs.WORDS[kind], number) for kind, number in hand_overs.counts(them).items()]
    held = queries.held_by(actor(), them, clock.now())
    return page("admin/leave.html", person=them, held=held, keeps=kept)


@bp.post("/admin/people/<key>/leave")
@access(admin)
def leave(key: str) -> Response:
    them = directory.person(actor(), key)
    services.leave(them, by=actor())
    return _saved(them, f"{them.name} has left. All their logins and links have ended.")


@bp.post("/admin/people/<key>/back")
@access(admin)
def come_back(key: str) -> Response:
    them = directory.person(actor(), key)
    services.come_back(them, by=actor())
    return _saved(them, f"{them.name} is here again, without a role.")


@bp.get("/admin/people/<key>/keeps")
@access(admin)
def keeps(key: str) -> Response:
    return _keeps(directory.person(actor(), key), HandForm(formdata=None))


@bp.post("/admin/people/<key>/keeps")
@access(admin)
def hand_over(key: str) -> Response:
    them, form = directory.person(actor(), key), HandForm()
    if form.validate() and form.to.person:
        with form.blaming():
            done = hand_overs.hand_over(actor(), them, request.form.getlist("chosen"), form.to.person)
            toast(f"{words.counted(done, 'thing').capitalize()} handed to {form.to.person.name}.")
            return see(url_for(".keeps", key=key))
    return _keeps(them, form, status=422)


def _keeps(them: Person, form: HandForm, *, status: int = 200) -> Response:
    held, chosen = hand_overs.of(actor(), them), request.form.getlist("chosen")
    return page("admin/hand_over.html", status=status, person=them, held=held, form=form, chosen=chosen)


def _manager(them: Person) -> str:
    found = directory.active_person(them.manager_id) if them.manager_id else None
    return found.email if found else ""


def _saved(them: Person, text: str) -> Response:
    toast(text)
    return see(url_for(".person", key=them.key))


def _link_page(them: Person, url: str, what: str, lasts: str) -> Response:
    response = page("admin/link.html", person=them, url=url, what=what, lasts=lasts)
    response.headers["Cache-Control"] = "no-store"  # the page holds a secret
    return response


def _links_page(found: Sequence[tuple[Person, str]], back: str) -> Response:
    response = page("admin/links.html", found=found, back=back)
    response.headers["Cache-Control"] = "no-store"  # the page holds secrets
    return response


def _invite_page(form: InviteForm, status: int = 200) -> Response:
    notes: dict[str, Any] = {"kind_notes": KIND_NOTES, "role_notes": ROLE_NOTES, "mails": mail.is_set_up()}
    return page("admin/invite.html", status=status, form=form, **notes)


def _person_page(them: Person, status: int = 200, **forms: Form) -> Response:
    unit = them.unit.key if them.unit else ""
    shown: dict[str, Any] = {"person": them, "role_notes": ROLE_NOTES, "mails": mail.is_set_up()}
    return page(
        "admin/person.html",
        status=status,
        **shown,
        profile=forms.get("profile") or PersonForm(formdata=None, obj=them, manager=_manager(them)),
        moving=forms.get("moving") or MoveForm(formdata=None, unit=unit),
        granting=forms.get("granting") or RoleForm(formdata=None),
        held_roles=directory.roles_of(them),
        stays=queries.stays_of(them),
        held=queries.held_by(actor(), them, clock.now()),
        invited=identities.invited().get(them.id),
    )
