"""Pages about teams: the list of a hackathon, a team, and the link to join by."""

from flask import Blueprint, request, url_for
from flask.wrappers import Response

from learnhub.core.errors import Invalid
from learnhub.core.policy import require
from learnhub.hackathons import queries as hackathons
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs.models import ON_IT
from learnhub.teams import pages, queries, services
from learnhub.teams.forms import TeamForm
from learnhub.teams.models import Team
from learnhub.web.access import access
from learnhub.web.page import already, page, see
from learnhub.web.toasts import toast

bp = Blueprint("teams", __name__)


@bp.get("/hackathons/<key>/teams")
@access(member)
def index(key: str) -> Response:
    return page("teams/index.html", **pages.index(actor(), key, request.args))


@bp.get("/hackathons/<key>/teams/new")
@access(member)
def new(key: str) -> Response:
    shown = pages.index(actor(), key, {})
    require(shown["may_make"])
    return page("teams/new.html", form=TeamForm(), **shown)


@bp.post("/hackathons/<key>/teams/new")
@access(member)
def create(key: str) -> Response:
    form, hackathon = TeamForm(), hackathons.hackathon(actor(), key)
    if form.validate():
        try:
            team = services.make(actor(), hackathon, **form.texts())
        except Invalid as error:
            form.blame(error)
        else:
            return see(url_for(".show", key=team.key))
    return page("teams/new.html", status=422, form=form, **pages.index(actor(), key, {}))


@bp.post("/hackathons/<key>/teams/looking")
@access(member)
def look(key: str) -> Response:
    looking = request.form.get("looking") == "1"
    services.look(actor(), hackathons.hackathon(actor(), key), looking=looking)
    return see(url_for(".index", key=key))


@bp.get("/teams/<key>")
@access(member)
def show(key: str) -> Response:
    return page("teams/show.html", **pages.show(actor(), key))


@bp.get("/teams/<key>/edit")
@access(member)
def edit(key: str) -> Response:
    shown = pages.show(actor(), key)
    require(shown["may_steer"])
    return page("teams/edit.html", form=TeamForm(obj=shown["team"]), **shown)


@bp.post("/teams/<key>/edit")
@access(member)
def rename(key: str) -> Response:
    form = TeamForm()
    team, standing = queries.find(actor(), key)
    if form.validate():
        version, is_host = form.version_seen(), standing.runs_it
        try:
            services.rename(actor(), team, version=version, is_host=is_host, **form.texts())
        except Invalid as error:
            form.blame(error)
        else:
            return see(url_for(".show", key=key))
    return page("teams/edit.html", status=422, form=form, **pages.show(actor(), key))


@bp.post("/teams/<key>/link")
@access(member)
def renew_link(key: str) -> Response:
    team, standing = queries.find(actor(), key)
    services.renew_link(actor(), team, is_host=standing.runs_it)
    toast("The team has a new link. The old one no longer works.")
    return see(url_for(".show", key=key))


@bp.post("/teams/<key>/captain")
@access(member)
def hand_over(key: str) -> Response:
    team, standing = queries.find(actor(), key)
    following = pages.member_of(team, request.form.get("person", ""))
    services.hand_over(actor(), team, following, is_host=standing.runs_it)
    toast(f"{following.name} is the captain now.")
    return see(url_for(".show", key=key))


@bp.get("/teams/<key>/members/<person>/remove")
@access(member)
def removing(key: str, person: str) -> Response:
    shown = pages.show(actor(), key)
    require(shown["may_steer"])
    return page("teams/remove.html", removed=pages.member_of(shown["team"], person), **shown)


@bp.post("/teams/<key>/members/<person>/remove")
@access(member)
def remove(key: str, person: str) -> Response:
    team, standing = queries.find(actor(), key)
    removed = pages.member_of(team, person)
    services.remove(actor(), team, removed, is_host=standing.runs_it)
    toast(f"{removed.name} is no longer in the team.")
    return see(url_for(".show", key=key))


@bp.get("/teams/<key>/leave")
@access(member)
def leaving(key: str) -> Response:
    if team := queries.ended(actor(), key):
        return _ended(team)
    shown = pages.show(actor(), key)
    if not shown["is_member"]:
        teams = url_for(".index", key=shown["hackathon"].key)
        return already("You are not in this team.", teams, "See the teams")
    require(shown["may_leave"])
    return page("teams/leave.html", **shown)


@bp.post("/teams/<key>/leave")
@access(member)
def leave(key: str) -> Response:
    if ended := queries.ended(actor(), key):
        return _ended(ended)
    team, _standing = queries.find(actor(), key)
    services.leave(actor(), team)
    toast(f"You left {team.name}.")
    return see(url_for(".index", key=team.hackathon.key))


def _ended(team: Team) -> Response:
    text = f"{team.name} ended when its last member left."
    return already(
        "You are not in this team.", url_for(".index", key=team.hackathon.key), "See the teams", text
    )


@bp.get("/teams/join/<code>")
@access(member)
def join(code: str) -> Response:
    return page("teams/join.html", **pages.invitation(actor(), code))


@bp.post("/teams/join/<code>")
@access(member)
def accept(code: str) -> Response:
    team, standing = queries.find_by_code(actor(), code)
    services.accept(actor(), team)
    if team.hackathon.asks and standing.state not in ON_IT:
        toast(f"You are in {team.name}. Its hosts ask something of everyone who takes part.")
        return see(url_for("programs.answering", key=team.hackathon.key))
    return see(url_for(".show", key=team.key))
