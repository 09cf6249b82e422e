"""Who may do what in the library."""

from learnhub.core.policy import YES, Verdict, no


def may_read(*, is_guest: bool) -> Verdict:
    """The library is for people of the organisation."""
    return no("The library is for people of the organisation.") if is_guest else YES


def may_edit(*, is_guest: bool, is_binned: bool) -> Verdict:
    """Everybody keeps the library right; what is in the bin is taken out first."""
    if is_guest:
        return no("The library is for people of the organisation.")
    if is_binned:
        return no("It is in the bin. Take it out first.")
    return YES


def may_bin(*, is_keeper: bool, is_adder: bool, is_lead: bool, is_admin: bool) -> Verdict:
    """Who keeps it or added it, program leads and admins: for the bin, and for what goes in a merge."""
    if is_keeper or is_adder or is_lead or is_admin:
        return YES
    return no("Only who keeps or added it, program leads and admins can put it into the bin.")


def may_hand_over(*, is_keeper: bool, is_lead: bool, is_admin: bool) -> Verdict:
    """Who keeps it, program leads and admins say who keeps it right."""
    if is_keeper or is_lead or is_admin:
        return YES
    return no("Only who keeps it, program leads and admins can say who keeps it right.")


def may_take_back(*, is_author: bool, is_admin: bool) -> Verdict:
    """A take-away is its author's; admins may remove one."""
    return YES if is_author or is_admin else no("Only who wrote it can take it back.")


def may_change_take_away(*, is_author: bool, is_taken_back: bool) -> Verdict:
    """Only its author's words are theirs to change, while it stands."""
    if not is_author:
        return no("Only who wrote it can change it.")
    return no("It was taken back. It can be put back for 30 days.") if is_taken_back else YES


def may_arrange(*, is_guest: bool, is_keeper: bool, is_lead: bool, is_admin: bool) -> Verdict:
    """A collection is arranged by who keeps it, by program leads and admins."""
    if is_guest:
        return no("The library is for people of the organisation.")
    if is_keeper or is_lead or is_admin:
        return YES
    return no("Only who keeps it, program leads and admins can change this collection.")


def may_follow(*, is_lead: bool, is_admin: bool) -> Verdict:
    """What comes in from feeds is chosen by program leads and admins."""
    return YES if is_lead or is_admin else no("Program leads and admins choose what comes in from feeds.")
