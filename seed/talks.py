"""A season of lunch-and-learns: what was given, what comes, and what people ask for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.goals import services as goal_services
from learnhub.goals.models import Goal
from learnhub.library.models import Lookup, Resource
from learnhub.people.models import Person
from learnhub.programs import arrivals, places, speakers
from learnhub.programs import services as programs
from learnhub.programs.models import Seat
from learnhub.programs.texts import Limits
from learnhub.talks import feedback, materials, requests, services
from learnhub.talks.models import Answer, Captions, MaterialKind, RequestKind, Talk, TopicRequest, Use
from learnhub.talks.services import Text
from learnhub.talks.templates import LUNCH
from seed import topics
from seed.company import ZONE, Company

TZ = ZoneInfo(ZONE)
DAY = timedelta(days=1)
HOSTS = ("Ruth Adeyemi", "Amara Okafor")
SILENT = "Maya Lindqvist"  # was at the last two, and is asked how they were
ROOM, CALL = "Canteen 2, Gothenburg", "https://meet.example.org/lunch"


@dataclass(frozen=True, slots=True)
class Given:
    """A talk: weeks from this one (below zero is past), who gives it, and how many came or signed up."""

    week: int
    title: str
    speaker: str
    summary: str
    crowd: int
    goal: str = ""
    outside: str = ""
    room: int | None = 24
    online: int | None = None
    recorded: bool = False


TALKS = (
    Given(-30, "What a model is, in 30 minutes", "Noor Rahman", "No mathematics, one slider.", 9),
    Given(-26, "Prompts that survive a new version", "Jonas Beck", "Twelve prompts, before and after.", 7),
    Given(
        -23,
        "Labelling sound without going mad",
        "Maya Lindqvist",
        "Forty hours of motors in four days, with two interns and a script.",
        7,
        goal="Fewer line stops",
    ),
    Given(-19, "Reading a vendor’s benchmark", "Kenji Watanabe", "Five tables, three of which lie.", 8),
    Given(
        -16,
        "A failing test from a bug report",
        "Dario Conti",
        "How Controls drafts its tests, and what a person still decides.",
        9,
        goal="Fix within a week",
        recorded=True,
    ),
    Given(-13, "Small models on a board", "Maya Lindqvist", "Eight gigabytes are enough for a gripper.", 8),
    Given(
        -11,
        "Forty-one percent stands in a manual",
        "Ana Ferreira",
        "We read all calls of one month. This is what we found.",
        10,
        goal="Service without us",
    ),
    Given(-9, "Safety cases for systems that learn", "Marta Silva", "What an auditor asks first.", 7),
    Given(
        -7,
        "Retrieval that says “I do not know”",
        "Arjun Mehta",
        "Three ways to stop a search from making things up.",
        13,
        goal="Service without us",
        recorded=True,
    ),
    Given(
        -5,
        "Evals before features",
        "Kenji Watanabe",
        "Write the test for what a model says before you write the prompt.",
        15,
        goal="Fix within a week",
        recorded=True,
    ),
    Given(-3, "Agents with a stop button", "Elif Kaya", "What we let run alone, and what we never will.", 8),
    Given(
        -2,
        "How a hospital reads its alarms",
        "Signe Madsen",
        "What a ward learnt about alarms that nobody hears any more.",
        10,
        outside="Dr. Helena Vos, Sahlgrenska",
    ),
    Given(
        -1,
        "What a bearing says before it breaks",
        "Jonas Beck",
        "Two shifts of warning from a microphone for nine euros.",
        15,
        goal="Fewer line stops",
        recorded=True,
    ),
    Given(
        0,
        "A model behind an internal address",
        "Noor Rahman",
        "From a notebook to something a colleague can call, in one sitting.",
        15,
        room=16,
        online=40,
    ),
    Given(
        1,
        "Measuring what a copilot saves",
        "Vera Lindstrand",
        "Six teams, eight weeks, and a number that surprised us.",
        9,
        room=20,
        online=40,
        recorded=True,
    ),
    Given(
        2,
        "Handover notes that write themselves",
        "Mei Chen",
        "From the night shift’s voice.",
        5,
        "Service without us",
    ),
    Given(
        3,
        "Vision for worn gripper pads",
        "Priya Raman",
        "A camera, a lamp, and 600 pictures.",
        5,
        "Fewer line stops",
    ),
    Given(5, "Privacy by design, for prompts", "Joanna Reid", "What may go in, and who asks.", 3),
)
BETTER = ("More time for questions.", "The code, please.", "A little slower.", "", "Exactly right.", "")
CHANGED = ("I write an eval first.", "We log the prompt’s version now.", "I asked for the raw numbers.")


def make(today: datetime, people: Company, goals: dict[str, Goal]) -> None:
    """Make the season and what is asked for."""
    crowd = sorted(person.name for person in people.people.values() if person.name != "Sam Okoye")
    answered = _ask(today, people, "Vision for worn gripper pads", "Could a camera see it?", "Tomasz Wilk")
    for number, each in enumerate(TALKS):
        answers = answered if each.title == answered.title else None
        talk = _talk(today, people, goals, each, answers)
        names = [SILENT] if each.week in {-2, -1} else []
        names += [crowd[(number * 7 + step * 3) % len(crowd)] for step in range(each.crowd)]
        theirs = {each.speaker, *HOSTS}
        listeners = [people[name] for name in dict.fromkeys(names) if name not in theirs]
        _sign_up(today, talk, listeners)
        if talk.ends_at < today:
            _show(talk, people[each.speaker], number)
            _attend(talk, listeners, today)
    with clock.at(today):
        services.wrap_up()
    topics.make(today, people, crowd)


def _ask(today: datetime, people: Company, title: str, why: str, asker: str) -> TopicRequest:
    with clock.at(today - 60 * DAY):
        made = requests.ask(people[asker], kind=RequestKind.TOPIC, title=title, why=why)
        for name in ("Greta Nilsson", "Filip Sandberg", "Agnes Moreau", "Maya Lindqvist"):
            requests.vote(people[name], made)
    return made


def _talk(
    today: datetime, people: Company, goals: dict[str, Goal], each: Given, request: TopicRequest | None
) -> Talk:
    host, starts = people[HOSTS[0]], at_noon(today, each.week)
    announced = min(starts.replace(tzinfo=TZ) - 21 * DAY, today - 2 * DAY)
    with clock.at(announced):
        made = services.create(
            host,
            text=Text(
                each.title,
                summary=each.summary,
                story=LUNCH.story,
                place=ROOM,
                call_url=CALL,
                recorded=each.recorded,
            ),
            zone=ZONE,
            starts=starts,
            minutes=LUNCH.minutes,
            limits=Limits(each.room, each.online),
            request=request,
        )
        speakers.add(host, made, people[each.speaker])
        if each.outside:
            speakers.add(host, made, name=each.outside)
        programs.publish(host, made)
        programs.add_host(host, made, people[HOSTS[1]])
        if each.goal:
            ref, why = Ref("talk", made.id), "What one team found out, for all who work on it."
            goal_services.tie(host, goals[each.goal], ref, why=why, may_edit_the_other=True)
    return made


def _sign_up(today: datetime, talk: Talk, listeners: list[Person]) -> None:
    first = min(talk.starts_at - 14 * DAY, today - DAY)
    for step, person in enumerate(listeners):
        with clock.at(first + timedelta(minutes=17 * step)):
            places.sign_up(person, talk, Seat.ONLINE if step % 4 == 3 else Seat.ON_SITE)


def _attend(talk: Talk, listeners: list[Person], today: datetime) -> None:
    """Four of five came; two of three of those gave feedback, and most said later what it changed, twice."""
    came = [person for step, person in enumerate(listeners) if step % 5 != 4]
    for step, person in enumerate(came):
        with clock.at(talk.starts_at - timedelta(minutes=10 - step % 9)):
            arrivals.arrive(person, talk)
    for step, person in enumerate(came):
        if person.name == SILENT:
            continue
        if step % 3 < 2 and talk.ends_at + DAY < today:
            use = (Use.YES, Use.YES, Use.MAYBE, Use.NO)[step % 4]
            with clock.at(talk.ends_at + timedelta(hours=2 + step)):
                feedback.give(person, talk, worth=3 + step % 3, use=use, better=BETTER[step % len(BETTER)])
        if step % 4 != 3 and talk.ends_at + 9 * DAY < today:
            answer = (Answer.CHANGED, Answer.NOT_YET, Answer.CHANGED, Answer.NO)[(step + talk.id) % 4]
            with clock.at(talk.ends_at + 8 * DAY):
                feedback.say_changed(person, talk, answer, what=CHANGED[step % len(CHANGED)])
        if step % 3 != 1 and talk.ends_at + 32 * DAY < today:
            later = Answer.NO if step % 6 == 5 else Answer.CHANGED
            with clock.at(talk.ends_at + 31 * DAY):
                feedback.say_changed(person, talk, later, what=CHANGED[step % len(CHANGED)])


def _show(talk: Talk, speaker: Person, number: int) -> None:
    """Slides of all, a recording of those that were recorded. Nobody asks these pages for a title."""
    wanted: list[tuple[MaterialKind, str, Captions | None]] = [
        (MaterialKind.SLIDES, f"https://files.example.org/lunch/{number + 1}.pdf", None)
    ]
    if talk.recorded:
        said = Captions.CAPTIONS if number % 2 else Captions.NONE_YET
        wanted.append((MaterialKind.RECORDING, f"https://video.example.org/lunch/{number + 1}", said))
    with clock.at(talk.ends_at + DAY):
        for kind, url, captions in wanted:
            made = materials.add(speaker, talk, url, kind, captions=captions, agreed=True)
            resource = db.session.get_one(Resource, made.resource_id)
            resource.lookup, resource.next_check_at = Lookup.NONE, None


def at_noon(today: datetime, week: int, *, weekday: int = 3) -> datetime:
    """Noon on the wall of the next Thursday, so many weeks on; past ones on the Thursday before."""
    local = today.astimezone(TZ).date()
    day = local + timedelta(days=(weekday - local.weekday()) % 7 or 7)
    return datetime.combine(day + timedelta(weeks=week), time(12))
