"""What needs a host now, and the sentence that says so. Facts and the moment in, rows and words out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from learnhub.core import dates, words
from learnhub.programs.models import ProgramState

CLOSE = timedelta(hours=6)  # to the deadline: drafts are named
DAY = timedelta(days=1)
NAMED = 2  # drafts that get a row of their own
MOST_NAMED = 4  # teams in one sentence


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft and what it lacks, in words."""

    team: str
    team_key: str
    missing: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a hackathon at this moment."""

    now: datetime
    zone: tzinfo
    url: str  # of the hackathon
    desk: str  # of the pages that all programs share
    state: ProgramState
    starts_at: datetime
    hacking_at: datetime
    due_at: datetime
    snapshot_at: datetime
    gallery_at: datetime
    gallery_open: bool = False
    has_place: bool = True  # a room or a call link
    hosts: int = 2
    waiting: int = 0
    awaiting: int = 0  # approval
    without_team: int = 0
    teams: int = 0
    submitted: int = 0
    not_begun: Sequence[str] = ()  # teams, by name
    small: int = 0  # teams below the least size
    unsure: int = 0  # teams not sure about personal data
    drafts: Sequence[Unfinished] = field(default_factory=tuple)

    @property
    def closes_at(self) -> datetime:
        """When demos are taken no more: the deadline, and once that has passed the end of the grace."""
        return self.due_at if self.now < self.due_at else self.snapshot_at


@dataclass(frozen=True, slots=True)
class Need:
    """When it matters, what it is, and the one thing to press."""

    at: datetime
    title: str
    text: str
    action: str
    url: str


def needs(facts: Facts) -> list[Need]:
    """Return what needs a host, the most urgent first."""
    if facts.state is ProgramState.CANCELLED or facts.now >= facts.gallery_at:
        return []
    if facts.state is ProgramState.DRAFT:
        told = "Only hosts and admins see it. Publishing tells those named to host, nobody else."
        return [Need(facts.starts_at, "It is still a draft", told, "Publish it", facts.url)]
    running = _running(facts) if facts.now < facts.snapshot_at else []
    return sorted([*of_teams(facts), *running], key=lambda need: need.at)


def of_teams(facts: Facts) -> list[Need]:
    """Return what the teams lack before demos are due, and what is left to do with the demos afterwards."""
    return _after(facts) if facts.now >= facts.snapshot_at else _teams(facts)


def _after(facts: Facts) -> list[Need]:
    found = []
    if facts.submitted and not facts.gallery_open:
        told = "Hosts see the demos now. Everyone else does with the results, or when you open it."
        found.append(
            Need(
                facts.gallery_at,
                "The gallery is closed",
                told,
                "Open the gallery",
                f"{facts.url}/gallery",
            )
        )
    if facts.unsure:
        found.append(_unsure(facts, facts.gallery_at))
    return found


def _teams(facts: Facts) -> list[Need]:
    """What the teams lack before demos are due."""
    found, host = [], f"{facts.url}/host"
    if facts.not_begun and facts.now >= facts.due_at - DAY and facts.now >= facts.hacking_at:
        number = len(facts.not_begun)
        title = f"{_counted(number, 'team')} {_have(number)} not begun a demo"
        told = f"There is no draft yet from {named(facts.not_begun)}."
        found.append(Need(facts.closes_at, title, told, "See who", f"{host}?state=not_begun#teams"))
    if facts.drafts and facts.due_at - facts.now <= CLOSE:
        found.extend(_drafts(facts, host))
    if facts.unsure:
        found.append(_unsure(facts, facts.closes_at))
    if facts.small and facts.now >= facts.hacking_at - DAY:
        title = f"{_counted(facts.small, 'team')} {'is' if facts.small == 1 else 'are'} too small"
        told = "Others can join by the team’s link, or two small ones become one."
        found.append(Need(facts.closes_at, title, told, "See the teams", f"{facts.url}/teams?room=1"))
    if facts.without_team and facts.now >= facts.starts_at - DAY:
        title = f"{_counted(facts.without_team, 'person')} {_is(facts.without_team)} in no team"
        told = "They have a place. Teams with room can take them."
        found.append(Need(facts.closes_at, title, told, "See who", f"{facts.url}/teams#no-team"))
    return found


def _drafts(facts: Facts, host: str) -> list[Need]:
    """A row for each of a few drafts, one row for many."""
    if len(facts.drafts) > NAMED:
        title = f"{_counted(len(facts.drafts), 'demo')} are still drafts"
        ready = sum(not each.missing for each in facts.drafts)
        told = f"{_counted(ready, 'team')} {_have(ready)} only to press Submit." if ready else ""
        told = f"{named([each.team for each in facts.drafts])} have not handed in. {told}".strip()
        return [Need(facts.closes_at, title, told, "See what they lack", f"{host}?state=draft#teams")]
    return [_draft(facts, each) for each in facts.drafts]


def _draft(facts: Facts, draft: Unfinished) -> Need:
    link = f"/teams/{draft.team_key}"
    if not draft.missing:
        title = f"{draft.team} have only to press Submit"
        return Need(facts.closes_at, title, "Nothing is missing in their draft.", "Open the team", link)
    told = f"Missing: {draft.missing[0].lower()}{draft.missing[1:]}."
    return Need(facts.closes_at, f"{draft.team} have a draft", told, "Open the team", link)


def _running(facts: Facts) -> list[Need]:
    """What the hackathon itself lacks."""
    found = []
    at = facts.starts_at if facts.now < facts.starts_at else facts.closes_at
    if facts.hosts < 2:
        told = "If you are ill, nobody can move a date or answer."
        found.append(Need(at, "There is only one host", told, "Add a host", f"{facts.desk}/set-up#hosts"))
    if not facts.has_place:
        told = "There is neither a room nor a call link."
        edit = f"{facts.desk}/edit"
        found.append(Need(at, "Nobody knows where to come", told, "Add the place", edit))
    if facts.awaiting:
        title = f"{_people(facts.awaiting)} for your approval"
        told = "They have signed up, take no place yet, and hear once you have decided."
        found.append(Need(at, title, told, "Decide", f"{facts.desk}/approvals"))
    if facts.waiting and facts.now < facts.starts_at:
        title = f"{_people(facts.waiting)} for a place"
        told = "They move up by themselves when somebody gives a place back, or when you add places."
        found.append(
            Need(facts.starts_at, title, told, "See the waitlist", f"{facts.desk}/sign-ups?state=waiting")
        )
    return found


def _people(number: int) -> str:
    return f"{_counted(number, 'person')} {'waits' if number == 1 else 'wait'}"


def _unsure(facts: Facts, at: datetime) -> Need:
    title = f"{_counted(facts.unsure, 'team')} {_is(facts.unsure)} not sure about personal data"
    told = "Help them to find out before others see the demo."
    return Need(at, title, told, "See who", f"{facts.url}/host?missing=unsure#teams")


def title(facts: Facts, count: int) -> str:
    """The answer of the host view, in a sentence: "Four things need you before five."."""
    if facts.state is ProgramState.CANCELLED:
        return "This hackathon was cancelled."
    things = f"{_counted(count, 'thing')} {'needs' if count == 1 else 'need'} you"
    if facts.now >= facts.snapshot_at:
        stood = f"{_counted(facts.submitted, 'demo')} {_is(facts.submitted)} in"
        return f"{stood}." if not count else f"{stood}; {things[0].lower()}{things[1:]}."
    if facts.now >= facts.due_at:
        minutes = -(-int((facts.snapshot_at - facts.now).total_seconds()) // 60)
        return f"Submitting has closed; {words.counted(minutes, 'minute')} of grace left."
    if not count:
        return "Nothing needs you now."
    return f"{things}{before(facts.due_at, facts.now, facts.zone)}."


def before(due_at: datetime, now: datetime, zone: tzinfo) -> str:
    """ " before five", " before 16:30", " before Friday"; nothing where it is more than six days away."""
    away = (dates.local_date(due_at, zone) - dates.local_date(now, zone)).days
    if away == 0:
        return f" before {spoken(due_at, zone)}"
    if away == 1:
        return " before tomorrow ends" if due_at.astimezone(zone).hour >= 17 else " by tomorrow"
    return f" before {dates.weekday(dates.local_date(due_at, zone))}" if away < 7 else ""


def spoken(moment: datetime, zone: tzinfo) -> str:
    """ "five" at 17:00, "noon" at 12:00, "16:30" at half past four, "nine" at 09:00."""
    local = moment.astimezone(zone)
    if local.minute:
        return f"{local:%H:%M}"
    return {0: "midnight", 12: "noon"}.get(local.hour) or words.spelled(local.hour % 12)


def named(teams: Sequence[str]) -> str:
    """ "Hum, Six Axes and two others"; four are named at most."""
    shown, left = teams[:MOST_NAMED], len(teams) - MOST_NAMED
    return words.joined([*shown, *([words.counted(left, "other")] if left > 0 else [])])


def _counted(number: int, word: str) -> str:
    told = words.counted(number, word)
    return told[0].upper() + told[1:]


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"
