"""Programs that not everybody simply walks into: one whose hosts approve each sign-up."""

from datetime import datetime, timedelta

from learnhub.core import clock
from learnhub.hackathons import services, templates
from learnhub.hackathons.models import Hackathon
from learnhub.hackathons.services import Text
from learnhub.programs import admission, approvals, places
from learnhub.programs import services as programs
from learnhub.programs.admission import Admission
from seed.company import ZONE, Company
from seed.hackathons import at, day_of, wall

DAY = timedelta(days=1)
CELL = "Two days at the robot cell"
APPROVED = ("Jonas Beck", "Priya Raman", "Kenji Watanabe", "Elif Kaya", "Dario Conti", "Mei Chen")
AWAITING = ("Maya Lindqvist", "Noor Rahman", "Ben Osei", "Filip Sandberg")
DECLINED = "Oskar Lind"


def make(today: datetime, people: Company) -> None:
    """Make them, the people on their lists and those who wait for a decision."""
    _cell(today, people)


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
        with clock.at(at(opened + DAY, 9) + timedelta(hours=4 * step)):
            places.sign_up(people[name], made)
    with clock.at(at(opened + 4 * DAY, 9)):
        approvals.approve(host, made, [people[name].key for name in APPROVED])
        reason = "Your safety course is in March. The next two days at the cell are in April."
        approvals.decline(host, made, [people[DECLINED].key], reason=reason)
    return made
