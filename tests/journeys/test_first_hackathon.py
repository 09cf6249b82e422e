"""An empty database, and ten days later a number that adds up: the whole thread, by people at browsers."""

from datetime import UTC, datetime

import pytest

from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.dashboards import jobs
from learnhub.dashboards.models import DirtyAct
from learnhub.demos.models import Snapshot
from learnhub.library import reading
from learnhub.people.models import Unit
from tests import factories
from tests.support.processes import wait_until

pytestmark = pytest.mark.journeys

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
THE_DAY_BEFORE = datetime(2026, 12, 2, 16, 1, tzinfo=UTC)
THE_DAY = datetime(2026, 12, 3, 14, tzinfo=UTC)  # hacking since 9, submitting from 13 to 16
AFTERWARDS = datetime(2026, 12, 3, 16, 30, tzinfo=UTC)  # the grace of ten minutes is over
PASSWORD = "three words in a row"
OLGA, LENA, LARS = "olga@northwind.example", "lena@northwind.example", "lars@northwind.example"
ADA, BOB, CEM = "ada@northwind.example", "bob@northwind.example", "cem@northwind.example"


@pytest.fixture
def northwind(clock, instance):
    """An instance whose database is empty, on a Monday morning."""
    clock.set(MONDAY)
    return instance("web", "worker", "scheduler", tick_seconds=3)


def test_from_an_empty_database_to_a_number_that_adds_up(northwind, clock, people, letters):
    olga = set_up(northwind, people, letters)
    lena = invite(olga, people, letters, LENA, "Lena Lind", roles="lead", unit="Robotics")
    lars = invite(olga, people, letters, LARS, "Lars Berg", roles="leader", unit="Northwind")
    goal = make_a_goal(olga)
    hackathon = make_a_hackathon(lena)
    ada, bob, cem = engineers(olga, northwind, people, letters, hackathon)
    sign_up(ada, bob, cem, letters, hackathon)
    team_up(ada, cem, hackathon)
    clock.set(THE_DAY_BEFORE)
    demo = letters(CEM).link("Demo due Thu 3 Dec, 16:00")
    clock.set(THE_DAY)
    write_the_demo(cem, demo)
    the_deadline_passes(ada, clock)
    the_gallery_opens(lena, ada, hackathon)
    lena.go(goal).sees("Reading a motor’s hum", "Winter Build")
    the_number(lars)


def set_up(northwind, people, letters):
    """The first admin, by the link that is printed; the checklist; a test mail that arrives."""
    link = northwind.run("user", "first-admin").split()[-1]
    olga = people(northwind.url).go(link)
    olga.fill(name="Olga Brandt", email=OLGA, password=PASSWORD, organisation="Northwind Robotics")
    olga.fill(zone="UTC").press("Set up LearnHub")
    olga.sees("Four of five steps left.")
    olga.fill(mail_domains="northwind.example").press("Save who may sign in")
    olga.press("Send me a test mail")
    letters(OLGA).wait("LearnHub can send mail")
    olga.go("/admin/units").fill(name="Northwind").press("Make the unit")
    olga.go("/admin/units").fill(name="Robotics", parent="Northwind").press("Make the unit")
    olga.go("/admin/setup").press("Mark as done")
    olga.press("Save who may create")
    olga.sees("Everything is set up.")
    return olga


def invite(olga, people, letters, address, name, **more):
    """An invitation by mail, and its acceptance; returns the one who came."""
    olga.go("/admin/people/invite").fill(addresses=address).unfold("Name, unit and roles")
    olga.fill(name=name, **more).press("Send invitations")
    someone = people(olga.page.url).go(letters(address).link("Olga Brandt invites you to LearnHub"))
    someone.fill(zone="UTC").press("Join LearnHub")
    return someone


def make_a_goal(olga):
    olga.go("/goals/new").fill(title="Fewer line stops", unit="Robotics")
    olga.press("Add goal")
    olga.fill(result_title="Unplanned stops", measure="a month", baseline="91", target="45")
    olga.press("Add key result")
    olga.follow("Back to the goal")
    olga.sees("Fewer line stops", "Unplanned stops")
    return olga.path


def make_a_hackathon(lena):
    """From a template, with two places and the goal on the same form; published."""
    lena.go("/hackathons/new").fill(template="one-day", title="Winter Build", starts="2026-12-03T09:00")
    lena.fill(goal="Fewer line stops", goal_why="A stopped line costs a customer an hour.")
    lena.unfold("More").fill(capacity="2")
    lena.press("Make draft")
    hackathon = lena.path
    lena.sees("Fewer line stops").press("Publish hackathon")
    return hackathon


def engineers(olga, northwind, people, letters, hackathon):
    """Two by invitation, one by the mail domain alone, who opened the hackathon's page first."""
    ada = invite(olga, people, letters, ADA, "Ada Okafor", unit="Robotics")
    bob = invite(olga, people, letters, BOB, "Bob Nilsson", unit="Robotics")
    cem = people(northwind.url).go(hackathon)
    cem.fill(email=CEM).press("Send me a link")
    cem.go(letters(CEM).link("Sign in")).press("Continue")
    assert cem.path == hackathon
    olga.go("/admin/people?q=cem").follow("Cem")
    olga.fill("form[action$='/unit']", unit="Robotics").press("Move")
    return ada, bob, cem


def sign_up(ada, bob, cem, letters, hackathon):
    """Two have a place, the third waits; one leaves, and the third is promoted and told."""
    for someone in (ada, bob):
        someone.go(hackathon).press("Sign up")
        someone.sees("You’re in")
    cem.go(hackathon).press("Join the waitlist")
    cem.sees("Waitlist, you are 1st")
    bob.go(f"{hackathon.replace('hackathons', 'programs')}/withdraw").press("Give my place back")
    place = letters(CEM).link("A place is yours: Winter Build")
    cem.go(place).sees("You’re in")


def team_up(ada, cem, hackathon):
    """Ada makes a team, and Cem joins it by its link."""
    ada.go(f"{hackathon}/teams/new").fill(name="Hum Detectors", idea="Hear a worn bearing.")
    ada.press("Make team")
    cem.go(ada.value_of("#join-link")).press("Join the team")
    cem.sees("Hum Detectors")


def write_the_demo(cem, link):
    """From the reminder's button: says what is missing, and takes it when nothing is."""
    cem.go(link)
    cem.fill(title="Reading a motor’s hum", pitch="A microphone hears a worn bearing two shifts ahead.")
    cem.press("Submit demo")
    cem.sees("Not submitted yet: fix five things", "Write what you tried, what worked and what did not.")
    assert cem.value("title") == "Reading a motor’s hum"
    cem.fill(story="We recorded 40 motors.", repository_url="https://code.example.org/hum")
    cem.fill(data_class="internal", personal_data="no", model_provider="AST-tiny, on the robot")
    cem.press("Submit demo")
    cem.sees("Submitted")


def the_deadline_passes(ada, clock):
    """Ada, who had the form open, is refused after the grace; the answer keeps what she typed."""
    ada.page.reload()
    ada.follow("Change the demo")
    ada.fill(pitch="It hears everything.")
    clock.set(AFTERWARDS)
    ada.press("Submit again", status=403)
    ada.sees("Submitting has closed.", "What you wrote", "It hears everything.")


def the_gallery_opens(lena, ada, hackathon):
    """What stood at the deadline is kept, and seen by all once the host opens the gallery."""
    wait_until(snapshot_is_taken, seconds=20, what="the snapshot", every=0.1)
    ada.go(f"{hackathon}/gallery").sees("It opens").sees_not("Reading a motor’s hum")
    lena.go(f"{hackathon}/host").sees("Hum Detectors")
    lena.go(f"{hackathon}/gallery").press("Open the gallery to everyone")
    ada.go(f"{hackathon}/gallery")
    ada.sees("Reading a motor’s hum", "A microphone hears a worn bearing two shifts ahead.")


def snapshot_is_taken():
    db.session.rollback()
    return db.session.query(Snapshot).count() == 1


def all_is_counted():
    """Count, as it is done each minute; a worker may be at it, and then what it does not know of is left."""
    jobs.refresh()
    with transaction():
        return db.session.query(DirtyAct).count() == 0


def the_number(lars):
    """Three did something on the way, the host and two with a demo; then five say what they used.

    It is told once five or more did something, and five or more did nothing.
    """
    db.session.rollback()
    wait_until(all_is_counted, seconds=20, what="the figures", every=0.1)  # until then nobody did anything
    lars.go("/dashboard").sees("How many took part is not shown.")
    db.session.rollback()
    with transaction():  # SQLite's lock from the start: the workers write too
        robotics = db.session.query(Unit).filter_by(name="Robotics").one()
        others = [factories.person(f"Other {number}", unit=robotics) for number in range(8)]
        paper = factories.resource(others[0], "Hearing a bearing")
        for someone in others[:5]:
            reading.take_away(someone, paper, text="We listen to every motor on the line with it.")
    wait_until(all_is_counted, seconds=20, what="the figures", every=0.1)
    lars.go("/dashboard").sees("8 of 13")
    lars.go("/dashboard/of/participation")  # not offered, as each thing was of too few people
    lars.sees("8 of 13").sees("Nothing of it can be named to you")
