"""What hackathons give the others."""

from learnhub.core.features import Feature
from learnhub.hackathons import pages, refs, views
from learnhub.library.collection_pages import STEPS
from learnhub.programs.kinds import KINDS
from learnhub.programs.tabs import TABS
from learnhub.search.documents import DOCUMENTS

FEATURE = Feature(
    "hackathons",
    blueprints=(views.bp,),
    gives=(
        KINDS.give({"hackathon": views.HACKATHON}),
        TABS.give({"hackathon": pages.tabs}),
        DOCUMENTS.give({"hackathon": refs.documents}),
        STEPS.give({"hackathons": refs.named}),
    ),
)
