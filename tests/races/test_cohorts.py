"""A cohort in which several do something at the same moment, through real web processes."""

from datetime import date, time, timedelta

from learnhub.cohorts import queries
from learnhub.cohorts.deadlines import is_on_time
from learnhub.cohorts.models import Change, Progress
from learnhub.core import clock
from learnhub.core.db import db
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.programs import services as programs
from learnhub.programs.models import SignUp, SignUpState
from tests import factories
from tests.support.clients import Client, together
from tests.support.rows import fresh, save

LINES = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in (2, 3, 4)]
DAYS, PEOPLE = 7, 6


def begun(host):
    """A cohort of this week, so that everything of it is still to come."""
    return factories.cohort(host, *LINES, starts=monday())


def crowd():
    return [factories.person(f"Person {number}") for number in range(PEOPLE)]


def monday() -> date:
    today = clock.now().date()
    return today - timedelta(days=today.weekday())


def test_of_two_extensions_at_once_each_counts_once_and_none_moves_the_due_earlier(app, server):
    host, other, ada = (factories.person(name) for name in ("Ruth", "Omar", "Ada"))
    cohort, url = begun(host), server().url
    save(programs.add_host(host, cohort, other))
    factories.sign_up(cohort, ada)
    due = queries.dates(cohort)[0]
    path = f"{cohort.url}/people/{ada.key}/{due.key}"
    wished = [due.wall + timedelta(days=3), due.wall + timedelta(days=5)]
    clients = [Client(app, url, each) for each in (host, other)]
    sent = [{"until": f"{at:%Y-%m-%dT%H:%M}", "reason": "Ill"} for at in wished]
    both = zip(clients, sent, strict=True)
    answers = together([lambda client=client, data=data: client.post(path, **data) for client, data in both])
    statuses = [answer.status for answer in answers]
    assert statuses[1] == 303, "the later one moves it whichever came first"
    assert statuses[0] in {303, 422}
    row = db.session.query(Progress).filter_by(date_id=due.id, person_id=ada.id).one()
    assert fresh(row).extended_to.date() == wished[1].date()
    kept = db.session.query(Change).filter_by(date_id=due.id, person_id=ada.id).count()
    assert kept == row.due_rev == statuses.count(303)


def test_who_ticks_while_the_cohort_is_shifted_is_measured_by_one_due_or_the_other(app, server):
    host, people = (
        factories.person("Ruth"),
        [factories.person(f"Person {number}") for number in range(PEOPLE)],
    )
    cohort, url = begun(host), server().url
    for each in people:
        factories.sign_up(cohort, each)
    due = queries.dates(cohort)[0]
    before = due.at
    clients, desk = [Client(app, url, each) for each in people], Client(app, url, host)
    shift = {"way": "shift", "days": str(DAYS), "version": str(cohort.version)}
    dates, done = f"{cohort.url}/dates", f"{cohort.url}/dates/{due.key}/done"
    moves = [lambda: desk.post(dates, **shift)]
    ticks = [lambda client=client: client.post(done) for client in clients]
    assert [answer.status for answer in together([*ticks, *moves])] == [303] * (PEOPLE + 1)
    after = fresh(due).at
    assert after - before in {timedelta(days=DAYS) + timedelta(hours=hour) for hour in (-1, 0, 1)}
    rows = db.session.query(Progress).filter_by(date_id=due.id).all()
    assert len(rows) == PEOPLE
    assert {row.due_at for row in rows} <= {before, after}
    assert all(row.on_time is is_on_time(row.done_at, row.due_at) for row in rows)


def test_of_many_on_the_last_place_of_a_cohort_one_is_in(app, server):
    host, people = (
        factories.person("Ruth"),
        [factories.person(f"Person {number}") for number in range(PEOPLE)],
    )
    cohort, url = begun(host), server().url
    cohort.capacity = 1
    save(cohort)
    clients = [Client(app, url, each) for each in people]
    path = f"/programs/{cohort.key}/sign-up"
    assert {answer.status for answer in together([lambda c=c: c.post(path) for c in clients])} == {303}
    assert fresh(cohort).places_taken == 1
    states = [row.state for row in db.session.query(SignUp).filter_by(program_id=cohort.id)]
    assert sorted(states) == sorted([SignUpState.IN, *[SignUpState.WAITING] * (PEOPLE - 1)])
