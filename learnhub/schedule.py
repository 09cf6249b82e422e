"""The one table of periodic jobs. A job is idempotent: it may run twice, late, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from learnhub.cohorts import jobs as cohorts
from learnhub.commitments import jobs as commitments
from learnhub.courses import jobs as courses
from learnhub.dashboards import jobs as dashboards
from learnhub.demos import jobs as demos
from learnhub.discussions import jobs as discussions
from learnhub.help import jobs as help_requests
from learnhub.imports import jobs as imports
from learnhub.library import jobs as library
from learnhub.mine import jobs as mine
from learnhub.notifications import jobs as notifications
from learnhub.people import jobs as people
from learnhub.programs import jobs as programs
from learnhub.talks import jobs as talks


@dataclass(frozen=True)
class Periodic:
    """`name` is part of a job's id: letters, digits, `-` and `_` only. `every` counts from midnight UTC."""

    name: str
    job: Callable[[], None]
    every: timedelta


JOBS: tuple[Periodic, ...] = (
    Periodic("tick", notifications.tick, timedelta(minutes=1)),
    Periodic("figures", dashboards.refresh, timedelta(minutes=1)),
    Periodic("compare-figures", dashboards.compare, timedelta(days=1)),
    Periodic("mail-dashboards", dashboards.mail, timedelta(hours=1)),
    Periodic("snapshots", demos.take_snapshots, timedelta(minutes=1)),
    Periodic("remind-of-commitments", commitments.remind, timedelta(hours=1)),
    Periodic("wrap-up-talks", talks.wrap_up, timedelta(minutes=5)),
    Periodic("raise-flags", cohorts.raise_flags, timedelta(hours=1)),
    Periodic("escalate", cohorts.escalate, timedelta(hours=1)),
    Periodic("begin-pauses", cohorts.begin_pauses, timedelta(minutes=15)),
    Periodic("route-help", help_requests.route_waiting, timedelta(minutes=10)),
    Periodic("send-announcements", programs.send_announcements, timedelta(minutes=1)),
    Periodic("forget-reasons", programs.forget_reasons, timedelta(days=1)),
    Periodic("pass-offers-on", programs.pass_offers_on, timedelta(minutes=1)),
    Periodic("release-no-shows", programs.release_no_shows, timedelta(minutes=1)),
    Periodic("lay-out-series", programs.lay_out_series, timedelta(days=1)),
    Periodic("reconcile", notifications.reconcile, timedelta(days=1)),
    Periodic("look-up", library.look_up_waiting, timedelta(minutes=5)),
    Periodic("check-links", library.check_links, timedelta(minutes=10)),
    Periodic("ask-feeds", library.ask_feeds, timedelta(minutes=15)),
    Periodic("read-calendars", people.read_calendars, timedelta(minutes=1)),
    Periodic("tell-of-links", library.tell_of_links, timedelta(days=7)),
    Periodic("keep-no-longer", mine.sweep, timedelta(days=1)),
    Periodic("empty-bin", library.empty_bin, timedelta(days=1)),
    Periodic("empty-catalogue-bin", courses.empty_bin, timedelta(days=1)),
    Periodic("end-threads", discussions.empty_bin, timedelta(days=1)),
    Periodic("sweep-imports", imports.sweep, timedelta(days=1)),
)
