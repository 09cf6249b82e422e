"""What cohorts give the others."""

from learnhub.cohorts import (
    addressed,
    away_pauses,
    check_in_pages,
    goal_ties,
    helping,
    listing,
    pages,
    refs,
    subscribers,
    views,
    week_pages,
    weekly_hours,
    weeks,
)
from learnhub.core.features import Feature
from learnhub.courses.running import RUNS
from learnhub.discussions.subjects import DISCUSSED
from learnhub.goals.tieable import THROUGH
from learnhub.help.subjects import HELPED
from learnhub.library.taking_back import NAMED
from learnhub.people.away_pauses import PAUSED
from learnhub.people.weekly_hours import PLANNED
from learnhub.programs.groups import GROUPS
from learnhub.programs.kinds import KINDS
from learnhub.programs.tabs import TABS
from learnhub.search.documents import DOCUMENTS

FEATURE = Feature(
    "cohorts",
    blueprints=(views.bp,),
    subscriptions=(subscribers.SUBSCRIPTIONS,),
    gives=(
        KINDS.give({"cohort": views.COHORT}),
        TABS.give({"cohort": pages.tabs}),
        TABS.give({"cohort": check_in_pages.tabs}),
        TABS.give({"cohort": week_pages.tabs}),
        GROUPS.give({"cohort": addressed.groups}),
        DOCUMENTS.give({"cohort": refs.documents}),
        DISCUSSED.give({"week": weeks.WEEKS}),
        HELPED.give({"cohort": helping.COHORTS}),
        NAMED.give(weeks.shown),
        RUNS.give(listing.runs),
        THROUGH.give({"course": goal_ties.course_through_cohorts, "cohort": goal_ties.cohort_through_course}),
        PLANNED.give(weekly_hours.planned),
        PAUSED.give({"cohort": away_pauses.PAUSING}),
    ),
)
