"""What happens to people."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInLinkAsked:
    """Someone asked for a sign-in link; the secret is minted when the mail is sent."""

    link_id: int


@dataclass(frozen=True, slots=True)
class InvitationMade:
    link_id: int


@dataclass(frozen=True, slots=True)
class PersonMade:
    person_id: int


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """What they or the organisation say of them is other than before."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """Their logins have ended; what they still hold is for others to hand over."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonCameBack:
    """Someone who had left is here again, without a role and without a place anywhere."""

    person_id: int


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """To that unit, or to none, as of a moment (ISO, UTC)."""

    person_id: int
    unit_id: int | None
    at: str


@dataclass(frozen=True, slots=True)
class UnitRenamed:
    unit_id: int


@dataclass(frozen=True, slots=True)
class UnitOpened:
    """It is made, or open again."""

    unit_id: int


@dataclass(frozen=True, slots=True)
class UnitClosed:
    unit_id: int


@dataclass(frozen=True, slots=True)
class QuietAdded:
    """Somebody, or everybody of a unit, is left in peace at these hours from now on."""

    window_id: int


@dataclass(frozen=True, slots=True)
class AwayChanged:
    person_id: int


@dataclass(frozen=True, slots=True)
class CalendarGiven:
    """Somebody wants a calendar of theirs to be read for focus blocks, now."""

    feed_id: int


@dataclass(frozen=True, slots=True)
class FocusChanged:
    """When somebody is left in peace, by their calendar, is other than before."""

    person_id: int


@dataclass(frozen=True, slots=True)
class CalendarUnread:
    """A calendar that holds focus blocks could not be read for days: since that day, as an ordinal."""

    person_id: int
    day: int


@dataclass(frozen=True, slots=True)
class CalendarFull:
    """A calendar that held focus blocks leaves no hour of work since that day: none of it holds any more."""

    person_id: int
    day: int


@dataclass(frozen=True, slots=True)
class CalendarReadAgain:
    """It is read and holds again, or is not to be read any more."""

    person_id: int
