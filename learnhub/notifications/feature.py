"""What notifications give the others: what pages say of messages."""

from learnhub.core.features import Feature
from learnhub.core.kinds import PROGRAMS
from learnhub.demos.next_messages import GOING_OUT
from learnhub.notifications import queries, subscribers, views
from learnhub.notifications.showing import before_sign_up, ruling, to_admins, to_hosts
from learnhub.people.session import WAITING
from learnhub.programs.after_sign_up import PROMISE
from learnhub.programs.muting import MUTED
from learnhub.programs.tabs import TABS
from learnhub.web.frame import NOTICE, UNREAD

FEATURE = Feature(
    "notifications",
    blueprints=(views.bp,),
    subscriptions=subscribers.ALL,
    gives=(
        UNREAD.give(queries.unread),
        WAITING.give(queries.unread_of),
        NOTICE.give(to_admins.notice),
        TABS.give(dict.fromkeys(PROGRAMS, ruling.tabs)),
        PROMISE.give(before_sign_up.promise),
        MUTED.give(queries.muted_until),
        GOING_OUT.give(to_hosts.going_out),
    ),
)
