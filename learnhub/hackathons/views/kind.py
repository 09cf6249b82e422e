"""Hackathons as one kind of program."""

from typing import Any

from learnhub.hackathons import queries, sentences, services
from learnhub.hackathons.forms import EditForm, PrizeForm
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.programs import texts
from learnhub.programs.kinds import Kind
from learnhub.programs.texts import Limits


def _set_up(hackathon: Hackathon, _person: Person) -> dict[str, Any]:
    spans = services.spans(hackathon)
    return {"spans": spans, "prizes": queries.prizes(hackathon), "prize_form": PrizeForm(formdata=None)}


def _edit(actor: Person, hackathon: Hackathon, form: EditForm) -> None:
    version, limits = form.version.data or 0, Limits(form.capacity.data, hackathon.online_capacity)
    texts.edit(actor, hackathon, form.text(), limits=limits, version=version)


HACKATHON = Kind(
    "hackathon",
    over=sentences.OVER,
    state=sentences.state,
    set_up=_set_up,
    edit_form=EditForm,
    edit=_edit,
    loads=(queries.WINDOWS,),
    lists=(queries.LISTED,),
    listed=queries.opened,
)
