"""Every kind of message there is: how people choose it, who must still be what, how pressing it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from learnhub.notifications.models import Category

MEETING_OFF = ("pod_meeting_off", "pod_meeting_left")  # the calendar of who left drops it by these
LINKS = ("signin_link", "invitation")  # each carries a link that works once


class Need(StrEnum):
    """What must still hold for the person when the message goes out."""

    NOTHING = "nothing"
    SIGNED_UP = "signed_up"  # has a place
    JUDGES = "judges"  # took the part of a judge
    TAKES_PART = "takes_part"  # has a place, or does something that the hosts asked for
    NO_PLACE = "no_place"
    WAITING = "waiting"
    DECLINED = "declined"
    OFFERED = "offered"  # a place, which they have still to take
    LAPSED = "lapsed"  # did not take it in time
    RELEASED = "released"  # had not come when it began
    INVOLVED = "involved"  # has a place, waits for one, is a host, speaks or takes a part
    UNINVOLVED = "uninvolved"
    TEAMLESS = "teamless"  # has a place and no team
    MEMBER = "member"  # of the team that it is about
    HOST = "host"
    SPEAKER = "speaker"
    ATTENDED = "attended"  # was there
    KEEPER = "keeper"  # of resources that need a look
    FOLLOWER = "follower"  # of the series that it is about
    SERIES_HOST = "series_host"
    DATES = "dates"  # had to do with several dates of a series when they changed
    DECIDES = "decides"  # was asked what becomes of the demo that it is about
    CHECKS_IN = "checks_in"  # is in the cohort, and has not checked in this week
    POD_MATE = "pod_mate"  # shares a pod with who is late, and they still are
    LISTED = "listed"  # something of that day's list is still overdue
    PARTNER = "partner"  # has to do with the commitment that it is about
    READS = "reads"  # the weeks of somebody's commitment, and does not manage them
    LEARNS = "learns"  # has still to reach the milestone that it is about
    HOLDS = "holds"  # somebody to the milestone that it is about, and does not manage them
    HELPER = "helper"  # was asked to help, and it still waits for them
    STUCK = "stuck"  # asked it, and looks again by themselves
    LEADS = "leads"  # asked for the dashboard, and leads its unit
    READER = "reader"  # of the thread that it is about, which they have not muted


class _ForCalendar(TypedDict):
    calendar: bool
    quiet: bool
    inbox: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """`critical` breaks working hours, away and the daily limit.

    `private`: its label alone would tell admins what is not theirs to know, such as who is late, stuck or
    waits for a place. They read that it is personal; what any message says they never read.
    """

    name: str
    label: str
    category: Category
    need: Need = Need.NOTHING
    critical: bool = False
    private: bool = False
    inbox: bool = True
    dated: bool = False  # about a due with a revision: an old revision is not sent
    rests: bool = False  # the inbox at once; mail from `fire_at` on, when the dates have rested
    calendar: bool = False  # its mail tells the recipient's calendar how things stand
    quiet: bool = False  # goes for the calendar's sake alone
    direct: bool = False  # one person's words to another: who muted the program has them in the inbox

    @property
    def to_admins(self) -> str:
        """What admins read in place of the label."""
        return "Personal" if self.private else self.label


FOR_CALENDAR: _ForCalendar = {"calendar": True, "quiet": True, "inbox": False}
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("demo_due", "Demo due", Category.DEADLINES, Need.SIGNED_UP, dated=True),
        Kind("team_due", "Find a team", Category.DEADLINES, Need.TEAMLESS, dated=True),
        Kind("program_starts", "Program starts", Category.PROGRAMS, Need.TAKES_PART, dated=True),
        Kind("talk_starts", "Talk starts", Category.PROGRAMS, Need.TAKES_PART, dated=True),
        Kind("deadline_due", "Deadline", Category.DEADLINES, Need.SIGNED_UP, dated=True),
        Kind("deadline_overdue", "Overdue", Category.DEADLINES, Need.SIGNED_UP, dated=True, private=True),
        Kind("session_starts", "Session starts", Category.PROGRAMS, Need.SIGNED_UP, dated=True),
        Kind("deadline_extended", "You have longer", Category.CHANGES, Need.SIGNED_UP, private=True),
        Kind("deadline_shortened", "Due as before", Category.CHANGES, Need.SIGNED_UP, private=True),
        Kind("deadline_waived", "It need not be done", Category.CHANGES, Need.SIGNED_UP, private=True),
        Kind("deadline_again", "It is due again", Category.CHANGES, Need.SIGNED_UP, private=True),
        Kind("announced", "From the hosts", Category.PROGRAMS, Need.INVOLVED),
        Kind("cohort_completed", "You completed a cohort", Category.PROGRAMS, private=True),
        Kind("feedback_asked", "How was it?", Category.QUESTIONS, Need.ATTENDED, dated=True, private=True),
        Kind(
            "changed_7",
            "What it changed, after a week",
            Category.QUESTIONS,
            Need.ATTENDED,
            dated=True,
            private=True,
        ),
        Kind(
            "changed_30",
            "What it changed, after a month",
            Category.QUESTIONS,
            Need.ATTENDED,
            dated=True,
            private=True,
        ),
        Kind("topic_scheduled", "A topic that you asked for", Category.PROGRAMS),
        Kind(
            "still_waiting", "Still on the waitlist", Category.PLACES, Need.WAITING, dated=True, private=True
        ),
        Kind("signed_up", "Sign-up confirmed", Category.PLACES, Need.SIGNED_UP, calendar=True),
        Kind("waitlisted", "On the waitlist", Category.PLACES, Need.WAITING, calendar=True, private=True),
        Kind("approved", "Sign-up approved", Category.PLACES, Need.SIGNED_UP, calendar=True),
        Kind("approved_to_wait", "Approved, on the waitlist", Category.PLACES, Need.WAITING, private=True),
        Kind("offered", "A place to take", Category.PLACES, Need.OFFERED, critical=True, private=True),
        Kind("offer_taken_back", "An offer taken back", Category.PLACES, Need.WAITING, private=True),
        Kind("offer_ran_out", "An offer ran out", Category.PLACES, Need.LAPSED, private=True),
        Kind(
            "released",
            "Not there at the start",
            Category.PLACES,
            Need.RELEASED,
            calendar=True,
            private=True,
        ),
        Kind("declined", "Sign-up declined", Category.PLACES, Need.DECLINED, private=True),
        Kind("promoted", "A place for you", Category.PLACES, Need.SIGNED_UP, critical=True, calendar=True),
        Kind("removed", "Place given back", Category.PLACES, Need.NO_PLACE, calendar=True),
        Kind("withdrawn", "Off your calendar", Category.PLACES, Need.UNINVOLVED, **FOR_CALENDAR),
        Kind(
            "moved", "Dates changed", Category.CHANGES, Need.INVOLVED, dated=True, rests=True, calendar=True
        ),
        Kind("place_changed", "Place changed", Category.CHANGES, Need.INVOLVED, rests=True, calendar=True),
        Kind("calendar_follows", "Your calendar follows", Category.CHANGES, Need.INVOLVED, **FOR_CALENDAR),
        Kind("cancelled", "Cancelled", Category.CHANGES, Need.INVOLVED, calendar=True),
        Kind("series_moved", "Dates of a series changed", Category.CHANGES, Need.DATES),
        Kind("series_place_changed", "Place of a series changed", Category.CHANGES, Need.DATES),
        Kind("series_cancelled", "Dates of a series cancelled", Category.CHANGES, Need.DATES),
        Kind("series_followed", "You follow a series", Category.PLACES, Need.FOLLOWER),
        Kind("series_host_added", "You host a series", Category.HOSTING, Need.SERIES_HOST),
        Kind("series_role_ended", "You host a series no more", Category.HOSTING),
        Kind("host_added", "You are a host", Category.HOSTING, Need.HOST, calendar=True),
        Kind("speaker_added", "You are a speaker", Category.HOSTING, Need.SPEAKER, calendar=True),
        Kind("role_held", "In your calendar", Category.HOSTING, Need.INVOLVED, **FOR_CALENDAR),
        Kind("role_ended", "Off your calendar", Category.HOSTING, Need.UNINVOLVED, **FOR_CALENDAR),
        Kind("part_taken", "Someone takes a part", Category.HOSTING, Need.HOST),
        Kind("part_given_back", "Someone gave a part back", Category.HOSTING, Need.HOST),
        Kind("announcement_dropped", "What you wrote did not go", Category.HOSTING),
        Kind("team_joined", "Someone joined your team", Category.TEAMS, Need.MEMBER),
        Kind("demo_submitted", "Demo submitted", Category.TEAMS, Need.MEMBER),
        Kind("judging_starts", "Judging begins", Category.PROGRAMS, Need.JUDGES, dated=True),
        Kind("decision_due", "A demo to decide about", Category.DEADLINES, Need.DECIDES, dated=True),
        Kind("decision_again", "Still to decide", Category.DEADLINES, Need.DECIDES, dated=True),
        Kind("follow_up_yours", "You decide about a demo", Category.TEAMS),
        Kind("check_in_due", "Check-in", Category.DEADLINES, Need.CHECKS_IN, private=True),
        Kind("pod_mate_late", "Late in your pod", Category.TEAMS, Need.POD_MATE, private=True),
        Kind("late_list", "Overdue for four days or more", Category.HOSTING, Need.LISTED, private=True),
        Kind("flag_raised", "A flag at your name", Category.DEADLINES, Need.SIGNED_UP, private=True),
        Kind("pod_made", "Your pod", Category.TEAMS, Need.SIGNED_UP, private=True),
        Kind("pod_joined", "Your pod", Category.TEAMS, Need.SIGNED_UP, private=True),
        Kind("pod_parted", "Your pod", Category.TEAMS, Need.SIGNED_UP, private=True),
        Kind("pod_ended", "Your pod", Category.TEAMS, Need.SIGNED_UP, private=True),
        Kind("pod_note", "From your pod", Category.TEAMS, Need.SIGNED_UP, private=True, direct=True),
        Kind("cohort_note", "About a cohort", Category.HOSTING, private=True, direct=True),
        Kind("pod_meeting_asked", "When your pod meets", Category.TEAMS, Need.SIGNED_UP, private=True),
        Kind("pod_meeting_answered", "When your pod meets", Category.TEAMS, Need.SIGNED_UP, private=True),
        Kind(
            "pod_meeting_fixed", "Your pod meets", Category.TEAMS, Need.SIGNED_UP, private=True, calendar=True
        ),
        Kind(
            "pod_meeting_moved", "Your pod meets", Category.TEAMS, Need.SIGNED_UP, private=True, calendar=True
        ),
        Kind("pod_meeting_left", "Your pod does not meet", Category.TEAMS, private=True, calendar=True),
        Kind("pod_meeting_off", "Your pod does not meet", Category.TEAMS, private=True, calendar=True),
        Kind("help_asked", "Somebody is stuck", Category.HELP, Need.HELPER, private=True),
        Kind("help_taken", "Somebody looks at it", Category.HELP, private=True),
        Kind("help_answered", "What you are stuck on is answered", Category.HELP, private=True),
        Kind("help_added", "More about what somebody is stuck on", Category.HELP, private=True),
        Kind("help_helped", "Your answer helped", Category.HELP, private=True),
        Kind("still_stuck", "Still stuck?", Category.HELP, Need.STUCK, private=True),
        Kind(
            "partner_asked",
            "Somebody asks you to hold them to it",
            Category.TEAMS,
            Need.PARTNER,
            private=True,
        ),
        Kind("partner_agreed", "A partner agreed", Category.TEAMS, Need.PARTNER, private=True),
        Kind("partner_declined", "A partner declined", Category.TEAMS, Need.PARTNER, private=True),
        Kind("milestone_soon", "A milestone is near", Category.DEADLINES, Need.LEARNS, private=True),
        Kind("milestone_today", "A milestone is due", Category.DEADLINES, Need.LEARNS, private=True),
        Kind("milestone_late", "A milestone is late", Category.DEADLINES, Need.LEARNS, private=True),
        Kind("milestone_waits", "A partner’s milestone is late", Category.TEAMS, Need.HOLDS, private=True),
        Kind("week_asked", "How was your week?", Category.DEADLINES, Need.PARTNER, private=True),
        Kind("week_noted", "A partner’s week", Category.TEAMS, Need.READS, private=True),
        Kind("commitment_done", "A partner finished", Category.TEAMS, Need.PARTNER, private=True),
        Kind("commitment_confirmed", "A partner confirmed it", Category.TEAMS, Need.PARTNER, private=True),
        Kind("mentioned", "Somebody named you", Category.DISCUSSIONS, Need.READER),
        Kind("replied", "New in a thread", Category.DISCUSSIONS, Need.READER),
        Kind("accepted", "Your reply is the answer", Category.DISCUSSIONS, Need.READER),
        Kind("question_answered", "Your question is answered", Category.DISCUSSIONS, private=True),
        Kind("links_broken", "What you keep needs a look", Category.LIBRARY, Need.KEEPER),
        Kind("kept_by_other", "Another keeps it right", Category.LIBRARY),
        Kind("kept_by_you", "You keep it right", Category.LIBRARY),
        Kind("dashboard", "A dashboard", Category.DASHBOARDS, Need.LEADS),
        Kind("dashboard_ended", "A dashboard comes no more", Category.DASHBOARDS),
        Kind("calendar_unread", "Your calendar cannot be read", Category.CHANGES, private=True),
        Kind("calendar_full", "Your calendar leaves no room", Category.CHANGES, private=True),
        Kind("signin_link", "Sign-in link", Category.ACCOUNT, critical=True, inbox=False),
        Kind("invitation", "Invitation", Category.ACCOUNT, critical=True, inbox=False),
        Kind("confirm_address", "Confirm your address", Category.ACCOUNT, critical=True, inbox=False),
        Kind("chat_test", "Test message", Category.PROGRAMS, inbox=False),
        Kind("test_mail", "Test mail", Category.ACCOUNT, critical=True, inbox=False),
        Kind("privacy_asked", "Less privacy is asked for", Category.ACCOUNT),
        Kind("privacy_loosened", "Less privacy holds", Category.ACCOUNT),
    )
}

CRITICAL = [kind.name for kind in KINDS.values() if kind.critical]
CATEGORY_LABELS: dict[Category, tuple[str, str]] = {
    Category.DEADLINES: ("Deadlines", "A demo or a deadline is due or overdue, a team is to be found."),
    Category.PROGRAMS: (
        "Programs I am in",
        "A talk, program or session is about to begin, its hosts write, a topic is scheduled.",
    ),
    Category.PLACES: ("My places", "Signed up, approved, on the waitlist, a place is free."),
    Category.CHANGES: (
        "Changes",
        "Dates or places change, you have longer, a program is cancelled, your calendar cannot be read.",
    ),
    Category.QUESTIONS: ("Questions afterwards", "How a talk was, and what it changed."),
    Category.TEAMS: (
        "My teams",
        "Someone joined, the demo was submitted, your pod writes, a learning partner asks or answers.",
    ),
    Category.HOSTING: ("Hosting", "You were made a host or a speaker; somebody takes a part."),
    Category.HELP: ("Help", "Somebody is stuck and you can help; what you asked is taken or answered."),
    Category.DISCUSSIONS: (
        "Discussions",
        "You are named or answered, or it is about what you keep.",
    ),
    Category.LIBRARY: (
        "What I keep in the library",
        "It needs a look: once a week, ten at most. Another keeps it.",
    ),
    Category.DASHBOARDS: ("Dashboards", "Those that you asked for by mail; org leaders alone."),
    Category.DIGEST: (
        "The day’s digest",
        "One mail with all that is not pressing, at a time of your working day.",
    ),
}
