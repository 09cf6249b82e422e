"""What can go wrong, in the user's words. `web/errors.py` gives each its HTTP status."""


class DomainError(Exception):
    """Its message is shown to the person who made the request."""


class NotFound(DomainError):
    """It does not exist, or this person may not know of it: the two look the same."""

    def __init__(self, message: str = "There is nothing here, or it is not open to you.") -> None:
        super().__init__(message)


class Forbidden(DomainError):
    """It is known to this person, but not theirs to do; the message says why.

    `yours` is what they typed; `onward` says and addresses where they can go instead.
    """

    def __init__(
        self, message: str, *, yours: dict[str, str] | None = None, onward: tuple[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.yours, self.onward = yours or {}, onward


class Conflict(DomainError):
    """Someone else changed it first. `theirs` and `yours` hold both texts by field."""

    def __init__(
        self, message: str, *, theirs: dict[str, str] | None = None, yours: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.theirs = theirs or {}
        self.yours = yours or {}


class Invalid(DomainError):
    """The input cannot be used; `field` names the form field that it belongs to, if one does."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Unavailable(DomainError):
    """Something that LearnHub needs is away for the moment; trying again later helps."""
