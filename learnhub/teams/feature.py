"""What teams give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.hackathons.overview import ADDITIONS
from learnhub.programs.groups import GROUPS
from learnhub.programs.tabs import TABS
from learnhub.search.audiences import TOKENS
from learnhub.teams import audiences, hackathon_parts, refs, subscribers, views
from learnhub.web.next_url import ERRANDS

FEATURE = Feature(
    "teams",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        CARDS.give({"team": refs.cards}),
        TOKENS.give(audiences.tokens),
        TABS.give({"hackathon": hackathon_parts.tabs}),
        GROUPS.give({"hackathon": hackathon_parts.groups}),
        ADDITIONS.give(hackathon_parts.overview),
        ERRANDS.give({"teams.join": "to join a team"}),
    ),
)
