"""Pages of the library: of resources, of collections, of what comes in and goes out, of what one follows."""

from learnhub.library.views import collections, exchange, following, reports, resources, take_aways

__all__ = ["BLUEPRINTS", "reports", "take_aways"]

BLUEPRINTS = (resources.bp, collections.bp, exchange.bp, following.bp)
