"""What the library gives the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.discussions.subjects import DISCUSSED
from learnhub.goals.tieable import SERVING
from learnhub.imports import importer
from learnhub.library import discussed, goal_ties, incoming_files, predicates, refs, subscribers, views
from learnhub.people import access
from learnhub.search.documents import DOCUMENTS
from learnhub.search.predicates import PREDICATES

FEATURE = Feature(
    "library",
    blueprints=views.BLUEPRINTS,
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        CARDS.give(
            {"resource": refs.resources, "collection": refs.collections, "take-away": refs.take_aways}
        ),
        DOCUMENTS.give({"resource": refs.documents, "collection": refs.collection_documents}),
        PREDICATES.give({"is": predicates.state}),
        SERVING.give({"resource": goal_ties.RESOURCES, "collection": goal_ties.COLLECTIONS}),
        DISCUSSED.give({"resource": discussed.RESOURCES}),
        importer.under(access.employee, *incoming_files.CONNECTED),
    ),
)
