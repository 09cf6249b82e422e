"""What discussions give the others."""

from learnhub.core.features import Feature
from learnhub.core.refs import CARDS
from learnhub.discussions import refs, views

FEATURE = Feature("discussions", blueprints=(views.bp,), gives=(CARDS.give({"comment": refs.comments}),))
