"""Two feeds that the library follows, and what waits of them to be looked at."""

from datetime import datetime, timedelta

from learnhub.core import clock
from learnhub.core.db import db
from learnhub.library import following
from learnhub.library.following_models import FeedState
from learnhub.library.formats.entries import Entry
from seed.company import Company

DAY = timedelta(days=1)
# Feed, its title, its entries: days ago, title, address. Real ones, as published.
FEEDS = (
    (
        "https://netflixtechblog.com/feed",
        "Netflix TechBlog",
        (
            (
                1,
                "Evolution of ML Fact Store",
                "https://netflixtechblog.com/evolution-of-ml-fact-store-5941d3231762",
            ),
            (
                3,
                "Exploring Data @ Netflix",
                "https://netflixtechblog.com/exploring-data-netflix-9d87e20072e3",
            ),
        ),
    ),
    (
        "https://doordash.engineering/feed/",
        "DoorDash Engineering",
        (
            (
                2,
                "Homepage Recommendation with Exploitation and Exploration",
                "https://doordash.engineering/2022/10/05/homepage-recommendation-with-exploitation-and-exploration/",
            ),
        ),
    ),
)


def make(today: datetime, people: Company) -> None:
    """Ruth follows them since a month."""
    for url, title, entries in FEEDS:
        with clock.at(today - 30 * DAY):
            feed = following.follow(people["Ruth Adeyemi"], url)
        feed.title, feed.state = title, FeedState.READ
        feed.asked_at, feed.next_ask_at = today, today + following.OFTEN
        for number, (days, said, address) in enumerate(entries, start=1):
            following.propose(feed, [Entry(number, title=said, url=address)], today - days * DAY)
    db.session.flush()
