"""What search gives the others: its pages, and that people and units are found, who lie below it."""

from learnhub.core.features import Feature
from learnhub.search import people, subscribers, views
from learnhub.search.documents import DOCUMENTS

FEATURE = Feature(
    "search",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(DOCUMENTS.give({"person": people.documents, "unit": people.units}),),
)
