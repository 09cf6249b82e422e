"""Fill an empty database with the demo organisation: the same each time, its dates relative to today."""

from learnhub.core import clock, queue
from learnhub.core.errors import Conflict
from learnhub.core.transaction import release, transaction
from learnhub.dashboards import upkeep
from learnhub.people import passwords, queries
from seed import (
    admission,
    announced,
    asked,
    clinic,
    cohorts,
    colleagues,
    commitments,
    company,
    courses,
    feeds,
    flags,
    goals,
    hackathons,
    inboxes,
    library,
    line_build,
    meetup,
    past,
    photos,
    pods,
    privacy,
    questions,
    reminding,
    skills,
    stuck,
    talks,
    threads,
    weeks,
)


def load(password: str) -> None:
    """Make the demo organisation in one transaction; every account of `company.ACCOUNTS` gets the password.

    Nothing is queued: the next tick finds what the rows say is to be done, and no queue need run yet.
    Raises Conflict on a database that holds people, Invalid for a password that is too short.
    """
    if queries.anybody():
        raise Conflict("This database holds people already. The demo organisation needs an empty one.")
    hash_, export, shelf = passwords.hashed(password), past.read(), library.read()
    catalogue, drawings, evenings, today = courses.read(), photos.drawn(), meetup.read(), clock.now()
    release()
    with transaction():
        people = company.make(today, hash_)
        photos.make(people, drawings)
        skills.make_first(today, people)
        aims = goals.make(today, people)
        skills.make_since(today, people)
        line_build.make(today, people, aims)
        past.make(today, people, aims, export)
        hackathons.make(today, people, aims)
        library.make(today, people, aims, shelf)
        courses.make(today, people, aims, catalogue)
        feeds.make(today, people)
        clinic.make(today, people, aims)
        talks.make(today, people, aims)
        meetup.make(today, people, evenings)
        asked.make(today, people)
        admission.make(today, people)
        threads.make(today, people)
        questions.make(today, people)
        cohorts.make(today, people, aims)
        colleagues.make(today, people)
        commitments.make(today, people)
        pods.make(today, people)
        reminding.make(people)
        privacy.make(today, people)
        for make in (stuck.make, flags.make, weeks.make, announced.make, inboxes.make):
            make(today, people)
        upkeep.count_now()
        queue.take()
