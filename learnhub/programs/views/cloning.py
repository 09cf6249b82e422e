"""The page that makes a program anew from another."""

from flask.wrappers import Response

from learnhub.people.access import member
from learnhub.people.session import actor
from learnhub.programs import cloning
from learnhub.programs.access import hosted
from learnhub.programs.forms import CloneForm
from learnhub.programs.views.blueprint import bp
from learnhub.web.access import access
from learnhub.web.page import page, see
from learnhub.web.toasts import toast


@bp.get("/programs/<key>/clone", endpoint="cloning")
@access(member)
def begin(key: str) -> Response:
    program, _ = hosted(key)
    form = CloneForm(data={"title": program.title, "starts": cloning.suggested(program)})
    return page("programs/clone.html", program=program, form=form)


@bp.post("/programs/<key>/clone")
@access(member)
def clone(key: str) -> Response:
    (program, _), form = hosted(key), CloneForm()
    if form.validate():
        with form.blaming():
            title, starts = form.title.data or "", form.starts.data
            made = cloning.clone(actor(), program, title=title, starts=starts)
            toast("The draft is made. Only you see it.")
            return see(made.url)
    return page("programs/clone.html", status=422, program=program, form=form)
