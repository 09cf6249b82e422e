"""Who says what becomes of a demo, and who confirms what it is worth. Pure."""

from dataclasses import dataclass

from learnhub.core.policy import YES, Verdict, no
from learnhub.demos.models import FollowState

STATES = {
    FollowState.DEMOED: "Demoed",
    FollowState.PILOT: "In a pilot",
    FollowState.ADOPTED: "Adopted",
    FollowState.SHELVED: "Shelved",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a demo took: hours of all people together, what they cost, and money spent."""

    hours: int
    of_people: int
    spent: int

    @property
    def total(self) -> int:
        return self.of_people + self.spent


def cost(people: int | None, hours: int | None, spent: int | None, rate: int) -> Cost:
    """Return people × hours × the one rate, and what was spent beside it."""
    worked = (people or 0) * (hours or 0)
    return Cost(worked, worked * rate, spent or 0)


def may_say(*, stands: bool, is_owner: bool, is_member: bool, runs_it: bool) -> Verdict:
    """Its owner, its team and the hosts, once it stands."""
    if not stands:
        return no("What becomes of it is said once submitting has closed.")
    if is_owner or is_member or runs_it:
        return YES
    return no("Its owner, its team and the hosts say what becomes of it.")


def may_confirm(*, realised: int | None, confirmed: bool, owns_goal: bool, is_member: bool) -> Verdict:
    """The owner of a goal that it serves, who is not in its team."""
    if realised is None:
        return no("Nobody has said yet what it brought.")
    if confirmed:
        return no("It is confirmed.")
    if is_member:
        return no("Nobody confirms the value of their own demo.")
    return YES if owns_goal else no("The owner of a goal that it serves confirms it.")
