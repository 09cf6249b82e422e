"""What goals give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.goals import predicates, refs, views
from learnhub.search.documents import DOCUMENTS
from learnhub.search.predicates import PREDICATES

FEATURE = Feature(
    "goals",
    blueprints=(views.bp,),
    gives=(
        CARDS.give({"goal": refs.cards}),
        DOCUMENTS.give({"goal": refs.documents}),
        PREDICATES.give({"goal": predicates.tied}),
    ),
)
