"""Every metric: what it is called, what it counts, in words that stand on the page, and who counts it.

A rate's numbers are (part, whole, …); its part is a subset of its whole, so nothing exceeds 100 %. A sum of
hours is (minutes at least, minutes at most, how many said so).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from learnhub.dashboards.counting import Counted
from learnhub.dashboards.metrics import check_ins, cohorts, flags, reading, stuck, taking_part, talks
from learnhub.dashboards.metrics.asked import Asked
from learnhub.dashboards.periods import Period


@dataclass(frozen=True, slots=True)
class Metric:
    """`of` is filled with the figures: "{part} of {whole} people …". `rows`: what it is made of."""

    name: str
    title: str
    of: str
    definition: str
    rows: str
    rest: str  # what the row of the others is called
    count: Callable[[Asked], Mapping[Period, Counted]]
    less_is_better: bool = False
    is_hours: bool = False  # a sum, not a rate
    is_live: bool = False  # counted with each refresh; the others, of what people are at, once a week
    opens: str = "dashboards.made_of"  # the page of what it is made of
    counts: str = "People"  # what its part and whole are of
    beside: tuple[str, ...] = ()  # what its third number and those after it are called in the words

    @property
    def is_private(self) -> bool:
        """Whether it is of what people are at or said: colleagues see who took part, led or wrote."""
        return self.name not in ("participation", "leaders", "reuse")


PARTICIPATION = Metric(
    "participation",
    "Participation",
    "{part} of {whole} people did at least one thing",
    "Different people with at least one act in the period, over all active employees of the unit and the "
    "units below it, not counting those who are away. Acts: came, handed in a demo, showed one, met a "
    "deadline, spoke, hosted, completed a course, wrote a take-away, helped who was stuck, checked in. When "
    "a demo is handed in, every member of its team counts. Hosts of a hackathon count when its demos close, "
    "hosts and speakers of a talk when it was given. Signing up is no act, nor is looking at a page. Other "
    "numbers are kept back where they would say the same of all; this one is said, since colleagues can "
    "mostly see who takes part.",
    "People, each once, at the first thing they did",
    "Others, each of too few people",
    taking_part.participation,
    is_live=True,
)
METRICS: tuple[Metric, ...] = (
    PARTICIPATION,
    Metric(
        "leaders",
        "Leaders’ own part",
        "{part} of {whole} org leaders took an active part; {listened} only came and listened",
        "Org leaders of these units with at least one active act: handed in, showed, spoke, hosted, judged, "
        "mentored, opened, answered, shared what they used. It is said from five leaders on; each sees their "
        "own part on the dashboard.",
        "",
        "",
        taking_part.leaders,
        is_live=True,
        beside=("listened",),
        counts="Org leaders",
    ),
    Metric(
        "start",
        "Started in time",
        "{part} of {whole} sign-ups to cohorts that began in this period began within a week",
        "Sign-ups to cohorts whose first week lies in the period: the week from joining, or from the "
        "cohort’s start where that is later. Began: came, or ticked off a deadline in that week.",
        "Sign-ups, by cohort",
        "Other cohorts",
        cohorts.start,
        counts="Sign-ups",
    ),
    Metric(
        "completion",
        "Completion",
        "{part} of {whole} members of cohorts that ended in this period completed theirs",
        "Members at the end of a cohort’s first week, of cohorts that ended in the period, its grace "
        "included. Who withdraws later stays in; who left the company does not. Completed: as the cohort "
        "itself says, by then, with the certificate. Running cohorts show their pace instead.",
        "Members, by cohort",
        "Other cohorts",
        cohorts.completion,
        counts="Members",
    ),
    Metric(
        "pace",
        "Pace",
        "{part} of {whole} deadlines that were due in running cohorts are done",
        "Of the cohorts that run at the end of the period: deadlines that were due by then and are done, "
        "over all that were due. What is waived counts nowhere, and an extension moves the due.",
        "Deadlines, one by one",
        "Others, each kept back: of too few, the same of all, or telling of one that is",
        cohorts.pace,
        opens="dashboards.cohorts",
        counts="Deadlines",
    ),
    Metric(
        "on_time",
        "On time",
        "{part} of {whole} deadlines due in this period were met, {first} of them at the first due; "
        "{extended} were extended",
        "Deadlines due in the period that were done at or before the due in force at that time, an "
        "extension included; what is waived counts nowhere.",
        "Deadlines, by cohort",
        "Other cohorts",
        cohorts.on_time,
        beside=("first", "extended"),
        counts="Deadlines",
    ),
    Metric(
        "overdue",
        "Overdue",
        "{part} of {whole} members have something overdue{ages}",
        "Members of running cohorts with a deadline that is past its due in force, open and neither waived "
        "nor missed, at the end of the period. How long they are open is told of the deadlines that stand "
        "one by one under Pace, by the cohort’s due: of those kept back there it would tell too much.",
        "Members, by cohort; one who is in two counts in both",
        "Other cohorts",
        cohorts.overdue,
        less_is_better=True,
        counts="Members",
    ),
    Metric(
        "risk",
        "At risk",
        "{part} of {whole} members of running cohorts have an open flag",
        "A flag says that a member may need a hand. Members of running cohorts with an open one at the end "
        "of the period: nothing ticked off for 7 days, a pace below 0.6, something overdue or missed, no "
        "check-in for two weeks, something in the way. Fixed rules, shown to the person first; whose "
        "flag it is never stands here.",
        "Members, by cohort; one who is in two counts in both",
        "Other cohorts",
        flags.risk,
        less_is_better=True,
        counts="Members",
    ),
    Metric(
        "flags",
        "Flags with good reason",
        "{part} of {whole} flags of this period whose outcome is known had good reason: somebody helped, or "
        "the person dropped out",
        "Flags say that a member may need a hand. Those raised in the period of which it is known what came "
        "after. No good reason: the person finished without help, or the flag was said to be wrong. Of a "
        "cohort that goes on much is not known yet, so the number of a period grows.",
        "Flags, by cohort",
        "Other cohorts",
        flags.right,
        counts="Flags",
    ),
    Metric(
        "check_ins",
        "Check-ins",
        "{part} of {whole} check-ins that were asked for came",
        "Weekly check-ins of cohorts, over those that were asked for: of each member one for every week in "
        "which the cohort ran on Thursday afternoon, once that week is over. Weeks away are left out.",
        "Check-ins, by cohort",
        "Other cohorts",
        check_ins.rate,
        counts="Check-ins",
    ),
    Metric(
        "stuck",
        "Stuck, and answered",
        "{part} of {whole} requests for help of this period had an answer within two working hours, {day} "
        "within a working day of eight; {median}",
        "Requests for help that were asked in the period, and the first answer of somebody else, in working "
        "hours of who asked; those who withdrew it unanswered are left out. Where half of "
        "them had an answer, the unanswered count as the slowest.",
        "Requests, by program",
        "Other programs, and requests about no program",
        stuck.answered,
        beside=("day",),
        counts="Requests for help",
    ),
    Metric(
        "hours_in",
        "Hours in",
        "of learning at least, {most} at most, as the {said} check-ins that name hours say",
        "What people said in check-ins of cohorts and commitments whose week lies in the period. One says a "
        "range, or nothing: the lower ends summed up, and the upper ones; “7 or more” counts as 7. Never "
        "measured, never of one person, and whoever says nothing counts nowhere. There is no number of weeks "
        "longer ago than the organisation keeps what was said of them.",
        "Hours at least, by cohort",
        "Other cohorts, and commitments",
        check_ins.hours_in,
        is_hours=True,
        beside=("said",),
        counts="Hours",
    ),
    Metric(
        "hours_given",
        "Hours in talks that changed something",
        "in talks, over {said} answers of this period that one changed something; the talk may lie before it",
        "The length of a talk, once for each person who said in the period for the first time that it "
        "changed something, whenever they were first asked: so these are other answers than those of "
        "“Changed something”. Nobody’s time on a page is measured.",
        "Hours, by talk",
        "Other talks",
        talks.hours_given,
        is_hours=True,
        beside=("said",),
        counts="Hours",
    ),
    Metric(
        "transfer",
        "Changed something",
        "{part} of {whole} times somebody was first asked in this period, a talk had changed something: "
        "{answers}",
        "Everyone who was at a talk is asked after 7 and after 30 days whether it changed something, once "
        "for each talk they were at. Here those who were asked first in the period, by their latest answer; "
        "no answer counts as no change.",
        "Times somebody was asked, by talk; who was at two is asked twice",
        "Other talks",
        talks.transfer,
        beside=("answered",),
        counts="Times asked",
    ),
    Metric(
        "reuse",
        "Wrote a take-away",
        "{part} of {whole} people who saved, read or used something from the library wrote a take-away",
        "Different people who wrote in the period what they took from a resource of the library, over those "
        "who saved, read, used or wrote about one in it.",
        "People, each once, at the first thing they wrote about",
        "Others, each of too few people",
        reading.reuse,
        counts="People",
    ),
)
BY_NAME: Mapping[str, Metric] = {metric.name: metric for metric in METRICS}
