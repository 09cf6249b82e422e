"""What dashboards give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.dashboards import refs, subscribers, views

FEATURE = Feature(
    "dashboards",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(CARDS.give(refs.REFS),),
)
