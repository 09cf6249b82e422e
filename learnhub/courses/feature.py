"""What courses give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.courses import goal_ties, incoming, refs, subscribers, views
from learnhub.goals.tieable import SERVING
from learnhub.imports import importer
from learnhub.library.collection_pages import STEPS
from learnhub.library.studying import COURSE
from learnhub.people import access
from learnhub.search.documents import DOCUMENTS

FEATURE = Feature(
    "courses",
    blueprints=views.BLUEPRINTS,
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        CARDS.give({"course": refs.cards}),
        DOCUMENTS.give({"course": refs.documents}),
        SERVING.give({"course": goal_ties.COURSES}),
        STEPS.give({"courses": refs.named}),
        COURSE.give(refs.at),
        importer.under(access.employee, *incoming.CONNECTED),
    ),
)
