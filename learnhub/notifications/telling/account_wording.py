"""What messages about signing in and the mail itself say: subject, lead, button, path. Pure."""

from collections.abc import Callable

from learnhub.core.text import one_line
from learnhub.notifications.telling import address_confirmations
from learnhub.notifications.telling.wording_context import Said, Told

PROFILE = "/admin/privacy"
FOCUS = "/settings/focus"


def _signin_link(told: Told) -> Said:
    lead = f"The button works once, until {told.due}. If you did not ask for it, do nothing."
    return f"Sign in by {told.due}", lead, "Sign in", ""


def _invitation(told: Told) -> Said:
    who = one_line(told.about.people.get(told.row.by_id or 0))
    house = one_line(told.about.house)
    place = f"LearnHub at {house}" if house else "LearnHub"
    subject = f"{who} invites you to {place}" if who else f"You are invited to {place}"
    lead = f"{subject}, for hackathons and what is learned there. The link is good until {told.due}."
    return subject, lead, "Accept the invitation", ""


def _test_mail(told: Told) -> Said:
    lead = "This message was sent to try the mail server. Nothing else follows."
    return f"LearnHub can send mail: {told.at(told.row.fire_at)}", lead, "Open LearnHub", "/"


def _confirm_address(told: Told) -> Said:
    lead = "Mail to this address came back. If you read this, it does no more: press the button once."
    path = f"/address/{address_confirmations.token(told.row.person)}" if told.row.person else "/settings"
    return "Does mail reach you here?", lead, "Confirm my address", path


def _privacy_asked(told: Told) -> Said:
    lead = "It holds only if another admin says yes. If you do not know why, leave it as it is and ask."
    return f"{told.who} asks for less privacy", lead, "Look at it", PROFILE


def _privacy_loosened(told: Told) -> Said:
    lead = "Two admins agreed on it. What is kept, and of how few nothing is said, stands on the page."
    return f"{told.who} let less privacy hold", lead, "Look at it", PROFILE


def _calendar_unread(told: Told) -> Said:
    lead = "For three days nobody could read it. What it said until then holds; what is new in it does not."
    return "Your calendar for focus time cannot be read", lead, "See why", FOCUS


def _calendar_full(told: Told) -> Said:
    lead = "It would leave no hour of your work in which mail may come, so none of it holds for now."
    return "Your calendar for focus time leaves no room", lead, "See why", FOCUS


def _chat_test(told: Told) -> Said:
    return f"LearnHub writes here: {told.title}", "This message tries the channel.", "Open it", told.path


WORDS: dict[str, Callable[[Told], Said]] = {
    "signin_link": _signin_link,
    "invitation": _invitation,
    "test_mail": _test_mail,
    "chat_test": _chat_test,
    "confirm_address": _confirm_address,
    "privacy_asked": _privacy_asked,
    "privacy_loosened": _privacy_loosened,
    "calendar_unread": _calendar_unread,
    "calendar_full": _calendar_full,
}
