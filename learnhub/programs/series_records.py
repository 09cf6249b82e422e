"""What is noted of who changes a series."""

from collections.abc import Mapping

from learnhub.core import audit
from learnhub.core.refs import Ref
from learnhub.people.models import Person
from learnhub.programs.series_models import Series
from learnhub.search import services as search


def record(actor: Person, series: Series, act: str, after: Mapping[str, object] | None = None) -> None:
    """Note in the audit what the actor did to the series, and let it be found as it is now."""
    audit.record(actor.id, act, Ref("series", series.id), after=dict(after or {}))
    search.changed(Ref("series", series.id))
