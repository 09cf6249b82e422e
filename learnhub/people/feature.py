"""What people give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.imports.importer import IMPORTERS, Connected
from learnhub.people import access, away_views, focus_views, quiet_views, refs, subscribers, views
from learnhub.people.sync import PEOPLE

FEATURE = Feature(
    "people",
    blueprints=(views.bp, away_views.bp, focus_views.bp, quiet_views.bp),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        CARDS.give({"person": refs.people, "unit": refs.units}),
        IMPORTERS.give({"people": Connected(PEOPLE, access.admin)}),
    ),
)
