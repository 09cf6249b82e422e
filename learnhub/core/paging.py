"""Lists in pages, counted from 1."""


def within(page: int, total: int, per_page: int) -> int:
    """Return the page that there is: beyond the last it is the last."""
    return max(1, min(page, -(-total // per_page)))
