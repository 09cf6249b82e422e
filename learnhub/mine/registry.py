"""Every table that names a person: what of it goes out when they ask for it, and what is left without them.

One row for each column that names somebody, in any package. A test walks all tables and fails for one that is
not here, so that nobody is forgotten in an export or an erasure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Fate(StrEnum):
    OWN = "own"  # theirs alone: exported, and deleted when they are erased
    LEFT = "left"  # counts, or others depend on it: exported, and left without a name
    ACTOR = "actor"  # names them as who did something to what is another's: left without a name


@dataclass(frozen=True, slots=True)
class Held:
    """A column that names a person. `blank` is emptied; `inside` are tables below, by their column."""

    table: str
    column: str
    fate: Fate
    blank: Mapping[str, Any] = field(default_factory=dict)
    inside: tuple[
        tuple[str, str], ...
    ] = ()  # exported with it, and deleted with it or, where it stays, alone


OWN, LEFT, ACTOR = Fate.OWN, Fate.LEFT, Fate.ACTOR
HELD: tuple[Held, ...] = (
    # people: the person's own row is `services.PERSON`
    Held("person", "manager_id", ACTOR),
    Held("quiet_window", "person_id", OWN),
    Held("focus_feed", "person_id", OWN, {}, (("focus_block", "feed_id"),)),
    Held("role_grant", "person_id", OWN),
    Held("unit_stay", "person_id", LEFT),  # past numbers of the unit
    Held("absence", "person_id", OWN),
    Held("person_skill", "person_id", OWN),
    Held("identity", "person_id", OWN),
    Held("login", "person_id", OWN),
    Held("one_time_link", "person_id", OWN),
    Held("one_time_link", "invited_by_id", ACTOR),
    Held("feed_token", "person_id", OWN),
    Held("audit_entry", "actor_id", ACTOR),
    # files, imports, search, activity
    Held("picture", "added_by_id", ACTOR),
    Held("import_batch", "actor_id", ACTOR),
    Held("saved_search", "person_id", OWN),
    Held("learning_act", "person_id", LEFT),
    # goals
    Held("goal", "owner_id", LEFT),
    Held("goal_update", "author_id", LEFT),
    Held("tie", "created_by_id", ACTOR),
    # discussions
    Held("comment", "author_id", LEFT),  # a thread that others answered
    Held("comment", "binned_by_id", ACTOR),
    Held("following", "person_id", OWN),
    Held("question", "author_id", LEFT),
    Held("question", "answered_by_id", LEFT),
    Held("question_vote", "person_id", LEFT),
    # library
    Held("resource", "owner_id", LEFT),
    Held("resource", "added_by_id", ACTOR),
    Held("standing", "person_id", LEFT, {"note": ""}),
    Held("take_away", "person_id", LEFT),
    Held("resource_report", "person_id", LEFT),  # its keeper has yet to look
    Held("collection", "owner_id", LEFT),
    Held("followed_feed", "added_by_id", ACTOR),
    Held("feed_proposal", "decided_by_id", ACTOR),
    # help
    Held("help_request", "asked_by_id", LEFT),
    Held("help_request", "taken_by_id", ACTOR),
    Held("help_answer", "author_id", LEFT),
    Held("help_ask", "person_id", LEFT),
    Held("help_ask", "by_id", ACTOR),
    # programs
    Held("program", "created_by_id", LEFT),
    Held("series", "created_by_id", LEFT),
    Held("series_host", "person_id", LEFT),
    Held("series_follower", "person_id", OWN),
    Held("host", "person_id", LEFT),
    Held("speaker", "person_id", LEFT),
    Held(
        "sign_up",
        "person_id",
        LEFT,
        {"removed_because": "", "declined_because": ""},
        (("sign_up_answer", "sign_up_id"),),
    ),
    Held("opening", "person_id", OWN),
    Held("series_opening", "person_id", OWN),
    Held("sign_up", "arrived_by_id", ACTOR),
    Held("part_taken", "person_id", LEFT),
    Held("announcement", "by_id", ACTOR),
    Held("announced_to", "person_id", OWN),
    # courses, talks
    Held("course", "owner_id", LEFT),
    Held("course_version", "by_id", ACTOR),
    Held("course_completion", "person_id", LEFT, {"proof": "", "proof_url": None}),
    Held("topic_request", "asked_by_id", LEFT),
    Held("topic_request", "speaker_id", LEFT),
    Held("topic_vote", "person_id", LEFT),
    Held("feedback_given", "person_id", LEFT),
    Held("change", "person_id", LEFT),
    Held("material", "added_by_id", ACTOR),
    # cohorts, commitments
    Held("progress", "person_id", LEFT, {"link": ""}),
    Held("progress", "done_by_id", ACTOR),
    Held("cohort_change", "person_id", LEFT, {"reason": "", "was": {}}),
    Held("cohort_change", "by_id", ACTOR),
    Held("cohort_completion", "person_id", LEFT),
    Held("pod", "made_by_id", ACTOR),
    Held("pod_member", "person_id", LEFT),
    Held("pod_note", "by_id", OWN),
    Held("pod_note", "to_id", OWN),
    Held("pod_meeting", "by_id", LEFT, {"place": "", "call_url": ""}),
    Held("pod_meeting", "changed_by_id", ACTOR),
    Held("pod_meeting_person", "person_id", OWN),
    Held("check_in", "person_id", LEFT, {"done": "", "planned": "", "hours": "", "blocked": ""}),
    Held("week_material", "added_by_id", ACTOR),
    Held("escalation", "person_id", LEFT),
    Held("cohort_pause", "person_id", OWN),
    Held("raised_flag", "person_id", LEFT),
    Held("raised_flag", "said_by_id", ACTOR),
    Held("check_in_choice", "person_id", OWN),
    Held(
        "commitment", "person_id", OWN, {}, (("milestone", "commitment_id"), ("week_note", "commitment_id"))
    ),
    Held("commitment", "confirmed_by_id", ACTOR),
    Held("commitment_partner", "person_id", LEFT),
    # teams, demos
    Held("team", "captain_id", LEFT),
    Held("team", "saved_by_id", ACTOR),
    Held("membership", "person_id", LEFT),
    Held("demo", "saved_by_id", ACTOR),
    Held("follow_up", "owner_id", LEFT),
    Held("follow_up", "confirmed_by_id", ACTOR),
    Held("follow_up_change", "by_id", ACTOR),
    # calendars, figures: weeks are made anew from acts
    Held("calendar_role", "person_id", LEFT),
    Held("person_week", "person_id", LEFT),
    Held("away_week", "person_id", LEFT),
    Held("dirty_act", "person_id", LEFT),
    Held("dashboard_mail", "person_id", OWN),
    Held("privacy_proposal", "by_id", ACTOR),
    Held("privacy_proposal", "decided_by_id", ACTOR),
    # messages
    Held("channel_preference", "person_id", OWN),
    Held("contact_point", "person_id", OWN),
    Held("chat_hook", "added_by_id", ACTOR),
    Held("mute", "person_id", OWN),
    Held("delivery", "person_id", OWN),
    Held("reminder", "person_id", OWN),
    Held("reminder", "by_id", ACTOR),
    Held("digest", "person_id", OWN),
    Held("fan_out", "by_id", ACTOR),
)
# Never in an export: what lets one in, and what hosts write about somebody for each other.
SECRET = frozenset(
    {
        "call_url",
        "claim_token",
        "digest",
        "join_code",
        "message_id",
        "removed_because",
        "secret",
        "subject_secret",
    }
)
