"""What becomes of a demo: who says it, when its owner is asked, what counts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from learnhub.core import clock, events
from learnhub.core.db import db
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.core.refs import Ref, cards
from learnhub.demos import follow_up_policies, follow_up_queries, follow_ups, queries
from learnhub.demos.events import SnapshotsTaken
from learnhub.demos.follow_ups import Said
from learnhub.demos.models import FollowState
from learnhub.goals import queries as goals
from learnhub.goals import services as goal_services
from learnhub.hackathons.models import Hackathon, WindowKind
from learnhub.notifications.models import Reminder
from learnhub.notifications.planning import decisions, reminders
from learnhub.notifications.sending import rechecks
from learnhub.people.models import Kind
from tests import factories
from tests.support.rows import save

DAY = timedelta(days=1)
PILOT, ADOPTED, SHELVED = FollowState.PILOT, FollowState.ADOPTED, FollowState.SHELVED
with_rows = pytest.mark.usefixtures("app")


def test_cost_is_people_times_hours_times_the_one_rate_and_what_was_spent():
    found = follow_up_policies.cost(3, 16, 200, 80)
    assert (found.hours, found.of_people, found.total) == (48, 3840, 4040)
    assert follow_up_policies.cost(3, None, None, 80).total == 0


def stood(ruth, ada, *others):
    """A demo that stands, followed up since its snapshot."""
    over = {kind: (-DAY * 4, -DAY * 3) for kind in (WindowKind.HACKING, WindowKind.SUBMITTING)}
    hackathon = factories.hackathon(ruth, windows=over | {WindowKind.RESULTS: (-DAY * 2, -DAY * 2)})
    demo = factories.demo(factories.team(ada, hackathon, *others), submitted=True)
    events.publish(SnapshotsTaken(hackathon.id))
    return save(demo)


@with_rows
def test_who_leads_the_team_decides_and_is_asked_at_thirty_sixty_and_ninety_days():
    ruth, ada, bob = (factories.person(name) for name in ("Ruth", "Ada", "Bob"))
    demo = stood(ruth, ada, bob)
    row = follow_up_queries.of_demo(demo.id)
    assert (row.owner_id, row.state) == (ada.id, FollowState.DEMOED)

    def told():
        mine = Reminder.person_id == ada.id, Reminder.kind.in_(decisions.KINDS)
        return [*db.session.scalars(select(Reminder).where(*mine).order_by(Reminder.id))]

    asked, of = [], db.session.get_one(Hackathon, demo.hackathon_id)
    for day in (-9, -1, 0, 1, 29, 31, 60, 68, 300):
        with clock.at(clock.now().replace(hour=12) + (row.decide_on - clock.now().date()) + DAY * day):
            reminders.plan(of.id, clock.now())
            reminders.plan(of.id, clock.now())
            asked.append([each.fire_at.date() - row.decide_on for each in told()])
    days = [DAY * 0, DAY * 30, DAY * 60]
    assert asked == [[], days[:1], days[:1], days[:1], days[:2], days[:2], days, days, days]
    assert rechecks.situation(told()[0], clock.now()).concerned
    seen = queries.find(ada, demo.key)
    later = clock.now().date() + DAY * 40
    follow_ups.say(ada, seen, Said(PILOT, bob, later, "Line 4 has it.", version=row.version))
    assert {each.state for each in told()} == {"cancelled"}
    reminders.plan(of.id, later_on := clock.now() + DAY * 35)
    [his] = db.session.scalars(select(Reminder).where(Reminder.person_id == bob.id, Reminder.rule != ""))
    assert (his.kind, his.fire_at.date(), his.fire_at > later_on) == ("decision_due", later, True)
    assert not rechecks.situation(told()[-1], clock.now()).concerned
    named = db.session.scalars(select(Reminder).where(Reminder.kind == "follow_up_yours")).one()
    assert named.person_id == bob.id


@with_rows
def test_who_may_say_it_and_what_has_to_be_said():
    ruth, ada, eve = (factories.person(name) for name in ("Ruth", "Ada", "Eve"))
    demo = stood(ruth, ada)
    seen, row = queries.find(ruth, demo.key), follow_up_queries.of_demo(demo.id)
    with pytest.raises(Forbidden, match="its team and the hosts"):
        follow_ups.say(eve, queries.find(eve, demo.key), Said(ADOPTED, ada, None, version=row.version))
    with pytest.raises(Invalid, match="Say why"):
        follow_ups.say(ruth, seen, Said(SHELVED, ada, None, version=row.version))
    with pytest.raises(Invalid, match="by when"):
        follow_ups.say(ruth, seen, Said(PILOT, ada, None, version=row.version))
    with pytest.raises(Invalid, match="is over"):
        follow_ups.say(ruth, seen, Said(PILOT, ada, clock.now().date() - DAY * 2, version=row.version))
    guest = factories.person("Gus", kind=Kind.GUEST)
    with pytest.raises(Invalid, match="does not see this demo"):
        follow_ups.say(ruth, seen, Said(PILOT, guest, clock.now().date(), version=row.version))
    follow_ups.say(ruth, seen, Said(SHELVED, ada, None, "Too slow on a phone.", version=row.version))
    with pytest.raises(Conflict, match="You changed this"):
        follow_ups.say(ruth, seen, Said(ADOPTED, ada, None, version=row.version - 1))
    assert [(each.by_id, each.reason) for each in follow_up_queries.history(row)] == [
        (ruth.id, "Too slow on a phone.")
    ]


@with_rows
def test_value_counts_once_the_owner_of_a_goal_outside_the_team_confirms_it():
    unit = factories.unit()
    ruth, ada, lea = (factories.person(name, unit=unit) for name in ("Ruth", "Ada", "Lea"))
    demo = stood(ruth, ada)
    goal = factories.goal(lea, unit)
    goal_services.tie(lea, goal, Ref("hackathon", demo.hackathon_id), why="", may_edit_the_other=True)
    said = Said(ADOPTED, ada, None, people=2, hours=16, estimated=900, realised=400, version=1)
    row = follow_ups.say(ada, queries.find(ada, demo.key), said)

    def sums():
        rows = follow_up_queries.of_hackathon(demo.hackathon_id)
        period = follow_up_queries.of_period(clock.now() - DAY * 9, clock.now() + DAY, unit.id)
        assert rows == period
        return follow_up_queries.survival(rows)

    found = sums()
    assert (found.demos, found.adopted, found.survived, found.hours) == (1, 1, 1, 32)
    assert (found.estimated, found.realised) == (900, 0)
    with pytest.raises(Forbidden, match="owner of a goal"):
        follow_ups.confirm(ruth, queries.find(ruth, demo.key), version=row.version)
    with pytest.raises(Conflict):  # in a tab that shows what was said before
        follow_ups.confirm(lea, queries.find(lea, demo.key), version=row.version - 1)
    follow_ups.confirm(lea, queries.find(lea, demo.key), version=row.version)
    assert sums().realised == 400
    proof = Ref("follow-up", row.id)
    assert proof in {Ref(each.ref_kind, each.ref_id) for each in goals.evidence(goal)}
    assert cards([proof], lea)[proof].title == f"Adopted: {demo.title}"
    again = Said(SHELVED, ada, None, "It was too slow.", realised=500, version=row.version)
    follow_ups.say(ada, queries.find(ada, demo.key), again)
    assert sums().realised == 0  # another number, which nobody has confirmed
    assert proof not in {Ref(each.ref_kind, each.ref_id) for each in goals.evidence(goal)}


@with_rows
def test_saying_it_on_the_page_and_seeing_it_there_and_with_the_hosts(browser):
    ruth, ada = factories.person("Ruth"), factories.person("Ada")
    demo = stood(ruth, ada)
    page = browser(ada)
    assert f"{ada.name} &lt;{ada.email}&gt;" in page.get(f"/demos/{demo.key}/follow-up").text
    data = {"state": "pilot", "owner": ada.email, "decide_on": "", "reason": "Line 4 has it.", "version": "1"}
    assert "Say by when it is decided" in page.post(f"/demos/{demo.key}/follow-up", data=data).text
    data["decide_on"] = (clock.now().date() + DAY * 30).isoformat()
    answer = page.post(f"/demos/{demo.key}/follow-up", data=data)
    assert (answer.status_code, answer.location) == (303, f"/demos/{demo.key}#became")
    assert "Line 4 has it." in page.get(f"/demos/{demo.key}").text
    shown = browser(ruth).get(f"{demo.team.hackathon.url}/host").text
    assert "1 of 1 demo lives on: 1 in a pilot." in shown
