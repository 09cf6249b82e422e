"""Background work of imports."""

from learnhub.core.transaction import transaction
from learnhub.imports import services


def sweep() -> None:
    """Forget files that were staged and never brought in."""
    with transaction():
        services.sweep()
