"""What each page about a demo shows: reads and verdicts, put together for its template."""

from typing import Any

from learnhub.core import clock
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.demos import content, follow_up_pages, policies, queries
from learnhub.demos.content import LINKS, TEXTS, Content
from learnhub.demos.models import DemoState
from learnhub.demos.policies import Lack
from learnhub.files import queries as files
from learnhub.hackathons import queries as hackathons
from learnhub.hackathons.models import Hackathon
from learnhub.people.models import Person
from learnhub.programs import queries as programs
from learnhub.teams import member_queries
from learnhub.teams import queries as teams
from learnhub.teams.models import Team
from learnhub.teams.pages import due_block, tab_items

DATA_CLASSES = {
    "none": "No data",
    "public": "Public data",
    "internal": "Internal data",
    "confidential": "Confidential data",
}
PERSONAL = {
    "no": "None",
    "yes": "Yes, and the people know",
    "unsure": "Not sure; a host helps to find out",
}


def edit(person: Person, key: str) -> dict[str, Any]:
    """The form of a team's demo, and what stands beside it. Raises Forbidden for those not in the team."""
    team, standing = teams.find(person, key)
    members = teams.members(team)
    is_member = any(member.person_id == person.id for member in members)
    require(policies.may_open_form(is_member=is_member))
    hackathon, demo = team.hackathon, queries.demo_of(team)
    times, now = queries.times(hackathon), clock.now()
    pictures = files.pictures_of(Ref("demo", demo.id)) if demo else []
    prizes, entered = hackathons.prizes(hackathon), queries.entered_prizes(demo)
    names = [prize.name for prize in prizes if prize.id in entered]
    said = content.of(demo, pictures, names) if demo else Content()
    missing, is_submitted = policies.lacks(said), demo is not None and demo.state is DemoState.SUBMITTED
    return {
        "team": team,
        "hackathon": hackathon,
        "demo": demo,
        "content": said,
        "lacks": missing,
        "checks": checklist(missing),
        "pictures": pictures,
        "others": [each.person for each in members if each.person_id != person.id and each.person.is_active],
        "hosts": programs.hosts_of(hackathon),
        "times": times,
        "prizes": [(prize.id, prize.name) for prize in prizes],
        "entered": entered,
        "is_submitted": is_submitted,
        "may_write": policies.may_write(is_member=is_member, is_submitted=is_submitted, times=times, now=now),
        "may_save": policies.may_save(is_member=is_member, times=times, now=now),
        "may_submit": policies.may_submit(is_member=is_member, times=times, now=now),
        "due": due_block(hackathon.due_at, person.tz),
        "standing": standing,
        "conflict": None,
    }


def typed(shown: dict[str, Any]) -> dict[str, Any]:
    """What the form holds when it is opened."""
    said: Content = shown["content"]
    demo = shown["demo"]
    return {
        **{name: getattr(said, name) for name in (*TEXTS, *LINKS)},
        "built_with": ", ".join(said.built_with),
        "data_class": said.data_class,
        "personal_data": said.personal_data,
        "prizes": shown["entered"],
        "version": demo.version if demo else 0,
    }


def checklist(lacks: list[Lack]) -> list[tuple[str, bool, str | None]]:
    """Return what is missing as the sheet lists it: text, done, where; what is there comes in one line."""
    missing = [
        (f"{lack.name}: {lack.text[0].lower()}{lack.text[1:]}", False, f"#{lack.field}") for lack in lacks
    ]
    codes = {lack.code for lack in lacks}
    needed = ("title", "pitch", "story", "look", "data_class", "personal_data", "model_provider")
    there = [policies.NAMES[code] for code in needed if code not in codes]
    done = ", ".join([there[0], *(name[0].lower() + name[1:] for name in there[1:])]) if there else ""
    return [*missing, *([(done, True, None)] if done else [])]


def show(person: Person, key: str) -> dict[str, Any]:
    """A demo as the gallery, the judges and its team see it."""
    seen = queries.find(person, key)
    hackathon, team = seen.hackathon, seen.demo.team
    times, now = queries.times(hackathon), clock.now()
    is_open = policies.is_gallery_open(times, now)
    here = "Gallery" if is_open or not seen.is_member else "My team"
    is_submitted = seen.demo.state is DemoState.SUBMITTED
    return {
        "seen": seen,
        "demo": seen.demo,
        "content": seen.content,
        "team": team,
        "hackathon": hackathon,
        "members": member_queries.people_of([team.id]).get(team.id, []),
        "tabs": tab_items(hackathon, person, seen.standing, here),
        "times": times,
        "is_submitted": is_submitted,
        "may_write": policies.may_write(
            is_member=seen.is_member, is_submitted=is_submitted, times=times, now=now
        ),
        "gallery_is_open": is_open,
        "may_save": policies.may_save(is_member=seen.is_member, times=times, now=now),
        "lacks": policies.lacks(seen.content),
        "links": _links(seen.content),
        "data_classes": DATA_CLASSES,
        "personal": PERSONAL,
        "who_sees": who_sees(hackathon),
        "due": due_block(hackathon.due_at, person.tz),
    } | follow_up_pages.section(person, seen)


def _links(said: Content) -> list[tuple[str, str, str]]:
    """Icon, words and address of each link that a browser opens."""
    icons = {
        "repository_url": ("code", "Repository"),
        "demo_url": ("external-link", "Try it"),
        "video_url": ("play", "Video"),
        "slides_url": ("presentation", "Slides"),
    }
    found = [(*icons[name], getattr(said, name)) for name in LINKS]
    return [each for each in found if policies.opens(each[2])]


def who_sees(hackathon: Hackathon) -> str:
    """Say who can read a demo at this moment."""
    times, now = queries.times(hackathon), clock.now()
    if policies.is_gallery_open(times, now):
        return "Everyone who can see the hackathon can read this demo."
    if now >= times.snapshot_at:
        return "The team, the hosts and admins can read it. Everyone can once the gallery opens."
    return "The team and admins can read it. Hosts and judges can once submitting has closed."


def team_of(person: Person, key: str) -> Team:
    """Return the team. Raises NotFound for those who may not know of it."""
    return teams.find(person, key)[0]
