"""What hosts chose of reminders: Winter Build asks for its demos later, and on the last morning once more.

It has a channel in the company's chat too. Its address lies inside the house, where nothing is posted that
nobody allowed: the test said so, and so does whatever follows. Nothing leaves the machine.
"""

from datetime import time, timedelta

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.hackathons.models import Hackathon
from learnhub.notifications import services
from learnhub.notifications.models import Channel, Delivery, DeliveryState, HookKind, Reminder, State
from learnhub.notifications.planning import notices
from learnhub.notifications.planning.times import Offset
from learnhub.notifications.sending.attempts import RETRIES
from learnhub.notifications.sending.channels import chat
from seed.company import Company

ADDRESS = "https://10.20.4.7/hooks/winter-build"  # of a private network
CHOSEN = (Offset(days=1, wall=time(16)), Offset(days=0, wall=time(9)), Offset(seconds=2 * 3600))


def make(people: Company) -> None:
    """Let a host choose when the demos are asked for, and set a channel that takes nothing."""
    build = db.session.query(Hackathon).filter_by(title="Winter Build").one()
    _set_channel(people, build)
    stood = services.rule("demo_due", build)
    services.change_rule(people["Ruth Adeyemi"], "demo_due", CHOSEN, program=build, was=str(stood))


def _set_channel(people: Company, build: Hackathon) -> None:
    """As yesterday, when a host pasted the address and tried it, and every attempt was refused."""
    ruth, tried = people["Ruth Adeyemi"], clock.now() - timedelta(days=1)
    services.set_channel(ruth, build, kind=HookKind.SLACK, address=ADDRESS)
    about, rev, soon = Ref("program", build.id), int(tried.timestamp()) // 60, tried + timedelta(hours=1)
    notices.tell("chat_test", None, about, rev=rev, program=build, by_id=ruth.id, expires_at=soon, at=tried)
    row = db.session.query(Reminder).filter_by(kind="chat_test", program_id=build.id).one()
    row.state, row.done_at = State.SENT, tried
    refused = {"state": DeliveryState.DEAD, "reason": chat.NOT_TAKEN, "attempts": len(RETRIES)}
    said = Delivery(reminder_id=row.id, channel=Channel.CHAT, at=tried + timedelta(hours=9), **refused)
    db.session.add(said)
    db.session.flush()
