"""What hosts chose of reminders: Winter Build asks for its demos later, and on the last morning once more."""

from datetime import time

from learnhub.core.db import db
from learnhub.hackathons.models import Hackathon
from learnhub.notifications import services
from learnhub.notifications.planning.times import Offset
from seed.company import Company

CHOSEN = (Offset(days=1, wall=time(16)), Offset(days=0, wall=time(9)), Offset(seconds=2 * 3600))


def make(people: Company) -> None:
    """Let a host choose when the demos are asked for."""
    build = db.session.query(Hackathon).filter_by(title="Winter Build").one()
    stood = services.rule("demo_due", build)
    services.change_rule(people["Ruth Adeyemi"], "demo_due", CHOSEN, program=build, was=str(stood))
