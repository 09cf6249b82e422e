"""Programs that not everybody simply walks into: by approval, for some alone, by an offer of a place."""

from datetime import datetime, timedelta

from learnhub.core import clock
from learnhub.hackathons import services, templates
from learnhub.hackathons.models import Hackathon
from learnhub.hackathons.services import Text
from learnhub.programs import acceptance, admission, approvals, cloning, openness, places, speakers
from learnhub.programs import services as programs
from learnhub.programs.admission import Admission
from learnhub.programs.texts import Limits
from learnhub.talks import services as talks
from learnhub.talks.models import Talk
from seed.company import ZONE, Company
from seed.hackathons import at, day_of, wall

DAY = timedelta(days=1)
RIDE = "A night on the picking floor"
ABOARD = ("Hana Kimura", "Emil Sørensen", "Freya Holm", "Gustav Ek", "Ida Holmgren", "Chidi Eze")
HOPING = ("Anders Berg", "Maya Lindqvist", "Sofia Marchetti", "Ben Osei")
INCIDENTS = "Three incidents, told in confidence"
CELL = "Two days at the robot cell"
APPROVED = ("Jonas Beck", "Priya Raman", "Kenji Watanabe", "Elif Kaya", "Dario Conti", "Mei Chen")
AWAITING = ("Maya Lindqvist", "Noor Rahman", "Ben Osei", "Filip Sandberg")
DECLINED = "Oskar Lind"


def make(today: datetime, people: Company) -> None:
    """Make them, the people on their lists and those who wait for a decision."""
    _cell(today, people)
    _incidents(today, people)
    _again(today, people, _ride(today, people))


def _ride(today: datetime, people: Company) -> Talk:
    """Six places on a truck, each of them offered when it comes free: one ran out, one waits to be taken."""
    host, opened = people["Ruth Adeyemi"], day_of(today) - 9 * DAY
    with clock.at(at(opened, 9)):
        made = talks.create(
            host,
            text=talks.Text(
                RIDE,
                summary="A night with the picking robots of one customer, from their side of the fence.",
                place="Gate 4, Gothenburg",
            ),
            zone=ZONE,
            starts=wall(_tuesday(today) - 21 * DAY, 16),
            minutes=90,
            limits=Limits(len(ABOARD)),
        )
        speakers.add(host, made, people["Leila Haddad"])
        admission.change(host, made, Admission(offer_hours=48, releases=True))
        programs.publish(host, made)
    for step, name in enumerate((*ABOARD, *HOPING)):
        with clock.at(at(opened + DAY, 9) + timedelta(minutes=23 * step)):
            places.sign_up(people[name], made)
    with clock.at(today - 3 * DAY):
        places.withdraw(people[ABOARD[0]], made)
    with clock.at(today - timedelta(hours=20)):
        acceptance.pass_on(made.id)
    return made


def _incidents(today: datetime, people: Company) -> Talk:
    """What a customer told in confidence is for those who work on it."""
    host, opened = people["Amara Okafor"], day_of(today) - 3 * DAY
    starts = wall(_tuesday(today) - 28 * DAY, 15)
    with clock.at(at(opened, 11)):
        made = talks.create(
            host,
            text=talks.Text(
                INCIDENTS,
                summary="Three calls from one hospital, and what our gripper had to do with them.",
                place="Studio 1, Gothenburg",
                call_url="https://meet.example.org/incidents",
            ),
            zone=ZONE,
            starts=starts,
            minutes=60,
            limits=Limits(12, 30),
        )
        speakers.add(host, made, people["Signe Madsen"])
        openness.open_to(host, made, unit=people.units["Products"])
        openness.open_to(host, made, person=people["Maya Lindqvist"])
        programs.publish(host, made)
    for step, person in enumerate(each for each in people.people.values() if each.unit is not None):
        if step % 3 == 0 and person != host and openness.lets_in(person, made):
            with clock.at(at(opened + DAY, 9) + timedelta(minutes=11 * step)):
                places.sign_up(person, made)
    return made


def _tuesday(today: datetime) -> datetime:
    """A Tuesday in six weeks."""
    soon = day_of(today) + 43 * DAY
    return soon + timedelta(days=(1 - soon.weekday()) % 7)


def _cell(today: datetime, people: Company) -> Hackathon:
    """There is one cell, and whoever comes needs its safety course: the hosts decide."""
    host, opened = people["Ruth Adeyemi"], day_of(today) - 5 * DAY
    with clock.at(at(opened, 9)):
        made = services.create(
            host,
            text=Text(
                CELL,
                summary="Teach the spare cell one new grip. The safety course comes first: we ask who comes.",
                story=templates.TWO_DAYS.story,
                place="Hall 3, Gothenburg",
                team_least=2,
                team_most=3,
            ),
            zone=ZONE,
            windows=templates.lay(templates.TWO_DAYS, wall(_tuesday(today), 9), today=wall(opened, 9)),
            capacity=8,
        )
        admission.change(host, made, Admission(approves=True))
        programs.publish(host, made)
    for step, name in enumerate((*APPROVED, DECLINED, *AWAITING)):
        with clock.at(at(opened + (1 + step // 5) * DAY, 9) + timedelta(minutes=97 * (step % 5))):
            places.sign_up(people[name], made)
    with clock.at(at(opened + 4 * DAY, 9)):
        approvals.approve(host, made, [people[name].key for name in APPROVED])
        reason = "Your safety course is in March. The next two days at the cell are in April."
        approvals.decline(host, made, [people[DECLINED].key], reason=reason)
    return made


def _again(today: datetime, people: Company, ride: Talk) -> None:
    """The next night, as a draft that was made from the first."""
    with clock.at(today - DAY):
        starts = wall(_tuesday(today) + 28 * DAY, 16)
        cloning.clone(people["Ruth Adeyemi"], ride, title="Another night on the picking floor", starts=starts)
