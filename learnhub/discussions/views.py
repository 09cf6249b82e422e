"""Threads: written on the page of what they are about, each with a page of its own under /comments."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response
from markupsafe import Markup

from learnhub.core.policy import require
from learnhub.discussions import mentions, pages, policies, queries, services, subjects
from learnhub.discussions.forms import ReplyForm, ThreadForm
from learnhub.discussions.models import Comment
from learnhub.discussions.subjects import Subject
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.next_url import onward
from learnhub.web.page import page, see
from learnhub.web.toasts import toast

bp = Blueprint("discussions", __name__)


@bp.app_template_filter("talked")
def talked(comment: pages.Shown) -> Markup:
    """A comment's text as HTML, with links to whom it names."""
    return mentions.shown(comment.text, dict(comment.named))


@bp.get("/discussions/<kind>/<key>")
@access(member)
def writing(kind: str, key: str) -> Response:
    subject = subjects.named(actor(), kind, key)
    require(subject.may_write)
    return page("discussions/write.html", subject=subject, form=ThreadForm())


@bp.post("/discussions/<kind>/<key>")
@access(member)
def begin(kind: str, key: str) -> Response:
    subject, form = subjects.named(actor(), kind, key), ThreadForm()
    if form.validate():
        made = services.begin(actor(), subject, form.text.data or "", asks=bool(form.asks.data))
        toast("Your question is here." if made.asks else "It is here.")
        return see(f"{subject.url}#c-{made.key}")
    return page("discussions/write.html", status=422, subject=subject, form=form)


@bp.get("/comments/<key>")
@access(member)
def show(key: str) -> Response:
    found, subject = queries.comment(actor(), key)
    return page(
        "discussions/show.html", form=ReplyForm(), **pages.thread(actor(), subject, found, request.args)
    )


@bp.post("/comments/<key>")
@access(member)
def reply(key: str) -> Response:
    (found, subject), form = queries.comment(actor(), key), ReplyForm()
    if form.validate():
        made = services.reply(actor(), subject, found, form.text.data or "")
        toast("Your reply is here.")
        return _back(made)
    context = pages.thread(actor(), subject, found, request.args)
    return page("discussions/show.html", status=422, form=form, **context)


@bp.get("/comments/<key>/edit")
@access(member)
def edit(key: str) -> Response:
    found, subject = _editable(key)
    return page("discussions/edit.html", comment=found, subject=subject, form=ReplyForm(obj=found))


@bp.post("/comments/<key>/edit")
@access(member)
def save(key: str) -> Response:
    (found, subject), form = _editable(key), ReplyForm()
    if form.validate():
        services.edit(actor(), found, form.text.data or "", version=form.version.data or 0)
        toast("It is changed.")
        return see(f"{url_for('.show', key=key)}#c-{key}")
    return page("discussions/edit.html", status=422, comment=found, subject=subject, form=form)


@bp.post("/comments/<key>/remove")
@access(member)
def remove(key: str) -> Response:
    found, _ = queries.comment(actor(), key)
    services.remove(actor(), found)
    toast("It is removed, and can be put back for 30 days.", undo=url_for(".put_back", key=key))
    return _back(found)


@bp.post("/comments/<key>/put-back")
@access(member)
def put_back(key: str) -> Response:
    found, _ = queries.comment(actor(), key)
    services.put_back(actor(), found)
    return _back(found)


@bp.post("/comments/<key>/accept")
@access(member)
def accept(key: str) -> Response:
    found, _ = queries.comment(actor(), key)
    accepted = request.form.get("accepted") == "1"
    services.accept(actor(), queries.root(found), found, accepted=accepted)
    toast("Marked as the answer." if accepted else "It is no longer marked as the answer.")
    return _back(found)


@bp.post("/comments/<key>/follow")
@access(member)
def follow(key: str) -> Response:
    found, _ = queries.comment(actor(), key)
    muted = request.form.get("muted") == "1"
    services.follow(actor(), found, muted=muted)
    toast("Muted. You hear nothing more of this thread." if muted else "You hear of new replies.")
    return _back(found)


def _editable(key: str) -> tuple[Comment, Subject]:
    """Return the actor's own, or refuse with the reason before a form is filled in for nothing."""
    found, subject = queries.comment(actor(), key)
    is_author = found.author_id == actor().id
    require(policies.may_edit(is_author=is_author, is_binned=found.binned_at is not None))
    return found, subject


def _back(comment: Comment) -> Response:
    """Return to the page where the button was, else to the thread."""
    here = onward(request.form.get("back")) or url_for(".show", key=comment.key)
    return see(f"{here}#c-{comment.key}")
