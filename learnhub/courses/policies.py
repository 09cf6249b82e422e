"""Who may do what with courses."""

from learnhub.core.policy import YES, Verdict, no

INSIDE = "Courses are for people of the organisation."


def may_read(*, is_guest: bool) -> Verdict:
    """Everybody of the organisation sees the catalogue and may add to it."""
    return no(INSIDE) if is_guest else YES


def may_edit(*, is_guest: bool, is_owner: bool, is_lead: bool, is_admin: bool, is_binned: bool) -> Verdict:
    """A course is changed by who keeps it, by program leads and admins."""
    if is_guest:
        return no(INSIDE)
    if is_binned:
        return no("It is in the bin. Take it out first.")
    if is_owner or is_lead or is_admin:
        return YES
    return no("Only who keeps it, program leads and admins can change this course.")


def may_complete(*, is_guest: bool, is_binned: bool) -> Verdict:
    """Everybody of the organisation says for themselves that they completed a course."""
    if is_guest:
        return no(INSIDE)
    return no("It is in the bin. Take it out first.") if is_binned else YES
