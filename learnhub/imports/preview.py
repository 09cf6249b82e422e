"""What the page of an import shows: its counts, one page of its rows, and what may be done."""

from typing import Any

from learnhub.core import refs
from learnhub.imports import policies, queries, services
from learnhub.imports.importer import connected
from learnhub.imports.models import ImportBatch, RowState


def of(batch: ImportBatch, actor: Any, shown: RowState | None, number: int) -> dict[str, Any]:
    """Return the context of `imports/show.html`; a page that is not there is the nearest that is."""
    counts = queries.counts(batch)
    total = counts[shown] if shown else sum(counts.values())
    number = min(max(number, 1), max(1, -(-total // queries.PER_PAGE)))
    coming = sum(counts[each] for each in (*queries.DOING, RowState.ABSENT))
    result = services.result_of(batch)
    return {
        "batch": batch,
        "importer": connected(batch.kind).importer,
        "counts": counts,
        "shown": shown,
        "number": number,
        "per_page": queries.PER_PAGE,
        "rows": queries.rows_page(batch, shown, number),
        "may": policies.may_apply(batch.state, rows=coming),
        "may_undo": services.may_undo(batch),
        "result": refs.cards([result], actor).get(result) if result else None,
    }
