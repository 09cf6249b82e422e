"""An organisation in which every page has something to show: small with 5 rows of each, large with 200."""

from dataclasses import dataclass, field
from datetime import time, timedelta

from learnhub.cohorts import check_ins, meetings, pod_notes, pods, streaks, ticking
from learnhub.cohorts import queries as cohort_queries
from learnhub.cohorts.check_in_models import CheckIn
from learnhub.cohorts.check_ins import Said
from learnhub.cohorts.flag_models import RaisedFlag
from learnhub.cohorts.flag_rules import Flag
from learnhub.cohorts.models import Change as CohortChange
from learnhub.cohorts.models import Cohort, CohortDate, Progress
from learnhub.cohorts.pod_models import Pod, PodMember
from learnhub.commitments import partners
from learnhub.commitments import queries as commitment_queries
from learnhub.commitments import services as commitments
from learnhub.commitments.models import WeekNote
from learnhub.commitments.services import Terms
from learnhub.core import audit, clock
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.courses import queries as course_queries
from learnhub.courses import versions
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.dashboards import upkeep
from learnhub.discussions.models import Comment, Question, QuestionState, QuestionVote
from learnhub.goals.models import Goal, GoalUpdate, Measurement, SkillNeed, Tie
from learnhub.hackathons.models import Hackathon, Prize, WindowKind
from learnhub.help import queries as help_queries
from learnhub.help import services as help_services
from learnhub.help.models import HelpAsk, HelpRequest
from learnhub.imports.models import BatchState
from learnhub.library.following_models import Followed, Proposal
from learnhub.library.models import Collection, LinkState, Step
from learnhub.notifications.models import Category, Delivery
from learnhub.notifications.sending import unsubscribing
from learnhub.notifications.telling import address_confirmations
from learnhub.people import feed_tokens
from learnhub.people.models import (
    Kind,
    LinkKind,
    Organisation,
    Person,
    PersonSkill,
    Role,
    Skill,
    Unit,
)
from learnhub.people.quiet_models import QuietWindow
from learnhub.programs import (
    admission,
    openness,
    parts,
    series_parts,
    series_queries,
    series_questions,
    speakers,
)
from learnhub.programs import series as all_series
from learnhub.programs import services as programs
from learnhub.programs.admission import Admission
from learnhub.programs.asked_models import FieldKind, PartTaken, SignUpAnswer
from learnhub.programs.models import Program, ProgramState, SignUpState
from learnhub.programs.offer_models import Offer
from learnhub.programs.parts import Wanted
from learnhub.programs.series_rules import Rule
from learnhub.programs.sign_up_fields import Asked
from learnhub.search import documents
from learnhub.search import services as search
from learnhub.talks.models import Answer, Change, Feedback, FeedbackGiven, RequestState, Use
from tests import factories
from tests.pages import planted
from tests.support.logins import login
from tests.support.rows import many, save

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LOGGED = 50  # acts on one page of the audit log


@dataclass
class World:
    """What the addresses of the catalogue name, and who reads them. Keys only: rows belong to a session."""

    rows: int
    secrets: dict[str, str] = field(default_factory=dict)  # of logins, by role
    keys: dict[str, str] = field(default_factory=dict)  # what there is one of, by what it is
    people: dict[str, str] = field(default_factory=dict)  # keys, by role
    feeds: dict[tuple[str, str], str] = field(default_factory=dict)  # addresses, by kind and role

    @property
    def roles(self) -> dict[str, str | None]:
        """Return the secrets of all who walk, by what they are; None is not signed in."""
        return {"stranger": None, **self.secrets}


def populate(rows: int) -> World:
    """Fill the empty database of this application context with `rows` rows of each kind."""
    world = World(rows)
    with many():
        save(Organisation(id=1, name="Example", zone="Europe/Stockholm"))
        top = factories.unit("Example")
        unit = factories.unit("Engineering", parent=top)
        for number in range(rows):
            factories.unit(f"Unit {number:03}", parent=unit)
        people = _people(top, unit)
        crowd = [factories.person(f"Person {number:03}", unit=unit) for number in range(rows)]
        hackathon = _running(world, people, crowd)
        _others(world, people, rows)
        _talks(world, people, crowd)
        _admission(world, people, crowd)
        _goals(world, people, crowd, unit, hackathon)
        _library(world, people, crowd)
        _courses(world, people, crowd)
        _cohort(world, people, crowd)
        _commitments(world, people, rows)
        _messages(world, people, hackathon)
        _staged(world, people)
        upkeep.count_now()
        db.session.query(CheckIn).filter_by(done="Zebrashared").one().hours = "zebrahours"  # no range
        world.keys |= planted.plant(people)
        with_open = db.session.query(Hackathon).filter_by(key=world.keys["with open"]).one()
        with_open.title = "Zebramessage"
        factories.message(people["member"], with_open, "signed_up", clock.now())
        for role, person in people.items():
            world.secrets[role], world.people[role] = login(person), person.key
            world.feeds |= planted.feeds(role, person)
        for kind in LinkKind:
            world.keys[kind] = factories.link(kind, people["member"])
        hours = save(QuietWindow(unit_id=unit.id, days="6", starts=time(3), ends=time(4)))
        world.keys |= {"unit": unit.key, "unit quiet": hours.key, "crowd": crowd[0].key}
        world.keys["address"] = address_confirmations.token(people["member"])
        world.keys["unsubscribe"] = unsubscribing.token(people["member"].key, Category.DEADLINES)
        for kind in documents.kinds():
            search.changed(*(document.ref for document in documents.of(kind)))
        search.save_search(people["member"], name="Mine", text="running")
        for _ in range(LOGGED):  # the first page of the log names the same kinds of things, however many rows
            audit.record(people["admin"].id, "person.changed", Ref("person", people["member"].id))
    return world


def _people(top: Unit, unit: Unit) -> dict[str, Person]:
    return {
        "member": factories.person("Mia Member", unit=unit),
        "participant": factories.person("Pat Participant", unit=unit),
        "captain": factories.person("Cleo Captain", unit=unit),
        "host": factories.person("Hugo Host", unit=unit, roles=(Role.LEAD,)),
        "leader": factories.person("Lea Leader", unit=top, roles=(Role.LEADER,)),
        "admin": factories.person("Ann Admin", unit=top, roles=(Role.ADMIN,)),
        "guest": factories.person("Gus Guest", kind=Kind.GUEST),
    }


def _running(world: World, people: dict[str, Person], crowd: list[Person]) -> Hackathon:
    """A hackathon in its last two days: teams with demos, teams without, and some who wait."""
    hackathon = factories.hackathon(people["host"], title="Running", capacity=world.rows + 10)
    prize = save(Prize(hackathon_id=hackathon.id, name="Most useful"))
    team = factories.team(people["captain"], hackathon, people["participant"], name="Rockets")
    demo = factories.demo(team)
    factories.signup(people["guest"], hackathon)
    for number, one in enumerate(crowd):
        if number % 3 == 0:
            factories.signup(one, hackathon, SignUpState.WAITING if number % 2 else SignUpState.IN)
        else:
            factories.demo(factories.team(one, hackathon), submitted=number % 3 == 1)
    world.keys |= {"running": hackathon.key, "prize": prize.key, "team": team.key, "demo": demo.key}
    world.keys["join"] = str(team.join_code)
    return hackathon


def _others(world: World, people: dict[str, Person], rows: int) -> None:
    """One that comes, one that is over, a draft, a cancelled one, and many more that come."""
    over = {
        WindowKind.SIGN_UP: (-DAY * 30, -DAY * 20),
        WindowKind.HACKING: (-DAY * 20, -DAY * 18),
        WindowKind.SUBMITTING: (-DAY * 20, -DAY * 18),
        WindowKind.RESULTS: (-DAY * 15, -DAY * 15),
    }
    coming = factories.coming(people["host"], title="Coming")
    past = factories.hackathon(people["host"], title="Over", windows=over)
    factories.demo(factories.team(people["captain"], past, people["participant"]))
    world.keys |= {
        "coming": coming.key,
        "past": past.key,
        "draft": factories.coming(people["host"], title="Draft", published=False).key,
        "cancelled": factories.hackathon(people["host"], title="Cancelled", state=ProgramState.CANCELLED).key,
    }
    for number in range(rows):
        factories.hackathon(people["host"], due_in=DAY * (number % 40 + 1))
    _asking(world, people, coming)


def _asking(world: World, people: dict[str, Person], program: Program) -> None:
    """What hosts ask at sign-up, what was answered, and parts that some have taken."""
    asked = [factories.sign_up_field(program, kind=kind) for kind in FieldKind]
    signup = factories.signup(people["participant"], program)
    save(SignUpAnswer(sign_up_id=signup.id, field_id=asked[0].id, value=["Ada"], at=clock.now()))
    wanted = [factories.part(program, name=f"Part {number}") for number in range(6)]
    for part in wanted[1:]:
        save(PartTaken(part_id=part.id, person_id=people["captain"].id, at=clock.now()))
    world.keys |= {"field": asked[0].key, "part": wanted[0].key}


def _admission(world: World, people: dict[str, Person], crowd: list[Person]) -> None:
    """A program that is open to many people, who await that its hosts approve them; places to take."""
    approving = factories.coming(people["host"], title="To approve")
    admission.change(people["host"], approving, Admission(approves=True))
    for one in [people["participant"], *crowd]:
        factories.signup(one, approving, SignUpState.AWAITING)
    for one in [people["participant"], *crowd]:
        openness.open_to(people["host"], approving, person=one)
    offering = factories.coming(people["host"], title="To take", capacity=1)
    admission.change(people["host"], offering, Admission(offer_hours=24))
    for one in [people["participant"], *crowd]:
        signup = factories.signup(one, offering, SignUpState.WAITING)
        until = offering.starts_at
        save(Offer(sign_up_id=signup.id, offered_at=clock.now(), expires_at=until))
    world.keys |= {"approving": approving.key, "offering": offering.key}


def _talks(world: World, people: dict[str, Person], crowd: list[Person]) -> None:
    """One to come with many on its list, one that was given, and requests with votes."""
    host, now = people["host"], clock.now()
    talk = factories.talk(host, title="Talk to come", on_site=world.rows, online=world.rows)
    given = factories.talk(host, title="Talk given", starts_in=-DAY * 8, recorded=True)
    for number, one in enumerate([people["participant"], people["captain"], *crowd]):
        factories.signup(one, talk, SignUpState.WAITING if number % 4 == 3 else SignUpState.IN)
        factories.signup(one, given, arrived_at=now - DAY * 8 if number % 2 == 0 else None)
        speakers.add(host, talk if number < 2 else given, one) if number < 4 else None
        if number > 3:
            use, better = Use.YES, "More time for questions."
            save(Feedback(talk_id=given.id, worth=number % 5 + 1, use=use, better=better))
            save(FeedbackGiven(talk_id=given.id, person_id=one.id))
            said = {"answer": Answer.CHANGED, "what": "I write an eval first.", "at": now}
            save(Change(talk_id=given.id, person_id=one.id, days=7, **said))
    for number, one in enumerate(crowd):
        request = factories.request(one, title=f"Topic {number:03}")
        request.speaker_id = crowd[0].id if number % 3 == 0 else None
        request.state = RequestState.SCHEDULED if number % 2 else RequestState.OPEN
        if number == 1:
            factories.talk(host, title="On topic", request=request)
    live = factories.talk(host, title="Talk live", starts_in=HOUR)
    for number, one in enumerate([people["participant"], *crowd]):
        asked = factories.question(one, live, f"Question {number:03}?", unnamed=number % 4 == 1)
        save(QuestionVote(question_id=asked.id, person_id=people["captain"].id))
        if number % 5 == 4:
            asked.state, asked.answer, asked.answered_by_id = QuestionState.ANSWERED, "Yes.", host.id
    series = factories.series(host, title="Clinic", rule=Rule((3,), every=4))  # two dates
    asked_each = series_questions.add(host, series, Asked("What do you bring?", FieldKind.LINE))
    series_parts.ask(host, series, Wanted("Bring a paper"))
    for one in [people["participant"], *crowd]:
        all_series.follow(one, series, typed={asked_each: ["A prompt"]})
    first = series_queries.coming(series, now)[0]
    off = factories.talk(host, title="Talk off")
    programs.cancel(host, off, reason="The room is flooded.")
    world.keys |= {
        "talk": talk.key,
        "talk given": given.key,
        "talk live": live.key,
        "question": asked.key,
        "talk code": given.code,
        "talk draft": factories.talk(host, title="Talk draft", published=False).key,
        "talk cancelled": off.key,
        "series": series.key,
        "series question": asked_each,
        "series part": next(iter(series_parts.of(series))),
        "series draft": factories.series(host, title="Draft clinic", published=False).key,
        "date": first.key,
        "date part": parts.doing(first, host).parts[0].part.key,
        "request": factories.request(people["participant"]).key,
    }


def _goals(
    world: World, people: dict[str, Person], crowd: list[Person], unit: Unit, hackathon: Hackathon
) -> None:
    goal, top = (factories.goal(people["leader"], unit) for _ in range(2))
    goal.parent_id = top.id
    measure = factories.metric(goal)
    skill = save(Skill(name="Small models", folded="small models"))
    save(SkillNeed(goal_id=goal.id, skill_id=skill.id, level=2, people=9, began_with=5))
    for number, one in enumerate(crowd):
        at = clock.now() - DAY * (len(crowd) - number) / 2
        values = {"goal_id": goal.id, "author_id": people["leader"].id, "confidence": number % 11}
        update = save(GoalUpdate(**values, changed="Fewer stops", at=at))
        save(Measurement(update_id=update.id, key_result_id=measure.id, value=90 - number % 40))
        factories.goal(people["leader"], unit, title=f"Goal {number:03}", parent_id=goal.id)
        factories.act(one, Ref("hackathon", hackathon.id))
        save(PersonSkill(person_id=one.id, skill_id=skill.id, level=number % 4 + 1, changed_at=at))
        _tied(people, goal, Ref("demo", number + 1))
    _tied(people, goal, Ref("hackathon", hackathon.id))
    world.keys |= {"measure": measure.key}
    world.keys["goal"] = goal.key


def _commitments(world: World, people: dict[str, Person], rows: int) -> None:
    """The member's own with a partner and weeks, and many more of theirs."""
    mia, until = people["member"], clock.now().date() + DAY * 42
    made = commitments.make(mia, Terms(until, 3, title="Zebracommitment"))
    seen = commitment_queries.find(mia, made.key)
    milestone = commitments.add_milestone(mia, seen, title="Zebramilestone", due_on=until - DAY * 20)
    partners.ask(mia, seen, people["captain"])
    partners.answer(people["captain"], commitment_queries.find(people["captain"], made.key), agrees=True)
    for number in range(rows):
        day = until - DAY * 7 * number
        save(WeekNote(commitment_id=made.id, week=day, **_week(number)))
        commitments.make(mia, Terms(until, 1, title=f"Course {number}"))
    ended = save(commitments.make(mia, Terms(until, 1, title="Over")))
    partners.ask(mia, commitment_queries.find(mia, ended.key), people["captain"])
    commitments.finish(
        mia, commitment_queries.find(mia, ended.key), finished_on=clock.now().date(), proof="Zebraproof"
    )
    keys = {"commitment": made.key, "commitment ended": ended.key, "milestone": milestone.key}
    world.keys |= keys


def _week(number: int) -> dict[str, str]:
    return {"done": "A zebraweek.", "blocked": "Zebrahindered"} if number == 0 else {"done": "Went on."}


def _library(world: World, people: dict[str, Person], crowd: list[Person]) -> None:
    """One that everybody used, others alike, one that moved, one in the bin."""
    made = factories.resource(people["member"], "Used by all")
    path = save(Collection(title="First month", is_path=True, owner_id=people["member"].id))
    asked = factories.thread(people["member"], made, "Does it hold?", asks=True)
    for number, one in enumerate(crowd):
        factories.take_away(one, made)
        factories.reply(one, asked, f"It did for us, {number}.")
        factories.thread(one, made, f"Thread {number:03}, **for all**")
        other = factories.resource(people["captain"], f"About {one.name}")
        save(Step(collection_id=path.id, position=number, ref_kind="resource", ref_id=other.id))
    due = {"collection_id": path.id, "position": 999, "ref_kind": "resource", "due_on": clock.now().date()}
    world.keys["step"] = str(save(Step(**due, ref_id=made.id)).id)
    moved = factories.resource(people["member"], "Moved", link=LinkState.REDIRECTED, link_since=clock.now())
    binned = factories.resource(people["member"], "In the bin", binned_at=clock.now())
    feed_tokens.make(people["member"], "library", "tag:evaluation", name="Library: #evaluation")
    _proposed(people["host"], world.rows)
    world.keys |= {
        "comment": asked.key,
        "resource": made.key,
        "path": path.key,
        "moved": moved.key,
        "binned": binned.key,
    }


def _courses(world: World, people: dict[str, Person], crowd: list[Person]) -> None:
    """One with a long outline that everybody completed, among others."""
    lines = [Line(ItemKind.SESSION, f"Session {number:03}", week=number + 1) for number in range(len(crowd))]
    made = factories.course(people["member"], "Agents in practice", Line(ItemKind.PART, "First part"), *lines)
    said = {"worth": "Zebraworth", "proof": "Zebracertificate"}
    factories.completion(people["participant"], made, **said)
    for number, one in enumerate(crowd):
        factories.completion(one, made, worth=f"For whoever begins, {number}.", skip="The last part.")
        factories.course(one, f"Course {number:03}", provider=f"School {number:03}")
    versions.fix(course_queries.current(made).id)
    first = versions.lines(course_queries.current(made))
    later = [*first[:-1], Line(ItemKind.DELIVERABLE, "Report", week=2, hours=3.5)]
    versions.write(people["member"], made, later, version=made.version)
    world.keys |= {"course": made.key, "line": first[1].key}


def _cohort(world: World, people: dict[str, Person], crowd: list[Person]) -> None:
    """One that has begun, in which the participant got longer; what all in it did stands on the roster."""
    lines = [Line(ItemKind.DELIVERABLE, f"Step {number:03}", week=number + 1) for number in range(world.rows)]
    host, them, today = people["host"], people["participant"], clock.now().date()
    lines.append(Line(ItemKind.SESSION, "Together", week=world.rows + 4, minutes=60))
    made = factories.cohort(host, *lines, starts=today - DAY * 20)
    for one in (them, *crowd):
        factories.signup(one, made)
    rows = cohort_queries.dates(made)
    for one in crowd:
        _ticked(made, rows[0], one)
    later = clock.now().replace(tzinfo=None) + DAY * 3000
    last, session = rows[-2:]
    ticking.extend(host, made, last.key, them, until=later, reason="zebralonger")
    own = cohort_queries.row_of(last, them.id)
    assert own is not None  # it was extended
    own.link = "https://work.example.org/zebrawork"
    save(own)
    world.keys |= {"cohort": made.key, "deadline": last.key, "session": session.key, "in cohort": them.key}
    course = made.course_version.course
    newer = [*versions.lines(made.course_version), Line(ItemKind.DELIVERABLE, "Newer", week=world.rows)]
    versions.write(host, course, newer, version=course.version)
    last = factories.cohort(host, Line(ItemKind.DELIVERABLE, "The last", week=1), starts=today)
    factories.signup(them, last)
    last_pod = Pod(cohort_id=last.id, made_by_id=people["host"].id)
    factories.signup(people["captain"], last)
    both = people["participant"], people["captain"]
    last_pod.members = [PodMember(cohort_id=last.id, person_id=each.id) for each in both]
    save(last_pod)
    world.keys |= {"last cohort": last.key, "last date": cohort_queries.dates(last)[0].key}
    done = factories.cohort(host, Line(ItemKind.DELIVERABLE, "All of it", week=1), starts=today)
    factories.signup(them, done)
    ticking.tick(them, done, cohort_queries.dates(done)[0].key)
    certificate = cohort_queries.completion(done, them.id)
    certificate.key = "zebradegre"
    save(certificate)
    last_date = cohort_queries.dates(done)[0].key
    world.keys |= {"completed": done.key, "certificate": certificate.key, "completed date": last_date}
    _stuck(world, people, crowd, made)
    world.keys |= {"pod mate": people["captain"].key, "pod meeting": _pods(people, crowd, made)}
    world.keys["pod"] = pods.of_cohort(made)[0].key
    for one, key in ((them, "zebraflagg"), (crowd[0], "zebrabelow")):
        raised = {"rule": Flag.LAPSED, "raised_at": clock.now() - DAY * 2}
        save(RaisedFlag(key=key, cohort_id=made.id, person_id=one.id, **raised))


def _stuck(world: World, people: dict[str, Person], crowd: list[Person], cohort: Cohort) -> None:
    """The participant asks the member, who answered one of two; the host manages another who asks."""
    them, helper, managed = people["participant"], people["member"], crowd[0]
    managed.manager_id = people["host"].id
    now, about = clock.now(), {"ref_kind": cohort.kind, "ref_id": cohort.id, "text": "My evals never end"}
    for one in crowd[1:]:
        waits = {"since": now - HOUR, "asked_at": now, "waits_since": now}
        _asked(helper, save(HelpRequest(asked_by_id=one.id, **about, **waits)))
        save(HelpRequest(asked_by_id=them.id, **about, **waits))
    open_, answered, theirs = (
        factories.stuck(one, within=cohort, text=f"Zebra{word}")
        for one, word in ((them, "stuck"), (them, "answered"), (managed, "managed"))
    )
    _asked(helper, open_, answered, theirs)
    help_services.write(helper, help_queries.find(helper, answered.key), "Zebrahelpful")
    world.keys |= {"stuck": open_.key, "stuck answered": answered.key, "stuck managed": theirs.key}


def _pods(people: dict[str, Person], crowd: list[Person], cohort: Cohort) -> str:
    """The participant shares with the captain; of the crowd one shares nothing, and one the host manages.

    Return the key of when their pod could meet.
    """
    host, them, mate = people["host"], people["participant"], people["captain"]
    factories.signup(mate, cohort)
    runs = cohort_queries.find(host, cohort.key)
    pods.make(host, *runs, [them.key, mate.key, crowd[1].key])
    pod_notes.write(mate, cohort, them.key, "Zebrapodnote")
    noon = (clock.now().astimezone(mate.tz) + 2 * DAY).replace(tzinfo=None)
    meeting = meetings.suggest(mate, cohort, meetings.Wanted([noon], place="Zebrameets"))
    for one, two in zip(crowd[2::2], crowd[3::2], strict=False):
        pod = Pod(cohort_id=cohort.id, made_by_id=host.id)
        pod.members = [PodMember(cohort_id=cohort.id, person_id=each.id) for each in (one, two)]
        save(pod)
    said = {
        them.id: Said("Zebrashared", planned="Zebranext", blocked="Zebrablocked"),
        crowd[1].id: Said("Zebrasilent", blocked="Zebrasilent"),
        crowd[0].id: Said("Zebraunder", blocked="Zebraunder"),
    }
    for one in (them, *crowd[:2]):
        check_ins.check_in(one, *cohort_queries.find(one, cohort.key), said[one.id])
    week = streaks.week_of(clock.now(), them.tz)
    for one in crowd[2:]:
        save(CheckIn(cohort_id=cohort.id, person_id=one.id, week=week, done="Some", at=clock.now()))
    check_ins.choose(them, *cohort_queries.find(them, cohort.key), shares=True, streak=True)
    return meeting.key


def _ticked(cohort: Cohort, date: CohortDate, person: Person) -> None:
    now, of = clock.now(), {"date_id": date.id, "person_id": person.id}
    save(Progress(**of, done_at=now, done_by_id=person.id, due_at=date.at, on_time=False))
    save(CohortChange(cohort_id=cohort.id, **of, by_id=person.id, what="ticked off, late"))


def _asked(helper: Person, *requests: HelpRequest) -> None:
    for request in requests:
        db.session.query(HelpAsk).filter_by(request_id=request.id).delete()
        save(HelpAsk(request_id=request.id, person_id=helper.id, why="helps", at=clock.now()))


def _proposed(host: Person, rows: int) -> None:
    """A feed that is followed, and what waits of it."""
    feed = save(Followed(url="https://blog.example.org/feed", title="The blog", added_by_id=host.id))
    for number in range(rows):
        said = {"title": f"Entry {number}", "digest": f"{number}", "found_at": clock.now()}
        save(Proposal(feed_id=feed.id, url=f"https://blog.example.org/{number}", **said))


def _tied(people: dict[str, Person], goal: Goal, ref: Ref) -> None:
    save(
        Tie(
            goal_id=goal.id,
            ref_kind=ref.kind,
            ref_id=ref.id,
            why="It finds out what stops the line.",
            created_by_id=people["host"].id,
        )
    )


def _messages(world: World, people: dict[str, Person], hackathon: Hackathon) -> None:
    """An inbox for everyone, full for the captain; the last of it has its page of why."""
    now = clock.now()
    for number in range(world.rows):
        factories.message(people["captain"], hackathon, "promoted", now - timedelta(hours=number + 1))
    for role, person in people.items():
        key = factories.message(person, hackathon, "signed_up", now, refused=f"550 No zebrauser{role}")
        world.keys[f"message {person.name}"] = key
    thread = db.session.query(Comment).filter_by(key=world.keys["comment"]).one()
    asked = db.session.query(Question).filter_by(key=world.keys["question"]).one()
    for kind, about in (
        ("replied", Ref("comment", thread.id)),
        ("question_answered", Ref("question", asked.id)),
    ):
        key = factories.message(people["captain"], hackathon, kind, now)
        told = db.session.query(Delivery).filter_by(key=key).one().reminder
        told.subject_kind, told.subject_id, told.program_id = about.kind, about.id, None
    world.keys["message"] = world.keys[f"message {people['captain'].name}"]


def _staged(world: World, people: dict[str, Person]) -> None:
    """A past hackathon's file, staged and brought in, and a people file before and after its columns."""
    options = {"title": "Past", "starts": "2023-05-20T09:00", "ends": "2023-05-21T17:00", "zone": "UTC"}
    host, admin, rows = people["host"], people["admin"], world.rows
    applied = factories.batch(host, state=BatchState.APPLIED, rows=rows, applied_at=clock.now())
    world.keys |= {
        "import": factories.batch(host, rows=rows, options=options).key,
        "imported": applied.key,
        "outline file": factories.batch(host, "syllabus", rows=rows).key,
        "matching": factories.batch(admin, "people", BatchState.MATCHING, rows=rows).key,
        "people file": factories.batch(admin, "people", rows=rows).key,
    }
