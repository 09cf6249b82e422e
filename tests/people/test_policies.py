"""Who may do what to people and units: tables of facts → verdict."""

from datetime import UTC, datetime, timedelta

import pytest

from learnhub.people import policies
from learnhub.people.models import Kind
from tests.support.verdicts import told

NOON = datetime(2026, 12, 3, 12, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
INSIDE = next(kind for kind in Kind if kind is not Kind.GUEST)
LINK = {"is_here": False, "has_left": False, "domain": "example.org", "mail_domains": ["example.org"]}
NOT_YOURS = "This is not your password until now"


@pytest.mark.parametrize(
    ("policy", "facts", "answer"),
    [
        (policies.may_sign_in_by_link, LINK, "yes"),
        (policies.may_sign_in_by_link, {**LINK, "is_here": True, "mail_domains": []}, "yes"),
        (
            policies.may_sign_in_by_link,
            {**LINK, "mail_domains": ["example.com"]},
            "Nobody has this address, and its domain is not one that may sign in",
        ),
        (
            policies.may_sign_in_by_link,
            {**LINK, "is_here": True, "has_left": True},
            "This person has left",
        ),
        (policies.may_lose_admin, {"is_admin": True, "admins": 2}, "yes"),
        (policies.may_lose_admin, {"is_admin": False, "admins": 1}, "yes"),
        (policies.may_lose_admin, {"is_admin": True, "admins": 1}, "This is the last admin"),
        (policies.may_hold, {"kind": INSIDE, "has_left": False}, "yes"),
        (
            policies.may_hold,
            {"kind": INSIDE, "has_left": True},
            "This person has left, and holds no role",
        ),
        (policies.may_hold, {"kind": Kind.GUEST, "has_left": False}, "A guest holds no role"),
        (policies.may_close, {"people": 0, "units": 0}, "yes"),
        (policies.may_close, {"people": 1, "units": 2}, "Move the one person in it first"),
        (policies.may_close, {"people": 3, "units": 0}, "Move the 3 people first"),
        (policies.may_close, {"people": 0, "units": 1}, "Close the unit below it first"),
        (policies.may_close, {"people": 0, "units": 2}, "Move or close the 2 units below it first"),
        (policies.may_move_unit, {"is_below_itself": False, "is_closed": False}, "yes"),
        (
            policies.may_move_unit,
            {"is_below_itself": True, "is_closed": False},
            "A unit cannot lie below itself",
        ),
        (policies.may_move_unit, {"is_below_itself": False, "is_closed": True}, "That unit is closed"),
        (policies.may_choose_anew, {"by_hand": True, "since": NOON, "now": NOON + HOUR - SECOND}, "yes"),
        (policies.may_choose_anew, {"by_hand": True, "since": NOON, "now": NOON + HOUR}, NOT_YOURS),
        (policies.may_choose_anew, {"by_hand": False, "since": NOON, "now": NOON}, NOT_YOURS),
    ],
)
def test_what_is_allowed_with_people_and_units(policy, facts, answer):
    assert told(policy(**facts)) == answer


@pytest.mark.parametrize(
    ("mail", "joined", "left", "invitation", "sign_in"),
    [
        (False, None, None, True, False),
        (False, NOON, None, False, True),
        (False, NOON, NOON, False, False),
        (False, None, NOON, False, False),
        (True, None, None, False, False),
        (True, NOON, None, False, False),
    ],
)
def test_admins_hand_over_links_only_where_no_mail_goes(mail, joined, left, invitation, sign_in):
    facts = {"mail": mail, "joined": joined, "left": left}
    assert bool(policies.may_show_invitation(**facts)) is invitation
    assert bool(policies.may_show_sign_in(**facts)) is sign_in
