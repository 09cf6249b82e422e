"""What commitments give the others."""

from learnhub.commitments import refs, views
from learnhub.core.features import Feature
from learnhub.core.refs import CARDS

FEATURE = Feature(
    "commitments",
    blueprints=(views.bp,),
    gives=(CARDS.give({"commitment": refs.cards, "milestone": refs.milestones}),),
)
