"""The teams of the hackathon that runs, and how far each has come with its demo."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from learnhub.core import clock
from learnhub.demos import services as demos
from learnhub.demos.content import Content
from learnhub.demos.models import DataClass, PersonalData
from learnhub.demos.services import Written
from learnhub.hackathons.models import Hackathon
from learnhub.programs import places
from learnhub.teams import services
from seed.company import ZONE, Company

DAY = timedelta(days=1)
ANSWERS: dict[str, Any] = {
    "data_class": DataClass.INTERNAL,
    "personal_data": PersonalData.NO,
    "model_provider": "Qwen 3, 8 billion, on our own machines",
    "ai_used": "The model reads; our code decides. A second model wrote half of the tests.",
}


@dataclass(frozen=True, slots=True)
class Idea:
    """One team: the captain comes first. No content: it has not begun; `submitted` needs a whole one."""

    name: str
    members: tuple[str, ...]
    idea: str
    content: dict[str, Any] = field(default_factory=dict)
    submitted: bool = False


IDEAS = (
    Idea(
        "Torque Whisperers",
        ("Jonas Beck", "Maya Lindqvist", "Priya Raman", "Tomasz Wilk"),
        "We listen to motors to hear a bearing fail before it does.",
        {
            "title": "Reading a motor’s hum",
            "story": "A worn bearing sings half a tone lower. We record ten seconds a shift with the "
            "microphone that is in the arm already, and compare it with its own last month.",
            "built_with": ["Python", "librosa", "ONNX"],
            "data_class": DataClass.INTERNAL,
            "model_provider": "Our own, trained on twelve hours of motors",
            "ai_used": "A small audio model on the board.",
        },
    ),
    Idea(
        "Gripper Gang",
        ("Nadia Benali", "Erik Dahl", "Hana Kimura"),
        "A camera that sees a worn gripper pad.",
        {
            "title": "Pads before they slip",
            "pitch": "One picture before each shift says which gripper pads to change, and which will last.",
            "story": "Two of three slips began with a pad that anyone could have seen. A phone camera, "
            "forty pictures a pad, and a model that says *change*, *watch* or *fine*.",
            "repository_url": "https://git.example.org/gripper-gang/pads",
            "built_with": ["Python", "PyTorch"],
            **ANSWERS,
        },
        submitted=True,
    ),
    Idea(
        "Red Green Refactor",
        ("Dario Conti", "Sara Lund", "Luca Moretti", "Gustav Ek"),
        "From a bug report to a failing test.",
        {
            "title": "A test for every bug report",
            "pitch": "Turns a customer’s words into a failing test that a developer would keep.",
            "story": "We took four hundred closed reports and asked whether the draft would have been kept: "
            "half of them, with small changes. The other half is shown too.",
            "repository_url": "https://git.example.org/refactor/report-to-test",
            "video_url": "https://video.example.org/red-green",
            "built_with": ["Python", "pytest"],
            **ANSWERS,
        },
        submitted=True,
    ),
    Idea(
        "Manual Labour",
        ("Ana Ferreira", "Ida Holmgren", "Freya Holm", "Marcus Boateng"),
        "A technician asks aloud; the manual answers and shows its page.",
        {
            "title": "The manual that answers",
            "pitch": "Ask the arm’s manual aloud at night, and get the page with the answer on it.",
            "story": "Search over 1,900 pages, an answer only with its page beside it, and *I do not know* "
            "where there is none.",
            "demo_url": "https://manual.example.org",
            "built_with": ["Python", "SQLite"],
            **ANSWERS,
        },
        submitted=True,
    ),
    Idea(
        "Cold Start",
        ("Aino Virtanen", "Yusuf Demir", "Leila Haddad"),
        "Plan the first hour of a new line from its drawing.",
        {
            "title": "The first hour",
            "pitch": "Reads the drawing of a new line and plans its first hour.",
            "built_with": ["Python"],
            "repository_url": "https://git.example.org/cold-start/plan",
        },
    ),
    Idea("Night Shift", ("Emil Sørensen", "Ben Osei"), "What happened on line 3 last night, in five lines."),
    Idea(
        "Six Axes",
        ("Chidi Eze", "Oskar Lind", "Mateus Rocha"),
        "Explain a stop by the seconds before it.",
    ),
)
ALONE = ("Noor Rahman", "Elif Kaya", "Lena Hoffmann")  # signed up, in no team yet
GONE = "Jin Park"  # gave the place back


OPEN = Idea(
    "Form 27",
    ("Maya Lindqvist", "Anders Berg"),
    "The acceptance form of a new line, filled in from what the line says of itself.",
)


def make(today: datetime, people: Company, running: Hackathon) -> None:
    """Sign people up over two weeks, let them find each other, and write what stands so far."""
    first = datetime.combine(running.starts_wall.date(), time(), ZoneInfo(ZONE))
    names = [name for idea in IDEAS for name in idea.members] + [*ALONE, GONE]
    for step, name in enumerate(sorted(names)):
        with clock.at(first - 20 * DAY + timedelta(hours=9 + 11 * step)):
            places.sign_up(people[name], running)
    with clock.at(first - 3 * DAY):
        places.withdraw(people[GONE], running)
    for step, idea in enumerate(IDEAS):
        with clock.at(first - 2 * DAY + timedelta(hours=9 + step)):
            team = services.make(people[idea.members[0]], running, name=idea.name, idea=idea.idea)
            for name in idea.members[1:]:
                services.join(people[name], team)
        if idea.content:
            # yesterday afternoon, once submitting had opened
            with clock.at(first + timedelta(hours=14, minutes=17 * step + 9)):
                written = Written(Content(**idea.content), version=0)
                act = demos.submit if idea.submitted else demos.save
                act(people[idea.members[0]], team, written)


def make_open(coming: Hackathon, people: Company) -> None:
    """A team with room in a hackathon whose sign-up is open: whoever gets its link can join."""
    opened = coming.published_at or clock.now()
    for step, name in enumerate(OPEN.members):
        with clock.at(opened + timedelta(hours=1 + step)):
            places.sign_up(people[name], coming)
    with clock.at(max(opened, coming.forming_at or opened) + timedelta(hours=4)):
        team = services.make(people[OPEN.members[0]], coming, name=OPEN.name, idea=OPEN.idea)
        for name in OPEN.members[1:]:
            services.join(people[name], team)
