"""Who may do what to people and units."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from learnhub.core.policy import YES, Verdict, no
from learnhub.people.models import Kind

CHOOSES_WITHIN = timedelta(hours=1)


def may_sign_in_by_link(
    *, is_here: bool, has_left: bool, domain: str, mail_domains: Sequence[str]
) -> Verdict:
    """Everybody who is here, and newcomers whose mail domain the organisation named."""
    if has_left:
        return no("This person has left.")
    if is_here or domain in mail_domains:
        return YES
    return no("Nobody has this address, and its domain is not one that may sign in.")


def may_lose_admin(*, is_admin: bool, admins: int) -> Verdict:
    """There is always an admin."""
    if is_admin and admins <= 1:
        return no("This is the last admin. Name another one first.")
    return YES


def may_hold(*, kind: Kind, has_left: bool) -> Verdict:
    """Guests hold no role, and neither does who has left."""
    if has_left:
        return no("This person has left, and holds no role.")
    return no("A guest holds no role. Change what this person is first.") if kind is Kind.GUEST else YES


def may_close(*, people: int, units: int) -> Verdict:
    """A unit closes when nobody and nothing is in it."""
    if people:
        return no(f"Move the {people} people first." if people > 1 else "Move the one person in it first.")
    if units:
        return no(
            f"Move or close the {units} units below it first."
            if units > 1
            else "Close the unit below it first."
        )
    return YES


def may_move_unit(*, is_below_itself: bool, is_closed: bool) -> Verdict:
    """A tree has no circles."""
    if is_below_itself:
        return no("A unit cannot lie below itself.")
    return no("That unit is closed.") if is_closed else YES


def may_show_invitation(*, mail: bool, joined: datetime | None, left: datetime | None) -> Verdict:
    """Whether an admin may be shown an invitation's link, to hand it over themselves."""
    if mail:
        return no("Invitations go by mail, to the person alone.")
    if joined is not None or left is not None:
        return no("They are here already, or have left.")
    return YES


def may_show_sign_in(*, mail: bool, joined: datetime | None, left: datetime | None) -> Verdict:
    """Whether an admin may be shown a link with which somebody who is here signs in."""
    if mail:
        return no("Sign-in links go by mail, to the person alone.")
    if joined is None or left is not None:
        return no("They have not come yet, or have left.")
    return YES


def may_choose_anew(*, by_hand: bool, since: datetime, now: datetime) -> Verdict:
    """Whether a login that began at `since` may set a password without the one until now.

    Who forgot it comes in by a link that an admin hands over, and chooses another within the hour.
    """
    if by_hand and now < since + CHOOSES_WITHIN:
        return YES
    return no("This is not your password until now.")
