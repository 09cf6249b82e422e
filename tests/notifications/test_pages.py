"""The inbox, why something came, what one chooses, and what admins see."""

import re
from datetime import time, timedelta

import pytest

from learnhub.core import clock as core_clock
from learnhub.core import events
from learnhub.core.db import db
from learnhub.core.refs import Ref
from learnhub.core.transaction import settle
from learnhub.demos.events import DemoSubmitted
from learnhub.notifications import queries, services
from learnhub.notifications.models import (
    Category,
    Channel,
    ChannelPreference,
    Delivery,
    DeliveryState,
    Digest,
    Frequency,
    Reminder,
)
from learnhub.notifications.planning import notices
from learnhub.notifications.showing import messages
from learnhub.notifications.telling.kinds import CATEGORY_LABELS
from learnhub.people import links
from learnhub.people import services as people
from learnhub.people.models import Organisation, Role
from learnhub.programs import places
from learnhub.programs.events import SignedUp
from learnhub.programs.models import Program
from tests import factories
from tests.support import browsers
from tests.support.rows import fresh, many, save
from tests.support.statements import statements

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)


@pytest.fixture
def told(tick):
    """Sign someone who wants one digest up for hackathons, and tell them so."""

    def tell(person, hackathons=1, how=Frequency.DAILY):
        services.choose(person, Category.PLACES, Channel.EMAIL, how)
        for _ in range(hackathons):
            hackathon = factories.hackathon(due_in=9 * DAY)
            signup = factories.signup(person, hackathon)
            events.publish(SignedUp(signup.id, hackathon.id, person.id))
        tick()

    return tell


def keys(person):
    db.session.rollback()
    found = db.session.query(Delivery).filter_by(person_id=person.id, channel=Channel.IN_APP)
    return [each.key for each in found.order_by(Delivery.id)]


def test_the_inbox_shows_what_is_new_and_lets_one_read_it(told, browser):
    ada = factories.person("Ada")
    page = browser(ada).get("/inbox")
    assert "Nothing has come yet." in page.text
    told(ada, 2)
    assert "Two messages are new." in browser(ada).get("/inbox").text
    assert browser(ada).post(f"/inbox/{keys(ada)[0]}/read").status_code == 303
    assert "One message is new." in browser(ada).get("/inbox").text
    browser(ada).post("/inbox/read")
    assert "You have read everything." in browser(ada).get("/inbox").text


def test_somebody_elses_message_is_not_there(told, browser):
    ada, eve = factories.person("Ada"), factories.person("Eve")
    told(ada)
    (key,) = keys(ada)
    assert browser(eve).get(f"/inbox/{key}/why").status_code == 404
    assert browser(eve).post(f"/inbox/{key}/read").status_code == 404
    assert "Winter Build" not in browser(eve).get("/inbox").text


def test_why_names_the_rule_and_what_comes_next(told, browser):
    ada = factories.person("Ada")
    told(ada)
    text = browser(ada).get(f"/inbox/{keys(ada)[0]}/why").text
    assert "Sign-up confirmed: when it happens" in text
    assert "you have a place in Winter Build" in text
    assert text.count("Demo due: Winter Build") == 4
    assert text.count("Submitting closes <time") == 4


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_what_is_done_is_read_says_so_and_no_longer_comes(told, browser, clock, tick):
    ada, hackathon = factories.person("Ada"), factories.hackathon(due_in=3 * DAY)
    team = factories.team(ada, hackathon)
    tick()
    clock.shift(DAY + timedelta(hours=1))
    tick()
    why = f"/inbox/{keys(ada)[0]}/why"
    assert "has not submitted its demo" in browser(ada).get("/inbox").text
    before = plain(browser(ada).get(why))
    assert before.count("Demo due: Winter Build") == 2
    demo = factories.demo(team)
    events.publish(DemoSubmitted(demo.id, team.id, hackathon.id, ada.id))
    db.session.commit()
    after = plain(browser(ada).get(why))
    coming, _, missed = after.partition("What was not sent, and why")
    assert "Demo due: Winter Build" not in coming.partition("What comes in the next 14 days")[2]
    assert "It was done." in missed
    inbox = browser(ada).get("/inbox").text
    assert ("You have read everything." in inbox, "has not submitted" in inbox) == (True, False)


def test_why_says_when_it_came_and_what_became_of_the_mail(told, browser, clock, tick):
    ada = factories.person("Ada")
    told(ada)
    why = f"/inbox/{keys(ada)[0]}/why"
    text = plain(browser(ada).get(why))
    assert "It came by The inbox In the inbox Since Mon 23 Nov, 10:00 UTC" in text
    assert "By mail In the day’s digest, which goes Tue 24 Nov, 09:0" in text
    clock.shift(23.5 * timedelta(hours=1))
    tick()
    text = plain(browser(ada).get(why))
    assert "It came by The inbox and the day’s digest by mail" in text
    assert "By mail Sent in the day’s digest Tue 24 Nov, 09:30 UTC" in text


def test_why_says_why_there_was_no_mail(told, browser):
    ada = factories.person("Ada")
    told(ada, how=Frequency.NEVER)
    text = plain(browser(ada).get(f"/inbox/{keys(ada)[0]}/why"))
    assert "By mail Not by mail. Switched off for mail." in text
    assert "In chat Chat is not set up here, so nothing comes by it." in text


def test_the_inbox_takes_as_many_statements_for_many_rows_as_for_few(app, browser):
    ada, bob = factories.person("Ada"), factories.person("Bob")
    with many():
        for person, messages_ in ((ada, 5), (bob, 35)):
            for number in range(messages_):
                at = core_clock.now() - number * DAY / 24
                factories.message(person, factories.hackathon(due_in=9 * DAY), "signed_up", at)
    counts = []
    for person in (ada, bob):
        reader = browser(person)
        with statements() as sent:
            reader.get("/inbox")
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 9, sent


def test_choices_are_kept_and_can_go_back_to_the_usual(browser):
    ada = factories.person("Ada")
    browser(ada).post("/settings/notifications", data={"deadlines_email": "never", "teams_in_app": "never"})
    assert {(row.category, row.channel): row.frequency for row in queries.preferences(fresh(ada))} == {
        (Category.DEADLINES, Channel.EMAIL): Frequency.NEVER,
        (Category.TEAMS, Channel.IN_APP): Frequency.NEVER,
    }
    browser(ada).post("/settings/notifications", data={})
    assert queries.preferences(fresh(ada)) == []


def test_an_unknown_choice_is_refused_and_nothing_stored(browser):
    ada = factories.person("Ada")
    answer = browser(ada).post("/settings/notifications", data={"deadlines_email": "hourly"})
    assert answer.status_code == 422
    assert queries.preferences(fresh(ada)) == []


def test_unsubscribing_needs_one_post_without_a_session_and_a_get_changes_nothing(
    told, browser, mailbox, clock, tick
):
    ada = factories.person("Ada")
    factories.team(ada, factories.hackathon(due_in=2 * DAY))
    clock.shift(DAY + timedelta(hours=1))
    tick()
    (message,) = mailbox.to(ada.email)
    url = re.fullmatch(r"<https?://[^/]+(/unsubscribe/.+)>", message["List-Unsubscribe"])[1]
    assert "No more mail of this kind?" in browser().get(url).text
    assert queries.preferences(fresh(ada)) == []
    answer = browser().post(url, data={"List-Unsubscribe": "One-Click"}, csrf=False)
    assert (answer.status_code, "You get no more of this mail." in answer.text) == (200, True)
    (chosen,) = db.session.query(ChannelPreference).all()
    assert (chosen.category, chosen.channel, chosen.frequency) == (
        Category.DEADLINES,
        Channel.EMAIL,
        Frequency.NEVER,
    )


@pytest.mark.parametrize("token", ["x", "WyJhIiwiYiJd.AAAA"])
def test_an_unsubscribe_link_that_we_did_not_make_is_not_there(browser, token):
    assert browser().get(f"/unsubscribe/{token}").status_code == 404
    assert browser().post(f"/unsubscribe/{token}", csrf=False).status_code == 404


def test_all_mail_is_put_in_the_digest_and_back_but_what_never_comes(browser):
    ada = factories.person("Ada")
    page = browser(ada)
    page.post("/settings/notifications", data={"deadlines_email": "never", "digest_email": "never"})
    assert "no digest" in page.get("/settings/notifications").text
    page.post("/settings/notifications/mail", data={"how": "daily"})
    chosen = {row.category: row.frequency for row in queries.preferences(fresh(ada))}
    assert chosen.pop(Category.DEADLINES) is Frequency.NEVER
    assert set(chosen.values()) == {Frequency.DAILY}
    assert set(chosen) == {*CATEGORY_LABELS} - {Category.DEADLINES, Category.DIGEST}
    assert "All mail as usual" in page.get("/settings/notifications").text
    page.post("/settings/notifications/mail", data={"how": ""})
    assert [row.category for row in queries.preferences(fresh(ada))] == [Category.DEADLINES]


def test_what_one_chose_oneself_outlasts_the_digest_for_all_and_can_be_put_back(browser):
    ada = factories.person("Ada")
    own = {"places_email": "weekly", "deadlines_email": "now", "teams_email": "daily", "digest_at": "16:00"}
    page, every = browser(ada), "/settings/notifications/mail"
    page.post("/settings/notifications", data=own)

    def chosen():
        return {row.category: (row.frequency, row.at) for row in queries.preferences(fresh(ada))}

    before, sixteen = chosen(), (Frequency.DAILY, time(16))
    page.post(every, data={"how": "daily"})
    assert chosen()[Category.PLACES] == (Frequency.WEEKLY, None)
    assert chosen()[Category.DEADLINES] == (Frequency.DAILY, None)
    back = re.search(rf'action="({every}/before[^"]+)"', page.get("/settings/notifications").text)[1]
    page.post(back.replace("&amp;", "&"))
    assert chosen() == before
    page.post(every, data={"how": ""})
    assert chosen() == {
        Category.PLACES: (Frequency.WEEKLY, None),
        Category.DEADLINES: (Frequency.NOW, None),
        Category.DIGEST: sixteen,
    }
    services.unsubscribe(ada.key, Category.DIGEST)
    db.session.commit()
    page.post(every, data={"how": "daily"})
    assert chosen()[Category.DIGEST] == sixteen


def test_nothing_is_offered_for_all_mail_where_none_of_it_comes_at_once_or_daily(browser):
    page = browser(factories.person("Ada"))
    rest = {f"{each.value}_email": "weekly" for each in CATEGORY_LABELS}
    page.post("/settings/notifications", data=rest | {"deadlines_email": "never"})
    text = page.get("/settings/notifications").text
    assert ("All mail as usual" in text, "All in the digest" in text) == (False, False)


def test_muting_is_for_programs_one_is_in(told, browser):
    ada, hackathon = factories.person("Ada"), factories.hackathon()
    assert browser(ada).post(f"/programs/{hackathon.key}/mute").status_code == 404
    factories.signup(ada, hackathon)
    assert browser(ada).post(f"/programs/{hackathon.key}/mute").status_code == 303
    assert hackathon.title in browser(ada).get("/settings/notifications").text
    browser(ada).post(f"/programs/{hackathon.key}/unmute")
    assert queries.mutes(fresh(ada)) == []


def test_a_muted_program_says_so_wherever_one_looks_for_it(told, browser):
    ada = factories.person("Ada")
    told(ada)
    (key,), (program,) = keys(ada), db.session.query(Program).all()
    page, mute = browser(ada), f"/programs/{program.key}/mute"
    places = program.url, f"/inbox/{key}/why"
    assert all(mute in page.get(each).text for each in places)
    asked = page.get(mute).text
    assert "that it is cancelled" in asked  # the gate lets nothing of a muted program through
    assert page.post(mute).headers["Location"] == mute
    for each in (*places, mute, "/settings/notifications"):
        assert "Muted · Hear of it again" in page.get(each).text
    back = page.post(f"/programs/{program.key}/unmute", data={"back": "program"})
    assert back.headers["Location"] == program.url
    assert "Muted" not in page.get(program.url).text


def test_what_waits_to_go_by_mail_of_a_muted_program_is_said_not_to_go(unmailed, told, browser):
    ada = factories.person("Ada")
    told(ada)
    (key,), (program,) = keys(ada), db.session.query(Program).all()
    page = browser(ada)
    assert "Next try" in page.get(f"/inbox/{key}/why").text
    page.post(f"/programs/{program.key}/mute")
    shown = page.get(f"/inbox/{key}/why").text
    assert "It does not go: you hear nothing of its program now." in shown
    assert "Next try" not in shown


def test_who_has_nothing_to_do_with_a_program_is_not_offered_to_mute_it(browser):
    hackathon, eve = factories.hackathon(), factories.person("Eve")
    assert "Mute it" not in browser(eve).get(hackathon.url).text
    assert browser(eve).get(f"/programs/{hackathon.key}/mute").status_code == 404


def test_admins_see_recipient_kind_state_and_reason_and_no_text(told, browser, mailbox):
    admin, ada = factories.person("Root", roles=(Role.ADMIN,)), factories.person("Ada")
    links.ask(ada.email)
    told(ada)
    sent = browser(admin).get("/admin/delivery?show=sent").text
    assert "Sign-in link" in sent
    assert ada.email in sent
    assert "/login/" not in sent
    waiting = browser(admin).get("/admin/delivery").text
    assert "Waits for the day’s digest." in waiting
    assert "Waiting for the digest" in waiting
    assert "<h1>Six messages wait for their time.</h1>" in waiting
    assert "1 for the day’s digest, 5 for their own time. The first goes" in waiting
    assert browser(ada).get("/admin/delivery").status_code == 403
    notices.tell("deadline_overdue", ada.id, Ref("deadline", 1))
    settle(save=True)
    personal = browser(admin).get("/admin/delivery").text
    assert ("Personal" in personal, "Overdue" in personal) == (True, False)


def test_without_a_mail_server_admins_are_told_where_they_look_after_it(make_app):
    admin, ada = factories.person("Root", roles=(Role.ADMIN,)), factories.person("Ada")
    app = make_app(smtp_url="")
    said, tab = "No mail can go from here yet: messages wait", browsers.browser(app, admin)
    assert [said in tab.get(path).text for path in ("/", "/admin", "/inbox")] == [True, True, False]
    assert said not in tab.get("/admin/delivery").text, "the page itself says it"
    assert said not in browsers.browser(app, ada).get("/").text
    with app.app_context():
        db.engine.dispose()


def digest(person, team, things):
    """A digest that went to the person, with that many things in it; return its key."""
    now = core_clock.now()
    row = save(Digest(person_id=person.id, local_date=now.date(), next_at=now))
    for rev in range(things):
        notices.tell_team("team_joined", team.id, by_id=team.captain_id, rev=rev, program=team.hackathon)
    inside = db.session.query(Reminder).filter_by(person_id=person.id).all()
    for each in inside:
        each.digest_id = row.id
    mail = {"channel": Channel.EMAIL, "state": DeliveryState.SENT, "at": now}
    return save(Delivery(person_id=person.id, digest_id=row.id, **mail)).key


def test_why_a_digest_came_stays_within_a_page_however_many_things_stand_in_it(browser):
    save(Organisation(id=1, name="Northwind"))
    counts = []
    for things in (5, 200):
        ada, bob = factories.person("Ada"), factories.person("Bob")
        team = factories.team(ada, factories.hackathon(due_in=9 * DAY), bob)
        key = digest(bob, team, things)
        reader = browser(bob)
        with statements() as sent:
            text = reader.get(f"/inbox/{key}/why").text
        assert text.count("Someone joined your team: when it happens") == things
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 12, sent


def test_the_mails_of_a_digest_take_one_statement():
    ada, bob = factories.person("Ada"), factories.person("Bob")
    key = digest(bob, factories.team(ada, factories.hackathon(due_in=9 * DAY), bob), 3)
    db.session.refresh(bob)
    with statements() as sent:
        found = messages.find(bob, key)
        fate = messages.fate(found)
    assert len(sent) == 1
    assert [fate.mails[row.id].key for row in found.reminders] == [key] * 3


def test_who_is_put_on_the_list_hears_by_whom(tick, browser):
    lena, ada, bob = (factories.person(name) for name in ("Lena", "Ada", "Bob"))
    hackathon = factories.hackathon(lena, due_in=9 * DAY, capacity=1)
    for person in (ada, bob):
        save(places.enter(lena, hackathon, person))
    tick()
    place = "Lena put you on the list. Cannot come? Give the place back on its page."
    waits = "Lena put you on the list. All places are taken."
    for person, heard in ((ada, place), (bob, waits)):
        shown = plain(browser(person).get("/inbox"))
        assert [text in shown for text in (place, waits)] == [text == heard for text in (place, waits)]


def test_who_has_left_gets_no_message_of_the_team_that_they_stay_named_in(clock):
    ada, bob, eve = (factories.person(name) for name in ("Ada", "Bob", "Eve"))
    hackathon = factories.hackathon()
    team = factories.team(ada, hackathon, bob, eve)
    clock.stop(hackathon.due_at + timedelta(minutes=1))
    people.leave(bob)
    events.publish(DemoSubmitted(factories.demo(team).id, team.id, hackathon.id, ada.id))
    told = db.session.query(Reminder.person_id).filter_by(kind="demo_submitted")
    assert [person_id for (person_id,) in told] == [eve.id]
