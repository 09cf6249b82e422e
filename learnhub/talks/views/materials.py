"""The pages on which hosts and speakers add slides and a recording."""

from flask.wrappers import Response

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import speakers
from learnhub.talks import materials, queries
from learnhub.talks.forms import MaterialForm
from learnhub.talks.models import MaterialKind, Talk
from learnhub.talks.views.blueprint import bp, url_of
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/talks/<key>/materials")
@access(member)
def showing(key: str) -> Response:
    talk = _theirs(key)
    there = {each.kind for each in materials.of(talk)}
    recording = clock.now() >= talk.ends_at and MaterialKind.SLIDES in there
    return _showing(talk, MaterialForm(kind=MaterialKind.RECORDING if recording else MaterialKind.SLIDES))


@bp.post("/talks/<key>/materials")
@access(member)
def show_material(key: str) -> Response:
    talk, form = _theirs(key), MaterialForm()
    if form.validate():
        with form.blaming():
            made = materials.add(actor(), talk, **form.order())
            here = "The library has it as well." if made.resource_id else "Who sees the talk finds it there."
            toast(f"{materials.NAMES[made.kind]} added. {here}")
            return see(url_of(talk))
    return _showing(talk, form, status=422)


@bp.post("/talks/<key>/materials/<material>/remove")
@access(member)
def hide_material(key: str, material: str) -> Response:
    talk = _theirs(key)
    gone = materials.material(talk, material)
    materials.remove(actor(), talk, gone)
    toast("It is no longer shown with the talk." + (" The library keeps it." if gone.resource_id else ""))
    return see(url_of(talk, "talks.showing"))


def _showing(talk: Talk, form: MaterialForm, *, status: int = 200) -> Response:
    found = materials.of(talk)
    return page("talks/materials.html", status=status, talk=talk, form=form, materials=found)


def _theirs(key: str) -> Talk:
    """Return a talk that the actor hosts or speaks at; refuse others, who know of it."""
    talk, standing = queries.find(actor(), key)
    speaks = any(each.person_id == actor().id for each in speakers.speakers_of(talk))
    require(materials.may_add(actor(), talk, runs_it=standing.runs_it, speaks=speaks))
    return talk
