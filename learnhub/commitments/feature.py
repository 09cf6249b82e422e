"""What commitments give the others."""

from learnhub.commitments import away_pauses, queries, refs, views
from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.people.away_pauses import PAUSED
from learnhub.people.weekly_hours import PLANNED

FEATURE = Feature(
    "commitments",
    blueprints=(views.bp,),
    gives=(
        CARDS.give({"commitment": refs.cards, "milestone": refs.milestones}),
        PLANNED.give(queries.planned_hours),
        PAUSED.give({"commitment": away_pauses.PAUSING}),
    ),
)
