"""What the page of an import shows: its counts, one page of its rows, and what may be done."""

from typing import Any

from learnhub.core import refs
from learnhub.core.errors import NotFound
from learnhub.imports import policies, queries, services
from learnhub.imports.importer import connected
from learnhub.imports.models import BatchState, ImportBatch, RowState


def of(batch: ImportBatch, actor: Any, shown: RowState | None, number: int) -> dict[str, Any]:
    """Return the context of `imports/show.html`; a page that is not there is the nearest that is."""
    counts = queries.counts(batch)
    total = counts[shown] if shown else sum(counts.values())
    number = min(max(number, 1), max(1, -(-total // queries.PER_PAGE)))
    coming = sum(counts[each] for each in (*queries.DOING, RowState.ABSENT))
    result = services.result_of(batch)
    importer = connected(batch.kind).importer
    return {
        "batch": batch,
        "importer": importer,
        "source": connected(batch.kind).source,
        "onward": importer.onward(batch) if batch.state is BatchState.APPLIED else None,
        "used": [each.label for each in importer.fields if batch.mapping.get(each.name)],
        "unused": unused(batch) if importer.matched else [],
        "counts": counts,
        "shown": shown,
        "number": number,
        "per_page": queries.PER_PAGE,
        "rows": queries.rows_page(batch, shown, number),
        "may": policies.may_apply(batch.state, rows=coming),
        "may_undo": services.may_undo(batch),
        "result": refs.cards([result], actor).get(result) if result else None,
    }


def unused(batch: ImportBatch) -> list[str]:
    """Return the columns of the file that nothing is read from."""
    return [header for header in batch.headers if header not in batch.mapping.values()]


def sample(kind: str) -> tuple[list[str], list[list[str]]]:
    """Return headers and one row of a file as it can be brought in. Raises NotFound where there is none."""
    fields = connected(kind).importer.fields
    if not any(each.example for each in fields):
        raise NotFound
    return [each.label for each in fields], [[each.example for each in fields]]


def errors_sheet(batch: ImportBatch) -> tuple[list[str], list[list[str]]]:
    """Return headers and rows of what cannot be brought in: as it was read, with the reason at the end.

    Where the cells are no longer kept, a row is its number and its title.
    """
    rows = queries.rows_in(batch, RowState.ERROR)
    if not any(row.cells for row in rows):
        return ["Row", "What it is", "Why"], [[str(row.number), row.title, row.reason] for row in rows]
    wide = len(batch.headers)
    cells = [(row, [*row.cells, *[""] * wide][:wide]) for row in rows]
    return ["Row", *batch.headers, "Why"], [[str(row.number), *read, row.reason] for row, read in cells]
