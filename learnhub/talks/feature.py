"""What talks give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.goals.shown_under import PARTS
from learnhub.goals.teaching import PLANS
from learnhub.imports import importer
from learnhub.library.collection_pages import STEPS
from learnhub.library.shown_with import TALK
from learnhub.library.taking_back import NAMED
from learnhub.programs.kinds import KINDS
from learnhub.programs.tabs import TABS
from learnhub.search.documents import DOCUMENTS
from learnhub.talks import (
    importing_files,
    materials,
    pages,
    question_refs,
    refs,
    subscribers,
    teaching,
    views,
)
from learnhub.talks.access import maker

FEATURE = Feature(
    "talks",
    blueprints=views.BLUEPRINTS,
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        KINDS.give({"talk": views.TALK}),
        PLANS.give(teaching.plans),
        PARTS.give(materials.under_talks),
        TABS.give({"talk": pages.tabs}),
        CARDS.give({"request": refs.requests, "question": question_refs.cards}),
        DOCUMENTS.give(
            {"talk": refs.documents, "request": refs.request_documents, "question": question_refs.documents}
        ),
        STEPS.give({"talks": refs.named}),
        NAMED.give(materials.shown),
        TALK.give(materials.shows),
        importer.under(maker, *importing_files.CONNECTED),
    ),
)
