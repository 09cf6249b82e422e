"""Words that stand nowhere else, one in each kind of private content: where one is read, it was shown."""

import re
from datetime import time, timedelta
from typing import Any

from werkzeug.test import TestResponse

from learnhub.core import clock
from learnhub.demos.models import FollowState, FollowUp
from learnhub.hackathons.models import WindowKind
from learnhub.library import reports
from learnhub.library.models import Reading, Standing
from learnhub.people import feed_tokens, focus
from learnhub.people.focus_models import FocusBlock, FocusState
from learnhub.people.models import Person, PersonSkill, Role, RoleGrant, Skill
from learnhub.people.quiet_models import QuietWindow
from learnhub.programs import admission, openness, series_openness, series_queries, speakers
from learnhub.programs import series as all_series
from learnhub.programs.admission import Admission
from learnhub.programs.asked_models import FieldKind, SignUpAnswer
from learnhub.programs.models import SignUpState
from learnhub.programs.offer_models import Offer
from learnhub.programs.series_rules import Rule
from learnhub.search import services as search
from learnhub.talks.models import Answer, Change, Feedback, Talk, Use
from tests import factories
from tests.support.rows import save

WORD = re.compile(r"zebra[a-z]+", re.IGNORECASE)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def words(text: str) -> set[str]:
    """Return the planted words of a text, in small letters."""
    return {found.lower() for found in WORD.findall(text)}


def shown(answer: TestResponse) -> set[str]:
    """Return the planted words of an answer: a page, a block, a file of any kind, where it leads."""
    body, headers = answer.get_data(), str(answer.headers)
    assert not body.startswith(b"PK"), "a packed file: unpack it here, to see what stands in it"
    return words(f"{headers}\n{body.decode('utf-8', 'replace')}")


def plant(people: dict[str, Person]) -> dict[str, str]:
    """Put a word into each thing that not everybody may see; return the keys of what is only for this."""
    talk, library = _talk(people), _library(people["member"])
    quiet = _of_a_person(people["member"])
    rows = factories.batch(people["host"], rows=1)
    rows.file_name = "zebrafile.csv"
    factories.talk(people["host"], title="Zebraplan", published=False)
    factories.coming(people["host"], title="Zebrasketch", published=False)
    found = {"talk planted": talk.key, "quiet": quiet.key, **library, **_led(people), **_admission(people)}
    return {**found, **_feedback(people), **_demos(people)}


def feeds(role: str, person: Person) -> dict[tuple[str, str], str]:
    """Return the addresses of the feeds that the person has, by what they are and whose."""
    library = feed_tokens.make(person, "library", "all", name="Library")
    own = feed_tokens.make(person, "calendar", "mine", name="Calendar")
    return {
        ("calendars", role): f"/calendar/feeds/{own}.ics",
        ("exchange", role): f"/library/feeds/{library}.atom",
    }


def _talk(people: dict[str, Person]) -> Talk:
    """The participant is in and answered, the captain waits, and others keep their names to themselves."""
    call = {"title": "Talk planted", "place": "", "call_url": "https://meet.example.org/zebracall"}
    talk = factories.talk(people["host"], starts_in=HOUR, **call)
    mine = factories.signup(people["participant"], talk)
    factories.signup(people["captain"], talk, SignUpState.WAITING)
    for word, sensitive in (("zebraanswer", False), ("zebradiet", True)):
        asked = factories.sign_up_field(talk, FieldKind.LINE, sensitive=sensitive)
        save(SignUpAnswer(sign_up_id=mine.id, field_id=asked.id, value=[word], at=clock.now()))
    signups: dict[str, dict[str, Any]] = {
        "shown": {},
        "hidden": {"name_shown": False, "arrived_at": clock.now()},
        "waiting": {"state": SignUpState.WAITING},
        "removed": {"state": SignUpState.REMOVED, "removed_because": "zebrareason"},
    }
    for name, values in signups.items():
        factories.signup(factories.person(f"Nia Zebra{name}"), talk, **values)
    factories.question(people["participant"], talk, "Is it a zebraquestion?", unnamed=True)
    return talk


def _led(people: dict[str, Person]) -> dict[str, str]:
    """A unit in which nobody is, so that its name stands with a person only where that one leads it."""
    top, house = people["leader"].unit, people["member"].unit
    unit = factories.unit("Zebraled", parent=top)
    leads = factories.person("Nia Zebraleads", unit=house)
    save(RoleGrant(person_id=leads.id, role=Role.LEADER, unit_id=unit.id))
    return {"unit led": unit.key, "who leads": leads.key}


def _admission(people: dict[str, Person]) -> dict[str, str]:
    """Open to two people. One awaits approval, one may take a place, and the captain was declined."""
    host, chosen = people["host"], factories.person("Nia Zebrachosen")
    program = factories.coming(host, title="Zebraopened", capacity=1)
    admission.change(host, program, Admission(approves=True, offer_hours=24))
    for person in (people["participant"], chosen):
        openness.open_to(host, program, person=person)
    factories.signup(factories.person("Nia Zebraawaits"), program, SignUpState.AWAITING)
    because = "It is for zebradeclined."
    factories.signup(people["captain"], program, SignUpState.DECLINED, declined_because=because)
    waiting = factories.signup(factories.person("Nia Zebraoffered"), program, SignUpState.WAITING)
    save(Offer(sign_up_id=waiting.id, offered_at=clock.now(), expires_at=program.starts_at))
    return {"opened": program.key, **_series(host, people)}


def _series(host: Person, people: dict[str, Person]) -> dict[str, str]:
    """It carries another on and is open to the participant; one of its dates is open to everybody."""
    rule = Rule((3,), every=4)
    first = factories.series(host, title="Carried on", rule=rule)
    series = factories.series(host, title="Zebraseries", rule=rule)
    series.after_id = first.id
    date = series_queries.coming(series, clock.now())[0]
    all_series.follow(people["captain"], series)
    series_openness.open_to(host, series, person=people["participant"])
    openness.open_to_everybody(host, date)
    for each in series_queries.coming(series, clock.now()):
        each.title = "A date of many"
    return {"series planted": series.key, "series carried on": first.key, "date planted": date.key}


def _demos(people: dict[str, Person]) -> dict[str, str]:
    """Of one captain: a draft and a demo before the deadline, one after it, one that all may see."""
    late = {
        WindowKind.SIGN_UP: (-DAY * 9, -DAY),
        WindowKind.HACKING: (-DAY * 2, -DAY),
        WindowKind.SUBMITTING: (-DAY * 2, -DAY),
    }
    windows = {
        "draft": None,
        "open": None,
        "handed": late | {WindowKind.RESULTS: (DAY, DAY)},
        "gallery": late | {WindowKind.RESULTS: (-HOUR, -HOUR)},
    }
    keys = {}
    for name, spans in windows.items():
        hackathon = factories.hackathon(people["host"], title=f"With {name}", windows=spans)
        team = factories.team(
            people["captain"], hackathon, people["participant"], join_code=f"zebrajoin{name}"
        )
        demo = factories.demo(team, submitted=name != "draft", pitch=f"It is zebra{name}.")
        if spans is not None:
            save(FollowUp(demo_id=demo.id, owner_id=people["captain"].id, **_became(name)))
        keys |= {f"demo {name}": demo.key, f"with {name}": hackathon.key, f"team {name}": team.key}
    return keys


def _became(name: str) -> dict[str, Any]:
    shelved = {"state": FollowState.SHELVED, "reason": f"Zebrashelved{name}", "decided_at": clock.now()}
    return shelved | {"worth": f"Zebravalue{name}"}


def _feedback(people: dict[str, Person]) -> dict[str, str]:
    """Of two talks given by the captain: one that five answered, one that a single person did."""
    keys = {}
    for word, count in (("zebrabetter", 5), ("zebrafew", 1)):
        talk = factories.talk(people["host"], title=f"Answered by {count}", starts_in=-DAY * 8)
        speakers.add(people["host"], talk, people["captain"])
        keys[f"answered {count}"] = talk.key
        for number in range(count):
            save(Feedback(talk_id=talk.id, worth=3, use=Use.YES, better=word if number == 0 else ""))
            someone = factories.person(f"Listener {number}")
            factories.signup(someone, talk, arrived_at=clock.now() - DAY * 8)
            said = {
                "answer": Answer.CHANGED,
                "what": f"{word}change",
                "at": clock.now(),
            }
            save(Change(talk_id=talk.id, person_id=someone.id, days=7, **said))
    return keys


def _library(member: Person) -> dict[str, str]:
    """What one person saved and noted, and took back; and a thing in the bin."""
    kept = factories.resource(member, "Zebraresource")
    save(
        Standing(
            person_id=member.id,
            resource_id=kept.id,
            state=Reading.SAVED,
            note="zebranote",
            since=clock.now(),
        )
    )
    reports.say(member, kept, "zebrareport")
    said = factories.take_away(member, kept, text="zebrataken")
    factories.take_away(member, kept, text="zebraback", removed_at=clock.now())
    factories.resource(member, "Zebrabinned", binned_at=clock.now())
    comment = factories.thread(member, kept, "A zebradropped thought.")
    comment.binned_at, comment.binned_by_id = clock.now(), member.id
    save(comment)
    search.save_search(member, name="zebrasearch", text="evals")
    feed_tokens.make(member, "library", "tag:evaluation", name="zebrafeed")
    return {"kept": kept.key, "take-away": said.key}


def _of_a_person(member: Person) -> QuietWindow:
    """What a person keeps to themselves, and what admins alone deal with."""
    member.external_id = "zebraexternal"
    focus.give(member, url="https://zebrahost.example/zebrasecret.ics", word="zebraword")
    feed, now = focus.of(member), clock.now()
    feed.state, feed.asked_at, feed.read_at, feed.confirmed_at = FocusState.READ, now, now, now
    save(FocusBlock(feed_id=feed.id, starts_at=now + DAY, ends_at=now + DAY + HOUR))
    for name, helps in (("zebralearns", False), ("zebrahelps", True)):
        skill = save(Skill(name=name, folded=name))
        save(
            PersonSkill(person_id=member.id, skill_id=skill.id, level=2, helps=helps, changed_at=clock.now())
        )
    return save(QuietWindow(person_id=member.id, days="6", starts=time(1), ends=time(2)))
