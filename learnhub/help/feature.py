"""What help gives the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.help import refs, subscribers, views
from learnhub.search.documents import DOCUMENTS

FEATURE = Feature(
    "help",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(CARDS.give({"help": refs.cards}), DOCUMENTS.give({"help": refs.documents})),
)
