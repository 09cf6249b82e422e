"""Who must hear what by when, by a model that knows nothing of rows, beside the real engine and server.

People join, leave, finish, take back, get longer, mute, move to other zones and want quiet; dates move; the
engine stands still, the mail server refuses. `--hypothesis-profile deep` tries a great deal more.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, func, select, update

from learnhub.cohorts import shifting, ticking
from learnhub.cohorts.models import CohortDate, Progress
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.core.transaction import settle
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications import jobs, services
from learnhub.notifications.models import Channel, Delivery, DeliveryState, Digest, Reminder, State
from learnhub.notifications.planning import rule_changes, rules
from learnhub.notifications.planning.dues import DUE
from learnhub.notifications.planning.times import Offset
from learnhub.people import profiles, quiet
from learnhub.programs import places
from learnhub.programs.models import Program, ProgramState
from tests import factories
from tests.support.rows import fresh, perform

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BEGINS = datetime(2026, 12, 1, 10, tzinfo=UTC)  # a Tuesday; all is due on Friday evening
OFFSETS = {"3d": 3 * DAY, "1d": DAY}
ZONES = ("UTC", "America/New_York", "Australia/Lord_Howe")
WINDOWS = (("01234", 9, 12), ("01234", 13, 17), ("3", 9, 17), ("0", 8, 16))
OPEN = (State.PENDING, State.CLAIMED, State.BATCHED, State.SENDING)
LATE = 36 * MINUTE  # what is nearer to its due helps nobody; and a few minutes’ jitter
who, which = st.integers(0, 2), st.integers(0, 2)


@dataclass
class Them:
    """A person, as the model knows them. Moments are those since when something holds."""

    id: int
    email: str
    zone: str
    quiet: list[tuple[str, int, int]] = field(default_factory=list)
    joined: datetime | None = None
    muted: bool = False
    done: set[int] = field(default_factory=set)
    longer: dict[int, tuple[datetime, datetime]] = field(default_factory=dict)  # until when, since when
    passed: set[tuple[int, datetime, str]] = field(default_factory=set)  # was not to be told then
    heard: dict[tuple[int, datetime, str], datetime] = field(default_factory=dict)
    same: datetime = BEGINS  # the hours in which mail may come

    def may_be_mailed(self, moment: datetime) -> bool:
        """Whether they work then, and are not left in peace."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return local.weekday() < 5 and 9 <= local.hour < 17 and not self.is_left_in_peace(moment)

    def is_left_in_peace(self, moment: datetime) -> bool:
        local = moment.astimezone(ZoneInfo(self.zone))
        day = str(local.weekday())
        return any(day in days and first <= local.hour < last for days, first, last in self.quiet)

    def could_have_had_mail(self, since: datetime, until: datetime) -> bool:
        steps = int(max(until - since, timedelta()) / (15 * MINUTE))
        return any(self.may_be_mailed(since + step * 15 * MINUTE) for step in range(steps))

    def next_morning(self, moment: datetime) -> datetime:
        """Return when mail may first come on a later day of theirs."""
        today, later = moment.astimezone(ZoneInfo(self.zone)).date(), moment
        while later.astimezone(ZoneInfo(self.zone)).date() == today or not self.may_be_mailed(later):
            later += 15 * MINUTE
        return later


class Hearing(RuleBasedStateMachine):
    """The engine beside the model. `moments` and `mailbox` are set by the test."""

    at: "Hands"

    def __init__(self):
        super().__init__()
        self.now = BEGINS - 8 * DAY
        self.at.hold(self)
        self._forget()
        self.host = factories.person("Ruth", work_days="")
        people = [factories.person(name, zone=zone) for name, zone in zip("ABC", ZONES, strict=True)]
        self.all = [Them(each.id, each.email, each.zone) for each in people]
        self.people = people
        lines = [Line(ItemKind.DELIVERABLE, f"Step {n}", week=2, weekday=4, at=time(18)) for n in range(3)]
        self.cohort = factories.cohort(self.host, *lines, starts=date(2026, 11, 23))
        for kind in rules.KINDS_OF["cohort"]:
            chosen = [Offset(days=3), Offset(days=1)] if kind == DUE else []
            rule_changes.change(kind, self.cohort.id, chosen)
        settle(save=True)
        dates = db.session.scalars(select(CohortDate).where(CohortDate.cohort_id == self.cohort.id)).all()
        self.keys = {row.id: row.key for row in dates}
        self.due = {row.id: row.at for row in dates}
        self.moved, self.seen, self.was_out = self.now, 0, self.now
        for i in (0, 1):
            self.join(i)
        self.now, self.out = BEGINS, False
        self._tick()

    def _forget(self):
        """Leave nothing of the run before that could still be told."""
        settle(save=True)
        for table in (Delivery, Reminder, Digest):
            db.session.execute(delete(table))
        db.session.execute(update(Program).values(state=ProgramState.DRAFT))
        settle(save=True)

    # what happens

    @rule(i=who)
    def join(self, i):
        them = self.all[i]
        if them.joined is None and self.now < min(self.due.values()):
            places.sign_up(self._person(i), self._cohort())
            them.joined = self.now
            self._settle()

    @rule(i=who)
    def leave(self, i):
        if self.all[i].joined is not None and self.now < min(self.due.values()):
            places.withdraw(self._person(i), self._cohort())
            self.all[i].joined = None
            self._settle()

    @rule(i=who, d=which)
    def finish(self, i, d):
        them, date_id = self.all[i], [*self.keys][d]
        if them.joined is not None and date_id not in them.done:
            ticking.tick(self._person(i), self._cohort(), self.keys[date_id])
            them.done.add(date_id)
            self._settle()

    @rule(i=who, d=which)
    def take_back(self, i, d):
        them, date_id = self.all[i], [*self.keys][d]
        if them.joined is not None and date_id in them.done:
            self._pass_over(them, date_id)
            ticking.take_back(self._person(i), self._cohort(), self.keys[date_id])
            them.done.discard(date_id)
            self._settle()

    @rule(i=who, d=which, days=st.integers(1, 4))
    def extend(self, i, d, days):
        them, date_id = self.all[i], [*self.keys][d]
        if them.joined is not None and date_id not in them.done and self._due(them, date_id) > self.now:
            to = self._due(them, date_id) + days * DAY
            host, until = self.at.fresh(self.host), to.replace(tzinfo=None)
            ticking.extend(
                host, self._cohort(), self.keys[date_id], self._person(i), until=until, reason="Ill"
            )
            them.longer[date_id] = (to, self.now)
            self._settle()

    @rule(days=st.sampled_from((-1, 1, 3)))
    @precondition(lambda self: min(self.due.values()) > self.now + 36 * HOUR)
    def move(self, days):
        cohort = self._cohort()
        wanted = shifting.Wanted(days=days, since=date(2026, 11, 23))
        shifting.shift(self.at.fresh(self.host), cohort, wanted, version=cohort.version)
        self._settle()
        rows = db.session.scalars(select(CohortDate).where(CohortDate.id.in_(self.keys)))
        self.due, self.moved = {row.id: row.at for row in rows}, self.now
        settle(save=True)

    @rule(i=who)
    def mute(self, i):
        them = self.all[i]
        if them.joined is not None:
            for date_id in self.keys:
                self._pass_over(them, date_id)
            (services.unmute if them.muted else services.mute)(self._person(i), self._cohort())
            them.muted = not them.muted
            self._settle()

    @rule(i=who, window=st.sampled_from(WINDOWS))
    def ask_for_quiet(self, i, window):
        days, first, last = window
        if window not in self.all[i].quiet and len(self.all[i].quiet) < 2:
            quiet.add(self._person(i), days=[*days], starts=time(first), ends=time(last))
            self.all[i].quiet.append(window)
            self.all[i].same = self.now
            self._settle()

    @rule(i=who, zone=st.sampled_from(ZONES))
    def travel(self, i, zone):
        person = self._person(i)
        said = {"name": person.name, "learning": "", "helping": "", "shortcuts": True}
        profiles.describe(person, zone=zone, **said)
        self.all[i].zone, self.all[i].same = zone, self.now
        self._settle()

    @rule()
    def mail_server_refuses_or_takes(self):
        self.out = not self.out
        if self.out:
            self.at.mailbox.refuse()
        else:
            self.at.mailbox.recover()
        self.was_out = self.now

    @rule(hours=st.sampled_from((2, 6, 17, 24, 24, 40)))
    def time_passes(self, hours):
        """Each minute has its tick; those at which nothing is due do nothing, and are left out here."""
        until = self.now + hours * HOUR
        for _ in range(40):
            following = self.at.next_moment()
            if following is None or following >= until:
                break
            self.now = max(self.now + MINUTE, following)
            self._tick()
        self.now = max(until, self.now)
        self._tick()

    @rule(hours=st.sampled_from((5, 20, 50)))
    def nothing_runs(self, hours):
        self.now += hours * HOUR
        for them in self.all:
            them.same = self.now  # what was to come before quiet hours could not
        self._tick()

    # what the model says of it

    def _due(self, them, date_id):
        longer = them.longer.get(date_id)
        return max(longer[0], self.due[date_id]) if longer else self.due[date_id]

    def _since(self, them, date_id):
        longer = them.longer.get(date_id)
        own = longer[1] if longer and longer[0] > self.due[date_id] else them.joined
        return max(them.joined, self.moved, own)

    def _fallen_due(self, them, date_id):
        """What they were to be told by now, the latest last."""
        due, since = self._due(them, date_id), self._since(them, date_id)
        found = [
            (due - before, name) for name, before in OFFSETS.items() if since <= due - before <= self.now
        ]
        return [(date_id, due, name) for _, name in sorted(found)] if due > self.now else []

    def _pass_over(self, them, date_id):
        """What fell due while they were done, or had muted it, is not made up for."""
        if them.muted or date_id in them.done:
            them.passed.update(self._fallen_due(them, date_id))

    def _tick(self):
        before = dict(enumerate(dict(them.heard) for them in self.all))
        self.at.tick()
        shown, mailed, rows = self.at.read(self.seen)
        self.seen = max([self.seen, *(row.id for row in (*shown, *mailed))])
        for delivery, reminder, about in ((row, row.reminder, self.at.about(row.reminder)) for row in shown):
            self._hears(delivery, reminder, about)
        for them, heard in zip(self.all, before.values(), strict=True):
            new = [about for about, _, _ in them.heard.keys() - heard.keys()]
            assert len(new) == len(set(new)), "one at a time of each date"
            self._must_have_heard(them)
        self._look_at_mail(mailed)
        self._look_at_what_waits(rows)

    def _hears(self, delivery, reminder, about):
        them = next(each for each in self.all if each.id == delivery.person_id)
        said = about, reminder.due_at, reminder.offset
        assert said not in them.heard, f"{them.email} hears twice: {said}"
        assert them.joined is not None, "who left hears"
        assert about not in them.done, "who is done hears"
        assert not them.muted, "who muted it hears"
        assert reminder.due_at == self._due(them, about), "it tells of another date"
        assert reminder.due_at > self.now, "it comes too late"
        assert reminder.fire_at >= self._since(them, about), "it is from before"
        them.heard[said] = self.now

    def _must_have_heard(self, them):
        if them.joined is None:
            return
        for date_id in self.keys:
            self._pass_over(them, date_id)
            fallen = self._fallen_due(them, date_id)
            if fallen and date_id not in them.done and not them.muted and fallen[-1] not in them.passed:
                assert fallen[-1] in them.heard, f"{them.email} does not hear: {fallen[-1]}"

    def _look_at_mail(self, mailed):
        for row in mailed:
            them = next((each for each in self.all if each.id == row.person_id), None)
            if them is None:
                continue
            assert not them.is_left_in_peace(row.at), "mail in quiet hours"
            assert row.calendar or them.may_be_mailed(row.at), "mail out of working hours"
            for reminder in self.at.inside(row):
                if reminder.kind == DUE:
                    about = self.at.about(reminder)
                    assert about not in them.done, "mail to who is done"
                    assert them.joined is not None, "mail to who left"
                    assert not them.muted, "mail to who muted it"
                    assert reminder.due_at == self._due(them, about), "mail of another date"
            assert self.at.mails_of_the_day(them, row.at) <= 2, "a third mail on one day"

    def _look_at_what_waits(self, rows):
        for row, digest_at, came_at in rows:
            them = next(each for each in self.all if each.id == row.person_id)
            about = self.at.about(row)
            stands = them.joined is not None and about not in them.done and not them.muted
            if not stands or row.due_at <= self.now or row.due_at != self._due(them, about):
                continue
            if row.state in OPEN:
                slack = 7 * HOUR if self.out or self.was_out > self.now - 7 * HOUR else 6 * MINUTE
                latest = max(row.fire_at, them.next_morning(self.now)) + slack
                assert (digest_at or row.next_at) <= latest, "a mail waits longer than it must"
            elif row.skip_reason == "A later reminder took its place.":
                theirs = [each for each, *_ in rows if each.person_id == row.person_id]
                taken = [each for each in theirs if self.at.about(each) == about]
                assert max(each.fire_at for each in taken) > row.fire_at, "nothing took its place"
            elif came_at is not None and row.skip_reason and them.same <= came_at and not self.out:
                full = self.at.mails_of_the_day(them, row.done_at) >= 2
                chance = them.could_have_had_mail(row.done_at, row.due_at - LATE)
                calm = self.was_out < came_at
                assert full or not chance or not calm, f"no mail: {row.skip_reason}"

    def _settle(self):
        settle(save=True)

    def _person(self, i):
        return self.at.fresh(self.people[i])

    def _cohort(self):
        return self.at.fresh(self.cohort)


class Hands:
    """What the machine reaches the product with."""

    def __init__(self, monkeypatch, mailbox, run_jobs):
        self.mailbox, self.machine, self.run_jobs = mailbox, None, run_jobs
        monkeypatch.setattr(clock, "now", lambda: self.machine.now)

    def hold(self, machine):
        self.machine = machine
        self.mailbox.empty()

    def fresh(self, row):
        return fresh(row)

    def tick(self):
        perform(jobs.tick)
        self.run_jobs()

    def next_moment(self):
        """Return when the engine next has something to look at."""
        waits = [
            db.session.scalar(select(func.min(model.next_at)).where(model.state == State.PENDING))
            for model in (Reminder, Digest)
        ]
        db.session.rollback()
        return min((at for at in waits if at is not None), default=None)

    def read(self, seen):
        """Return what came into inboxes, and by mail, and each deadline reminder that fell due."""
        new = db.session.scalars(select(Delivery).where(Delivery.id > 0).order_by(Delivery.id)).all()
        ours = [row for row in new if row.reminder is None or row.reminder.kind == DUE]
        shown = [row for row in ours if row.channel is Channel.IN_APP and row.id > seen]
        now = self.machine.now
        mailed = [
            row for row in new if (row.channel, row.state, row.at) == (Channel.EMAIL, DeliveryState.SENT, now)
        ]
        came = {row.reminder_id: row.created_at for row in ours if row.channel is Channel.IN_APP}
        due = db.session.query(Reminder).filter(Reminder.kind == DUE, Reminder.fire_at <= now)
        rows = [(row, row.digest.next_at if row.digest else None, came.get(row.id)) for row in due]
        return shown, mailed, rows

    def about(self, reminder):
        if reminder.subject_kind != "extension":
            return reminder.subject_id
        return db.session.get_one(Progress, reminder.subject_id).date_id

    def inside(self, row):
        if row.reminder is not None:
            return [row.reminder]
        return db.session.query(Reminder).filter_by(digest_id=row.digest_id, state=State.SENT).all()

    def mails_of_the_day(self, them, moment):
        tz = ZoneInfo(them.zone)
        sent = db.session.query(Delivery).filter_by(person_id=them.id, channel=Channel.EMAIL, calendar="")
        alone = sent.filter(Delivery.state == DeliveryState.SENT, Delivery.reminder_id.is_not(None))
        return sum(row.at.astimezone(tz).date() == moment.astimezone(tz).date() for row in alone)


QUICK = {
    "max_examples": 4,
    "stateful_step_count": 22,
    "derandomize": True,
    "database": None,
    "phases": [hypothesis.Phase.generate],
}


@pytest.fixture
def hands(monkeypatch, mailbox, run_jobs):
    return Hands(monkeypatch, mailbox, run_jobs)


def test_everyone_hears_what_the_model_says_once_and_at_a_good_moment(hands):
    deep = hypothesis.settings.get_current_profile_name() == "deep"
    chosen = {} if deep else QUICK
    calm = list(hypothesis.HealthCheck)
    settings = hypothesis.settings(deadline=None, suppress_health_check=calm, **chosen)
    machine = type("Hearing", (Hearing,), {"at": hands})
    run_state_machine_as_test(machine, settings=settings)


def test_the_model_sees_what_a_move_would_tell_anew(hands):
    """A few steps that chance seldom takes in so short a time: a rule of an earlier day must stay silent."""
    machine = type("Hearing", (Hearing,), {"at": hands})()
    machine.move(-1)
    machine.time_passes(2)
    machine.move(1)
    machine.time_passes(24)
