"""What the pages of a series show."""

from datetime import datetime
from typing import Any

from learnhub.core.refs import Ref
from learnhub.people.models import Person
from learnhub.programs import policies, rosters, series_queries, series_rules
from learnhub.programs.series_models import Series

NEXT = 12
PAST = 5


def in_words(series: Series) -> str:
    """ "every Thursday, 12:00"."""
    return series_rules.in_words(series_rules.read(series.rule), series.starts_wall)


def show(person: Person, key: str, now: datetime) -> dict[str, Any]:
    """Return the page of a series. Raises NotFound for what they may not know of."""
    series, standing = series_queries.find(person, key)
    coming = rosters.dates_of(person, series, now, most=NEXT)
    over = rosters.dates_of(person, series, now, over=True, most=PAST)
    is_published = series.published_at is not None
    published = [each for each in coming if each.program.state.value == "published"]
    return {
        "series": series,
        "standing": standing,
        "rule": in_words(series),
        "coming": coming,
        "next": published[0].program if published else None,
        "planned": planned(series, now) if not is_published else [],
        "over": over,
        "given": series_queries.count_over(series, now) if over else 0,
        "hosts": [each.person for each in series_queries.hosts_of(series)],
        "followers": series_queries.count_followers(series),
        "carries_on": series_queries.carries_on(series),
        "is_over": is_published and not coming and not ahead(series),
        "may_follow": policies.may_follow(is_guest=False, is_published=is_published),
    }


def planned(series: Series, now: datetime, *, most: int = 8) -> list[datetime]:
    """Return the next moments that a draft would have."""
    rule, gone = series_rules.read(series.rule), series_queries.exceptions(series)
    found = series_rules.moments(rule, series.starts_wall, series.tz, but=gone, most=500)
    return [at for at in found if at > now][:most]


def ahead(series: Series) -> bool:
    """Whether its rule has dates beyond those that are laid out."""
    rule = series_rules.read(series.rule)
    return bool(series_rules.walls(rule, series.starts_wall, after=series.laid_until, most=1))


def ref(series: Series) -> Ref:
    """Return how others name it."""
    return Ref("series", series.id)
