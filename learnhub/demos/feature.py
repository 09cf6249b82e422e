"""What demos give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.demos import goal_ties, hackathon_parts, queries, refs, search_subscribers, subscribers, views
from learnhub.demos.devpost import DEVPOST
from learnhub.goals.tieable import SERVING
from learnhub.hackathons.overview import ADDITIONS
from learnhub.hackathons.prizes import ENTERED
from learnhub.imports.importer import IMPORTERS, Connected
from learnhub.people import access
from learnhub.programs.groups import GROUPS
from learnhub.programs.tabs import TABS
from learnhub.search.documents import DOCUMENTS
from learnhub.teams.handed_in import WORK

FEATURE = Feature(
    "demos",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS, search_subscribers.SUBSCRIPTIONS),
    gives=(
        CARDS.give({"demo": refs.cards, "follow-up": refs.follow_ups}),
        DOCUMENTS.give({"demo": refs.documents}),
        SERVING.give({"demo": goal_ties.DEMOS}),
        TABS.give({"hackathon": hackathon_parts.tabs}),
        GROUPS.give({"hackathon": hackathon_parts.groups}),
        ADDITIONS.give(hackathon_parts.overview),
        WORK.give(hackathon_parts.work),
        ENTERED.give(queries.count_entered),
        IMPORTERS.give({"devpost": Connected(DEVPOST, access.lead)}),
    ),
)
