"""What programs give the others: what is the same for each kind of them."""

from learnhub.core.features import Feature
from learnhub.core.kinds import PROGRAMS
from learnhub.core.refs import CARDS
from learnhub.goals.shown_under import DATES
from learnhub.goals.tieable import SERVING
from learnhub.help.subjects import HELPED, MINE
from learnhub.programs import (
    audiences,
    goal_ties,
    helping,
    refs,
    series_refs,
    series_ties,
    subscribers,
    views,
)
from learnhub.programs.tabs import TABS
from learnhub.search.audiences import TOKENS
from learnhub.search.documents import DOCUMENTS

FEATURE = Feature(
    "programs",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        CARDS.give({**dict.fromkeys(PROGRAMS, refs.cards), "series": series_refs.cards}),
        DOCUMENTS.give({"series": series_refs.documents}),
        TOKENS.give(audiences.tokens),
        SERVING.give(goal_ties.served()),
        DATES.give(series_ties.dates_of),
        HELPED.give({kind: helping.programs(kind) for kind in ("hackathon", "talk")}),
        MINE.give(helping.mine),
        TABS.give(dict.fromkeys(PROGRAMS, helping.tabs)),
    ),
)
