"""Feeds that calendar programs read as a person: of all that is theirs, of a program, of a series.

The secret in an address is a token of `people.feed_tokens`; its `about` is "mine" or "program:12".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from learnhub.calendars import happenings, queries, sources
from learnhub.calendars.queries import Dated
from learnhub.cohorts import meeting_queries
from learnhub.cohorts import queries as cohorts
from learnhub.cohorts.models import Cohort
from learnhub.commitments import queries as commitments
from learnhub.core import ics
from learnhub.core.errors import NotFound
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.people import feed_tokens
from learnhub.people import queries as people
from learnhub.people.models import FeedToken, Person
from learnhub.programs.models import ProgramState, SignUpState
from learnhub.web.addresses import whole

KIND = "calendar"
MINE = "mine"
FURTHEST = timedelta(days=366)  # of the dates of cohorts


@dataclass(frozen=True, slots=True)
class Subject:
    """What one can have a feed of. `kind` and `key` name it in addresses, `about` in the token."""

    kind: str
    key: str
    about: str
    name: str
    path: str


def subject(person: Person, kind: str, key: str) -> Subject:
    """Return what is meant; without a kind it is all that is the person's own. Raises NotFound."""
    if not kind:
        return Subject("", "", MINE, "My calendar", "/calendar")
    source = sources.source(kind)
    id_ = source.find(person, key)
    name, path = source.named(person, [id_])[id_]
    return Subject(kind, key, f"{kind}:{id_}", name, path)


def of(person: Person, about: str) -> list[FeedToken]:
    """Return the person's open tokens for that: none or one, unless two were made at once."""
    return [each for each in feed_tokens.of(person) if (each.kind, each.about) == (KIND, about)]


def make(person: Person, wanted: Subject) -> str:
    """Return a new address for the feed, to be shown this once; the one before answers no more."""
    for each in of(person, wanted.about):
        feed_tokens.end(person, each.key)
    return whole(f"/calendar/feeds/{feed_tokens.make(person, KIND, wanted.about, name=wanted.name)}.ics")


def read(secret: str, now: datetime) -> bytes:
    """Return what stands behind an address: the same bytes until something in it changes.

    Raises NotFound for an unknown or ended one, and for what its person may not know of any more.
    """
    token = feed_tokens.opened(KIND, secret)
    person, house = token.person, people.organisation()
    if token.about == MINE:
        name = f"LearnHub at {house.name}" if house.name else "LearnHub"
        return ics.calendar(mine(person, now), name=name)
    kind, _, id_ = token.about.partition(":")
    named = sources.source(kind).named(person, [int(id_)])
    if int(id_) not in named:
        raise NotFound
    inside = queries.dated(person, now, sources.inside(kind, int(id_)))
    found = [happening for each in inside for happening in of_program(each)]
    return ics.calendar(found, name=named[int(id_)][0])


def of_program(dated: Dated) -> list[ics.Happening]:
    """Return what calendars show of a program: a hackathon also by when its demos are due.

    A cohort takes weeks: each of its dates stands for it.
    """
    program, instance = dated.program, queries.instance()
    whole_of_it = [happenings.program(dated, instance)]
    if program.state is not ProgramState.PUBLISHED:
        return whole_of_it
    if isinstance(program, Hackathon) and (window := program.window(WindowKind.SUBMITTING)):
        due = queries.Deadline(window, program, None, dated.revision)
        return [*whole_of_it, happenings.deadline(due, instance, whose="program-")]
    if not isinstance(program, Cohort):
        return whole_of_it
    dates = [cohorts.Due(program, each, each.at) for each in cohorts.dates(program) if each.at]
    return [happenings.cohort_date(each, instance) for each in dates]


def mine(person: Person, now: datetime) -> list[ics.Happening]:
    """Return all that the person has to do with, and their deadlines, in order of time.

    A cohort takes weeks: its sessions and what is due stand for it.
    """
    instance = queries.instance()
    programs = queries.dated(person, now, queries.concerns(person.id, SignUpState.IN))
    found = [happenings.program(each, instance) for each in programs if each.program.kind != "cohort"]
    since, until = now - queries.PAST_KEPT, now + FURTHEST
    found += [happenings.cohort_date(each, instance) for each in cohorts.dated_for(person, until, since)]
    if any(each.program.kind == "cohort" for each in programs):  # who is in none meets no pod
        met = meeting_queries.fixed_for(person, since, until)
        found += [happenings.meeting(each, instance) for each in met]
    for each in commitments.open_of(person):
        found += happenings.commitment(each, person, instance)
    found += happenings.learning(person, now, instance)
    due = queries.deadlines(person, now - queries.DEADLINES_KEPT)
    found += [happenings.deadline(each, instance) for each in due]
    return sorted(found, key=lambda happening: (happening.starts_at, happening.uid))
