"""The page on which program leads and admins look at what came in by feeds, and choose the feeds."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.library import following, following_pages
from learnhub.library.following_forms import FollowForm, OpmlForm
from learnhub.people.access import lead
from learnhub.people.session import actor
from learnhub.web.access import access
from learnhub.web.downloads import download
from learnhub.web.page import page, page_number, see
from learnhub.web.toasts import toast

bp = Blueprint("following", __name__)


@bp.get("/library/to-look-at")
@access(lead)
def index() -> Response:
    return _index(FollowForm())


@bp.post("/library/to-look-at/feeds")
@access(lead)
def follow() -> Response:
    form = FollowForm()
    if form.validate():
        with form.blaming():
            made = following.follow(actor(), form.url.data or "")
            toast(f"{made.title} is followed. What is new in it waits here.")
            return see(url_for(".index", _anchor="feeds"))
    return _index(form, status=422)


@bp.post("/library/to-look-at/feeds.opml")
@access(lead)
def bring_in() -> Response:
    form = OpmlForm()
    if form.validate():
        toast(following_pages.brought_in(following.follow_all(actor(), form.feeds)))
        return see(url_for(".index", _anchor="feeds"))
    return _index(FollowForm(formdata=None), opml=form, status=422)


@bp.get("/library/to-look-at/feeds.opml")
@access(lead)
def take_along() -> Response:
    return download(following_pages.opml(), "feeds.opml", "text/x-opml")


@bp.post("/library/to-look-at/feeds/<key>/end")
@access(lead)
def unfollow(key: str) -> Response:
    toast(f"{following.unfollow(actor(), key).title} is followed no longer.")
    return see(url_for(".index", _anchor="feeds"))


@bp.post("/library/to-look-at/<key>/accept")
@access(lead)
def accept(key: str) -> Response:
    made = following.accept(actor(), key)
    toast(f"“{made.title}” is in the library.")
    return see(url_for(".index"))


@bp.post("/library/to-look-at/drop")
@access(lead)
def drop() -> Response:
    count = following.drop(actor(), *request.form.getlist("key")[: following.PAGE])
    toast("It is left out." if count == 1 else f"{count} are left out.")
    return see(url_for(".index"))


def _index(form: FollowForm, *, opml: OpmlForm | None = None, status: int = 200) -> Response:
    context = following_pages.index(actor(), page_number(request.args))
    context["opml"] = opml or OpmlForm(formdata=None)
    return page("library/to_look_at.html", status=status, form=form, **context)
