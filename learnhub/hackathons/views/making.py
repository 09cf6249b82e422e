"""The pages that make a hackathon and change its prizes."""

from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.refs import Ref
from learnhub.goals import aims
from learnhub.hackathons import pages, prizes, queries, services
from learnhub.hackathons.access import maker
from learnhub.hackathons.forms import NewForm, PrizeForm
from learnhub.hackathons.models import Hackathon
from learnhub.hackathons.views.blueprint import bp, editable, url_of
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import program_pages
from learnhub.programs import queries as programs
from learnhub.programs.forms import HostForm
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/hackathons/new")
@access(maker)
def new() -> Response:
    form = NewForm(**pages.new(actor(), clock.now()))
    form.offer_goals(**aims.offered(actor()))
    return page("hackathons/new.html", form=form)


@bp.post("/hackathons/new")
@access(maker)
def create() -> Response:
    form = NewForm()
    form.offer_goals(**aims.offered(actor()))
    if form.validate():
        with form.blaming():
            made = services.create(actor(), **pages.made_of(form.data, form.text(), clock.now()))
            _serve(made, form)
            return see(url_of(made))
    return page("hackathons/new.html", status=422, form=form)


def _serve(made: Hackathon, form: NewForm) -> None:
    goal = aims.serve(actor(), Ref("hackathon", made.id), form.aim(), on=made.starts_wall.date())
    if goal is not None:
        toast(f"The draft is made, and serves “{goal.title}”.")


@bp.post("/hackathons/<key>/prizes")
@access(member)
def add_prize(key: str) -> Response:
    hackathon, form = editable(key), PrizeForm()
    if form.validate():
        with form.blaming():
            name, about = form.name.data or "", form.description.data or ""
            prizes.add(actor(), hackathon, name=name, description=about)
            return see(url_of(hackathon, "programs.set_up", "prizes"))
    return _again(hackathon, form)


@bp.get("/hackathons/<key>/prizes/<prize>")
@access(member)
def edit_prize(key: str, prize: str) -> Response:
    hackathon = editable(key)
    found = queries.prize(hackathon, prize)
    return page("hackathons/prize.html", hackathon=hackathon, prize=found, form=PrizeForm(obj=found))


@bp.post("/hackathons/<key>/prizes/<prize>")
@access(member)
def save_prize(key: str, prize: str) -> Response:
    hackathon, form = editable(key), PrizeForm()
    found = queries.prize(hackathon, prize)
    if form.validate():
        with form.blaming():
            name, about = form.name.data or "", form.description.data or ""
            prizes.change(actor(), hackathon, found, name=name, description=about)
            return see(url_of(hackathon, "programs.set_up", "prizes"))
    return page("hackathons/prize.html", status=422, hackathon=hackathon, prize=found, form=form)


@bp.get("/hackathons/<key>/prizes/<prize>/remove")
@access(member)
def removing_prize(key: str, prize: str) -> Response:
    hackathon = editable(key)
    found = queries.prize(hackathon, prize)
    may, entered = prizes.may_remove(hackathon, found), prizes.entered(found)
    return page("hackathons/prize_remove.html", hackathon=hackathon, prize=found, may=may, entered=entered)


@bp.post("/hackathons/<key>/prizes/<prize>/remove")
@access(member)
def remove_prize(key: str, prize: str) -> Response:
    hackathon = editable(key)
    found = queries.prize(hackathon, prize)
    prizes.remove(actor(), hackathon, found)
    toast(f"The prize “{found.name}” is removed.")
    return see(url_of(hackathon, "programs.set_up", "prizes"))


def _again(hackathon: Hackathon, form: PrizeForm) -> Response:
    standing = programs.standing(actor(), hackathon)
    context = program_pages.set_up(actor(), hackathon, standing, clock.now()) | {"prize_form": form}
    return page("programs/set_up.html", status=422, host_form=HostForm(formdata=None), **context)
