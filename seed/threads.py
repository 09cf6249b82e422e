"""What people write to each other about a few resources: some questions are answered."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.discussions import services
from learnhub.library import discussed
from learnhub.library.models import Resource
from seed.company import Company

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Begun:
    """A thread: days ago, by whom, what; replies (by whom, what); which of them answers it, from 0."""

    days: int
    by: str
    text: str
    asks: bool
    replies: tuple[tuple[str, str], ...] = ()
    answer: int | None = None


THREADS: dict[str, tuple[Begun, ...]] = {  # by the title of a resource
    "promptfoo": (
        Begun(
            21,
            "Lena Hoffmann",
            "Does this hold when a model is only called **twice a day**? Our numbers would be tiny.",
            True,
            (
                ("Kenji Watanabe", "With so few calls read every one of them. A score comes later."),
                (
                    "Jonas Beck",
                    "We did what Kenji says for a month. What helped:\n\n"
                    "1. one sheet, a line a call\n2. *right*, *wrong*, *cannot tell*\n"
                    "3. ten minutes on Fridays",
                ),
                ("Lena Hoffmann", "Ten minutes I can do. Thank you both."),
            ),
            answer=1,
        ),
        Begun(
            3,
            "Tomasz Wilk",
            "@Kenji Watanabe, is the sheet that you showed at lunch somewhere? I would start from it.",
            True,
            (("Kenji Watanabe", "I clean it up and put it into the library this week."),),
        ),
    ),
    "How we Improved Computer Vision Metrics by More Than 5% Only by Cleaning Labelling Errors": (
        Begun(
            9,
            "Priya Raman",
            "The second half assumes that labels are free. Ours cost a shift. I would stop half way.",
            False,
            (
                ("Dario Conti", "Agreed, though the part on drift is short and worth it."),
                (
                    "Maya Lindqvist",
                    "We label 30 a week and it is enough to see a change. @Priya Raman, come by.",
                ),
                ("Priya Raman", "Thank you, @Maya Lindqvist. Thursday at ten?"),
            ),
        ),
    ),
    "ollama": (
        Begun(
            5,
            "Arjun Mehta",
            "Has anybody run this behind our proxy? It stops at `CERTIFICATE_VERIFY_FAILED` for me.",
            True,
            (("Noor Rahman", "Set `SSL_CERT_FILE` to the company bundle. It is on every laptop already."),),
            answer=0,
        ),
    ),
}


def make(today: datetime, people: Company) -> None:
    """Write the threads."""
    for resource in db.session.scalars(select(Resource).where(Resource.title.in_(THREADS))).all():
        for begun in THREADS[resource.title]:
            _write(today, people, resource, begun)


def _write(today: datetime, people: Company, resource: Resource, begun: Begun) -> None:
    subject, at = discussed.subject(resource), today - begun.days * DAY
    with clock.at(at):
        thread = services.begin(people[begun.by], subject, begun.text, asks=begun.asks)
    said = []
    for number, (name, text) in enumerate(begun.replies):
        with clock.at(min(at + (3 + 20 * number) * HOUR, today - HOUR)):
            said.append(services.reply(people[name], subject, thread, text))
    if begun.answer is not None:
        with clock.at(min(at + DAY, today)):
            services.accept(thread.author, thread, said[begun.answer])
