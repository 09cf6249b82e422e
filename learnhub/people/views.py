"""The pages of people, and what they set for themselves."""

from typing import Any

from flask import request, url_for
from flask.wrappers import Response

from learnhub.core import clock, orders
from learnhub.files import services as files
from learnhub.people import (
    away_views,
    faces,
    feed_tokens,
    identities,
    passwords,
    photos,
    profiles,
    queries,
    quiet,
    quiet_views,
    retention,
    sentences,
    session,
    skills,
    upper_units,
)
from learnhub.people.access import employee, member
from learnhub.people.forms import (
    AwayForm,
    HoursForm,
    PasswordForm,
    PhotoForm,
    ProfileForm,
    SkillForm,
)
from learnhub.people.models import Person, SkillLevel
from learnhub.people.quiet_forms import QuietForm
from learnhub.people.session import actor, viewer
from learnhub.people.signin_views import bp as bp
from learnhub.web import mail
from learnhub.web.access import access, anyone
from learnhub.web.fields import Form
from learnhub.web.page import column, page, page_number, see
from learnhub.web.rate_limits import limited
from learnhub.web.toasts import toast

bp.add_app_template_filter(faces.photo, "photo")
bp.add_app_template_global(faces.face_of, "face_of")

COLUMNS = {"name": "Name", "unit": "Unit", "learns": "Learns", "helps": "Can help with"}
SORTS = [*COLUMNS.items(), *((f"-{name}", f"{text}, Z to A") for name, text in COLUMNS.items())]


@bp.get("/people")
@access(employee)
def index() -> Response:
    unit = queries.unit(request.args["unit"]) if request.args.get("unit") else None
    words = request.args.get("q", "")[:100]
    order = orders.known(request.args.get("order", ""), queries.ORDERS, "name")
    found = queries.people(actor(), words=words, unit=unit, page=page_number(request.args), order=order)
    shown: dict[str, Any] = {
        "words": words,
        "unit": unit,
        "order": order,
        "unit_options": upper_units.choices("All units", unit),
        "sorts": SORTS,
    }
    shown["columns"] = [column(text, name, order) for name, text in COLUMNS.items()]
    return page("people/index.html", found=found, **shown)


@bp.get("/people/pick")
@access(employee)
def pick() -> Response:
    words = request.args.get(request.args.get("field", "q"), "")
    return page("people/pick.html", people=queries.picked(actor(), words[:100]))


@bp.get("/people/<key>")
@access(member)
def show(key: str) -> Response:
    person = queries.person(actor(), key)
    return page(
        "people/show.html",
        person=person,
        units=queries.units_above(person.unit_id),
        leads=queries.units_led_by(person),
        away=queries.is_away(person, clock.now()),
        hours=sentences.hours(person),
        helps_with=skills.helps_with(person),
        skills=skills.of(person) if person.id == actor().id else [],
        levels=SkillLevel,
    )


# Settings


@bp.get("/settings")
@access(member)
def settings() -> Response:
    return _settings_page()


@bp.post("/settings")
@access(member)
def describe() -> Response:
    form, me = ProfileForm(), actor()
    if form.validate_on_submit():
        with form.blaming():
            profiles.edit(me, seen=form.version.data or 0, **form.answers())
            return _saved("Saved.")
    return _settings_page(422, profile=form)


@bp.post("/settings/photo")
@access(member)
def show_photo() -> Response:
    form = PhotoForm()
    if form.validate_on_submit():
        with form.blaming():
            photos.put(actor(), *files.drawn([form.upload()], portrait=True))
            return _saved("Your photo is shown.", "photo-h")
    return _settings_page(422, photo=form)


@bp.post("/settings/photo/remove")
@access(member)
def remove_photo() -> Response:
    photos.remove(actor())
    return _saved("Your photo is gone.", "photo-h")


@bp.post("/settings/skills")
@access(member)
def say_skill() -> Response:
    form = SkillForm()
    if form.validate_on_submit():
        with form.blaming():
            level = SkillLevel(int(form.level.data))
            said = skills.say(actor(), form.skill.data or "", level=level, helps=form.helps.data)
            return _saved(f"{said.skill.name} is on your list.", "skills-h")
    return _settings_page(422, skill=form)


@bp.post("/settings/skills/<key>/forget")
@access(member)
def forget_skill(key: str) -> Response:
    return _saved(f"{skills.forget(actor(), key).name} is off your list.", "skills-h")


@bp.post("/settings/hours")
@access(member)
def set_hours() -> Response:
    form = HoursForm()
    if form.validate_on_submit():
        with form.comparing():
            profiles.set_hours(actor(), was=form.was.data or "", **form.answers())
            return _saved("Your hours are saved.")
    return _settings_page(form.refused, hours=form)


@bp.post("/settings/quiet")
@access(member)
def add_quiet() -> Response:
    form = QuietForm(prefix="quiet")
    if form.validate_on_submit():
        with form.blaming():
            return quiet_views.saved("You are left in peace then.", quiet.add(actor(), **form.answers()))
    return _settings_page(422, quiet=form)


@bp.post("/settings/quiet/<key>/end")
@access(member)
def end_quiet(key: str) -> Response:
    quiet.remove(actor(), key)
    return quiet_views.saved("These quiet hours are removed.")


@bp.post("/settings/away")
@access(member)
def set_away() -> Response:
    form = AwayForm()
    if form.validate_on_submit():
        with form.blaming():
            profiles.set_away(actor(), until=form.until.data, since=form.since.data)
            return away_views.saved(sentences.away(actor(), clock.now()))
    return _settings_page(422, away=form)


@bp.post("/settings/password")
@access(member)
@limited
def set_password() -> Response:
    form, me = PasswordForm(), actor()
    if form.validate_on_submit():
        with form.blaming():
            anew = session.may_choose_anew(identities.logins(me))
            passwords.change(me, current=form.current.data or "", new=form.password.data or "", anew=anew)
            session.begin(me)
            return _saved("Your password is changed. All other logins have ended.")
    return _settings_page(422, password=form)


@bp.post("/settings/logins/<key>/end")
@access(member)
def end_login(key: str) -> Response:
    session.end_login(actor(), key)
    return _saved("That login has ended.")


@bp.post("/settings/logins/end")
@access(member)
def end_other_logins() -> Response:
    session.end_others(actor())
    return _saved("All other logins have ended.")


@bp.post("/settings/feeds/<key>/end")
@access(member)
def end_feed(key: str) -> Response:
    feed_tokens.end(actor(), key)
    return _saved("That feed has ended.", "feeds-h")


def _saved(text: str, part: str | None = None) -> Response:
    toast(text)
    return see(url_for(".settings", _anchor=part))


def _ways_in(me: Person) -> dict[str, Any]:
    """How this person signs in, and where they are signed in."""
    logins = identities.logins(me)
    return {
        "has_password": identities.has_password(me),
        "chooses_anew": session.may_choose_anew(logins),
        "mails": mail.is_set_up(),
        "logins": [(login, sentences.device(login.device)) for login in logins],
        "current": session.current_digest(),
        "feeds": feed_tokens.of(me),
    }


def _times(me: Person) -> dict[str, Any]:
    shown: dict[str, Any] = {"starts": me.work_starts, "ends": me.work_ends, "days": list(me.work_days)}
    windows, calendar = quiet.listed(me)
    return {
        "hours": HoursForm(formdata=None, was=profiles.seen(me), cap=me.weekly_cap, **shown),
        "quiet": QuietForm(formdata=None, prefix="quiet"),
        "windows": windows,
        "calendar": calendar,
        "hours_of": sentences.window,
        "hours_now": profiles.seen(me),
        **away_views.shown(me),
    }


def _settings_page(status: int = 200, **forms: Form) -> Response:
    me = actor()
    shown: dict[str, Any] = {
        "profile": ProfileForm(formdata=None, obj=me),
        "photo": PhotoForm(formdata=None),
        "skill": SkillForm(formdata=None),
        **_times(me),
        "away": AwayForm(formdata=None, since=me.away_from, until=me.away_until),
        "password": PasswordForm(formdata=None),
        **forms,
    }
    said: dict[str, Any] = {"skills": skills.of(me), "known_skills": skills.known(me), "levels": SkillLevel}
    response = page("people/settings.html", status=status, me=me, **shown, **said, **_ways_in(me))
    response.headers["Cache-Control"] = "no-store"
    return response


# What is kept, and who sees it


@bp.get("/privacy")
@access(anyone)
def privacy() -> Response:
    return page(
        "people/privacy.html",
        house=(house := queries.organisation()),
        smallest=retention.smallest(house),
        kept=[(each, each.months(house)) for each in retention.KEEPINGS],
        admins=queries.admins() if viewer() else [],
    )


@bp.get("/visibility")
@access(anyone)
def visibility() -> Response:
    return page("people/visibility.html", smallest=retention.smallest(queries.organisation()))
