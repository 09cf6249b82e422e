"""What an answer means elsewhere: the act of who gave it, once for each who was stuck."""

from learnhub.activity import services as activity
from learnhub.activity.models import ActKind
from learnhub.core.db import db
from learnhub.core.events import Subscriptions
from learnhub.core.refs import Ref
from learnhub.help.events import HelpAnswered
from learnhub.help.models import HelpRequest


def on_answered(fact: HelpAnswered) -> None:
    """Whoever helps takes part; who asked adds to their own question."""
    if not fact.by_asker:
        request = db.session.get_one(HelpRequest, fact.request_id)
        activity.record(ActKind.ANSWERED, Ref("help", request.id), [fact.by_id], within=request.ref)


SUBSCRIPTIONS: Subscriptions = {HelpAnswered: [on_answered]}
