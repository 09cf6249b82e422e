"""Why people were taken off a list or declined: hosts, or they themselves, read it until it is forgotten."""

from datetime import timedelta

from sqlalchemy import or_, select, update

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.programs.models import Program, SignUp

KEPT = timedelta(days=14)  # after the end


def forget() -> int:
    """Delete them, `KEPT` after the end; return how many there were."""
    over = select(Program.id).where(Program.ends_at < clock.now() - KEPT)
    said = or_(SignUp.removed_because != "", SignUp.declined_because != "")
    told = update(SignUp).where(said, SignUp.program_id.in_(over))
    forgotten = db.session.execute(told.values(removed_because="", declined_because="").returning(SignUp.id))
    return len(forgotten.all())
