"""Three people alone with courses from elsewhere, and those who hold them to it."""

from datetime import datetime, time, timedelta

from learnhub.cohorts import learning
from learnhub.commitments import partners, queries, services
from learnhub.commitments.services import Terms
from learnhub.core import clock
from seed.company import Company

DAY = timedelta(days=1)
WEEKS = (
    (
        "Watched two lessons and trained a classifier on our stop photos.",
        "Lesson 3",
        "3 to 4",
        "",
    ),
    ("Lesson 3. The notebook runs on the rack.", "The exercise of lesson 3", "1 to 2", ""),
    ("Half of the exercise.", "The other half", "1 to 2", "My GPU hours are used up until Monday."),
)


def make(today: datetime, people: Company) -> None:
    """Maya is in the middle of one; Linh has finished hers, and it is confirmed; Hugo asks Maya."""
    maya, goran = people["Maya Lindqvist"], people["Goran Petrov"]
    with clock.at(today - 20 * DAY):
        start = services.today_of(maya)
        made = services.make(
            maya,
            Terms(
                start + 50 * DAY,
                4,
                title="Practical Deep Learning for Coders",
                url="https://course.fast.ai/",
                milestones=(
                    ("Lessons 1 to 3", start + 14 * DAY),
                    ("Lessons 4 to 6, with notes", start + 24 * DAY),
                    ("A model of my own", start + 42 * DAY),
                ),
            ),
        )
        key = made.key
        services.set_blocks(maya, queries.find(maya, key), learning.blocks((1, 3), time(16), 60))
        partners.ask(maya, queries.find(maya, key), goran)
        partners.answer(goran, queries.find(goran, key), agrees=True)
    for week, (done, to_do, hours, blocked) in enumerate(WEEKS):
        with clock.at(today - (16 - 7 * week) * DAY):
            said = {"done": done, "to_do": to_do, "blocked": blocked}
            partners.check_in(maya, queries.find(maya, key), hours=hours, **said)
    with clock.at(today - 5 * DAY):
        seen = queries.find(maya, key)
        services.tick(maya, seen, seen.commitment.milestones[0].key)
    _finished(today, people)
    hugo = people["Hugo Martins"]
    with clock.at(today - DAY):
        terms = Terms(
            services.today_of(hugo) + 40 * DAY, 2, title="Elements of AI", url="https://www.elementsofai.com/"
        )
        asked = services.make(hugo, terms)
        partners.ask(hugo, queries.find(hugo, asked.key), maya)


def _finished(today: datetime, people: Company) -> None:
    linh, thandi = people["Linh Tran"], people["Thandi Nkosi"]
    with clock.at(today - 90 * DAY):
        until = services.today_of(linh) + 42 * DAY
        key = services.make(linh, Terms(until, 3, title="Full Stack Deep Learning")).key
        partners.ask(linh, queries.find(linh, key), thandi)
        partners.answer(thandi, queries.find(thandi, key), agrees=True)
    with clock.at(today - 50 * DAY):
        day = services.today_of(linh)
        services.finish(linh, queries.find(linh, key), finished_on=day, proof="My project runs on line 2.")
    with clock.at(today - 48 * DAY):
        services.confirm(thandi, queries.find(thandi, key))
