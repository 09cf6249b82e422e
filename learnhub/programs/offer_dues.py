"""A place that is offered to somebody, among what they have to do on Home."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from learnhub.core import dates
from learnhub.people.models import Person
from learnhub.programs.dated import Source, columns
from learnhub.programs.dues import Due, Press
from learnhub.programs.models import Program, ProgramState, SignUp
from learnhub.programs.offer_models import IS_PENDING, Offer


def _asked(person: Person, now: datetime) -> dict[str, Any]:
    return {"reader": person.id, "now": now}


def _wanted(*, reader: int, now: datetime) -> Select[Any]:
    told = columns(of_key=Program.key, of_title=Program.title, at=Offer.expires_at, later=Program.starts_at)
    stands = IS_PENDING, Offer.expires_at > now
    mine = SignUp.person_id == reader, Program.state == ProgramState.PUBLISHED
    found = select(*told).join(SignUp, SignUp.id == Offer.sign_up_id)
    return (
        found.join(Program, Program.id == SignUp.program_id).where(*mine, *stands).order_by(Offer.expires_at)
    )


def _read(row: Any, person: Person, now: datetime) -> Due:
    desk = f"/programs/{row.of_key}/offer"
    take = Press("Take the place", f"{desk}/take", {}, "Taking it")
    begins = dates.moment(row.later, person.tz, now)
    note = f"It begins {begins}. Not taken by then, the place goes to the next; open it to leave it at once."
    return Due(row.at, f"A place in “{row.of_title}” is free for you", desk, note, take)


OFFERS = Source(_asked, _wanted, _read)
