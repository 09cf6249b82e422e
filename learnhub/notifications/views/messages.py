"""Why something came, and what comes at all."""

from typing import Any

from flask import current_app, jsonify, request, url_for
from flask.wrappers import Response

from learnhub.core import clock
from learnhub.notifications import queries, services
from learnhub.notifications.forms import PreferencesForm
from learnhub.notifications.models import Channel, Frequency
from learnhub.notifications.sending import recipients, unsubscribing
from learnhub.notifications.sending.channels import chat
from learnhub.notifications.showing import digest_times, reasons, ruling
from learnhub.notifications.telling import address_confirmations
from learnhub.notifications.telling.kinds import CATEGORY_LABELS, KINDS
from learnhub.notifications.views.blueprint import bp
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access, anyone, without_session
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/inbox/<key>/why")
@access(member)
def why(key: str) -> Response:
    found = reasons.explain(actor(), key, clock.now())
    said: dict[str, Any] = {"kinds": KINDS, "date_of": ruling.date_of, "chats": chat.is_set_up()}
    return page("notifications/why.html", found=found, **said)


@bp.post("/inbox/<key>/off")
@access(member)
def switch_off(key: str) -> Response:
    label = services.switch_off(actor(), key, request.form.get("kind", ""))
    toast(f"You get no more of “{label}”.")
    return see(url_for(".why", key=key))


@bp.get("/settings/notifications")
@access(member)
def settings() -> Response:
    return _settings(PreferencesForm.of(queries.preferences(actor())))


@bp.post("/settings/notifications")
@access(member)
def choose() -> Response:
    form = PreferencesForm()
    form.offer(recipients.hours(actor()), chats=chat.is_set_up())
    if not form.validate_on_submit():
        return _settings(form, status=422)
    for category, channel, frequency, at in form.choices():
        services.choose(actor(), category, channel, frequency, at=at)
    toast("Saved.")
    return see(url_for(".settings"))


@bp.post("/settings/notifications/mail")
@access(member)
def choose_all_mail() -> Response:
    daily = request.form.get("how") == Frequency.DAILY
    before = services.choose_all_mail(actor(), Frequency.DAILY if daily else None)
    was: dict[str, Any] = {each.value: chosen or "" for each, chosen in before.items()}
    said = "All mail comes in the digest now." if daily else "Mail comes as usual now."
    toast(said, undo=url_for(".put_mail_back", **was) if was else None)
    return see(url_for(".settings", _anchor="choices"))


@bp.post("/settings/notifications/mail/before")
@access(member)
def put_mail_back() -> Response:
    known = {"": None} | {each.value: each for each in Frequency}
    for category in CATEGORY_LABELS:
        if (chosen := request.args.get(category.value)) in known:
            services.choose(actor(), category, Channel.EMAIL, known[chosen])
    toast("Mail comes as before.")
    return see(url_for(".settings", _anchor="choices"))


def _settings(form: PreferencesForm, *, status: int = 200) -> Response:
    me, hours, chosen = actor(), recipients.hours(actor()), queries.preferences(actor())
    form.offer(hours, chats=chat.is_set_up())
    return page(
        "notifications/settings.html",
        status=status,
        form=form,
        labels=CATEGORY_LABELS,
        chats=chat.is_set_up(),
        mutes=queries.mutes(me),
        bounced=queries.bounced(me),
        digest=digest_times.said(hours, chosen),
        all_daily=form.all_daily,
        some_alone=form.some_alone,
    )


@bp.post("/settings/notifications/address")
@access(member)
def ask_to_confirm() -> Response:
    services.ask_to_confirm(actor())
    toast("A mail goes to your address now. Press the button in it.")
    return see(url_for(".settings"))


@bp.get("/address/<token>")
@access(anyone)
def confirming(token: str) -> Response:
    _, address = address_confirmations.read(token)
    return page("notifications/address.html", token=token, address=address, done=False)


@bp.post("/address/<token>")
@access(anyone)
@without_session
def confirm(token: str) -> Response:
    person_key, address = address_confirmations.read(token)
    services.confirm_address(person_key, address)
    return page("notifications/address.html", token=token, address=address, done=True)


@bp.post("/mail/bounces")
@access(anyone)
@without_session
def bounces() -> Response:
    secret, head = current_app.config["SETTINGS"].bounce_secret, request.headers
    stamp, signature = head.get("X-LearnHub-Timestamp", ""), head.get("X-LearnHub-Signature", "")
    return jsonify(marked=services.take_bounces(secret, stamp, signature, request.get_data()))


@bp.get("/programs/<key>/mute")
@access(member)
def muting(key: str) -> Response:
    found = queries.program(actor(), key)
    return page("notifications/mute.html", program=found, muted=queries.mute(actor(), found))


@bp.post("/programs/<key>/mute")
@access(member)
def mute(key: str) -> Response:
    found = queries.program(actor(), key)
    services.mute(actor(), found)
    toast(f"{found.title} is muted: no message of it comes.", undo=url_for(".unmute", key=key))
    return see(url_for(".muting", key=key))


@bp.post("/programs/<key>/unmute")
@access(member)
def unmute(key: str) -> Response:
    found = queries.program(actor(), key)
    rests = services.unmute(actor(), found)
    again = f"You hear of {found.title} again."
    toast(f"{found.title} is not muted. You still rest there." if rests else again)
    return see(found.url if request.form.get("back") == "program" else url_for(".settings"))


@bp.get("/unsubscribe/<token>")
@access(anyone)
def unsubscribing_page(token: str) -> Response:
    _, category = unsubscribing.read(token)
    return page("notifications/unsubscribe.html", token=token, label=CATEGORY_LABELS[category][0], done=False)


@bp.post("/unsubscribe/<token>")
@access(anyone)
@without_session
def unsubscribe(token: str) -> Response:
    person_key, category = unsubscribing.read(token)
    services.unsubscribe(person_key, category)
    return page("notifications/unsubscribe.html", token=token, label=CATEGORY_LABELS[category][0], done=True)
