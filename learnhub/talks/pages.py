"""What a talk's pages show: rows and rules put together for the templates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from learnhub.core.errors import NotFound
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.goals import queries as goals
from learnhub.people import queries as people_queries
from learnhub.people.models import Person
from learnhub.programs import arrivals, policies, rosters, speakers, verdicts
from learnhub.programs import queries as programs
from learnhub.programs.models import ProgramState, SignUpState
from learnhub.programs.queries import Standing
from learnhub.talks import feedback, materials, promise, queries, sentences, services, templates
from learnhub.talks.models import Talk, TopicRequest

Tab = tuple[str, str, int | None]  # label, address, count


def around(person: Person, talk: Talk, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what stands on every page of a talk: itself, what the reader is to it, its tabs."""
    return {
        "talk": talk,
        "standing": standing,
        "tabs": tabs(talk, standing),
        "state": sentences.state(talk, now, person.tz),
    }


def tabs(talk: Talk, standing: Standing) -> list[Tab]:
    """Return the tabs that this person gets."""
    url = f"/talks/{talk.key}"
    own: list[Tab] = [("Overview", url, None), ("People", f"{url}/people", talk.taken or None)]
    if standing.runs_it:
        own += [
            ("Host view", f"{url}/host", None),
            ("Who came", f"{url}/arrivals", None),
            ("Set up", f"{url}/set-up", None),
        ]
    return own


def show(person: Person, key: str, now: datetime) -> dict[str, Any]:
    """Return the overview. Raises NotFound for what they may not know of."""
    talk, standing = queries.find(person, key)
    counts, named = queries.by_seat(talk), speakers.speakers_of(talk)
    ties, speaks = goals.ties_of(person, ref(talk)), any(each.person_id == person.id for each in named)
    may_sign_up = policies.may_sign_up_for(talk, standing.state, now)
    return (
        around(person, talk, standing, now)
        | {
            "hosts": programs.hosts_of(talk),
            "speakers": named,
            "ties": ties,
            "yours": sentences.yours(talk, standing, counts, now, person.tz),
            "choices": sentences.choices(talk, counts) if may_sign_up else [],
            "other_seat": _other_seat(talk, standing, counts, now),
            "may_sign_up": may_sign_up,
            "may_withdraw": verdicts.may_withdraw(talk, standing, now),
            "may_publish": verdicts.may_publish(talk, standing),
            "promise": promise.promise(talk, standing, now) if may_sign_up else "",
            "preparing": sentences.preparing(talk, speakers=len(named), ties=len(ties)),
            "waiting": sum(n for (_, state), n in counts.items() if state is SignUpState.WAITING),
            "is_speaker": speaks,
            "materials": materials.of(talk),
            "may_show": materials.may_add(person, talk, runs_it=standing.runs_it, speaks=speaks),
        }
        | afterwards(person, talk, standing, now, speaks={each.person_id for each in named})
    )


def _other_seat(
    talk: Talk, standing: Standing, counts: sentences.Counts, now: datetime
) -> sentences.Choice | None:
    """The other kind of place, for who is on the list and may change to it."""
    if standing.signup is None or len(talk.seats) < 2 or not verdicts.may_withdraw(talk, standing, now):
        return None
    found = sentences.choices(talk, counts)
    return next((choice for choice in found if choice.seat is not standing.signup.seat), None)


def afterwards(
    person: Person, talk: Talk, standing: Standing, now: datetime, *, speaks: set[int | None]
) -> dict[str, Any]:
    """Return what is asked and shown once the talk is over: nothing of it before."""
    nothing: dict[str, Any] = {"asks": None, "sums": None, "changes": None, "given": 0, "smallest": 5}
    if now < talk.ends_at or talk.state is not ProgramState.PUBLISHED:
        return nothing
    smallest = max(people_queries.organisation().smallest_group, 5)
    if standing.runs_it or person.id in speaks:
        return nothing | {
            "sums": feedback.summed(talk, smallest=smallest),
            "changes": feedback.changes(talk, smallest=smallest),
            "given": feedback.count_given(talk),
            "smallest": smallest,
        }
    part = feedback.part_of(person, talk)
    if feedback.may_say_changed(talk, part, now) and part.change is None:
        return nothing | {"asks": "changed"}
    return nothing | {"asks": "feedback" if feedback.may_give(talk, part, now) else None}


def new(person: Person, now: datetime, request: TopicRequest | None) -> dict[str, Any]:
    """Return what the form of a new talk starts with."""
    values: dict[str, Any] = {"starts": templates.suggested(wall(now, person.tz)), "zone": person.zone}
    if request is not None:
        mine = request.speaker_id == person.id
        values |= {"title": request.title, "summary": "", "request": request.key, "speaks": mine}
    return values


def move(person: Person, talk: Talk, starts: datetime, minutes: int) -> dict[str, Any]:
    """Return the preview of a move: old and new, who will be told. Raises Invalid."""
    begins, ends = services.plan_move(talk, starts, minutes)
    moves = (begins, ends) != (talk.starts_wall, talk.ends_wall)
    return verdicts.told(person, talk) | {"begins": begins, "ends": ends, "moves": moves}


def people(person: Person, key: str, now: datetime, *, search: str, number: int) -> dict[str, Any]:
    """Return the People tab. Raises NotFound for what they may not know of."""
    talk, standing = queries.find(person, key)
    return around(person, talk, standing, now) | {
        "list": rosters.people(talk, standing, search=search, number=number),
        "unnamed": rosters.count_unnamed(talk),
        "hosts": programs.hosts_of(talk),
        "speakers": speakers.speakers_of(talk),
        "search": search,
    }


def host(person: Person, key: str, now: datetime, asked: Mapping[str, str], number: int) -> dict[str, Any]:
    """Return the host view: who is in, waits and came. `asked`: state and q, as the address has them."""
    talk, standing = queries.hosted(person, key)
    state, search = asked.get("state", ""), asked.get("q", "").strip()[:100]
    chosen = SignUpState(state) if state in set(SignUpState) else None
    counts, came = queries.by_seat(talk), queries.count_arrived(talk)
    return around(person, talk, standing, now) | {
        "title": sentences.host_title(talk, counts, came, now),
        "list": rosters.signups(talk, state=chosen, search=search, number=number),
        "counts": {each: sum(n for (_, found), n in counts.items() if found is each) for each in SignUpState},
        "notes": [
            sentences.places(talk, seat, counts.get((seat, SignUpState.WAITING), 0)) for seat in talk.seats
        ],
        "came": came,
        "chosen": state if chosen else "",
        "search": search,
        "may_edit": verdicts.may_edit(talk, standing),
        "may_enter": verdicts.may_enter(talk, standing, now),
        "may_note": arrivals.may_note(talk, runs_it=standing.runs_it, now=now),
        "closed": now >= talk.sign_up_closes_at,
    }


def arrivals_page(person: Person, key: str, now: datetime, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return the page on which hosts note who came. `asked`: q and who, as the address has them."""
    talk, standing = queries.hosted(person, key)
    search, who = asked.get("q", "").strip()[:100], asked.get("who", "")
    here = {"here": True, "missing": False}.get(who)
    came, rows = queries.count_arrived(talk), rosters.expected(talk, search=search, here=here)
    expected = rosters.count_expected(talk)
    return around(person, talk, standing, now) | {
        "title": sentences.arrivals_title(came, expected),
        "rows": rows,
        "came": came,
        "expected": expected,
        "search": search,
        "chosen": who if here is not None else "",
        "may_note": arrivals.may_note(talk, runs_it=standing.runs_it, now=now),
    }


def set_up(person: Person, talk: Talk, standing: Standing, now: datetime, address: str) -> dict[str, Any]:
    """Return the page on which hosts find everything that can be changed. `address` is the public page's."""
    ties, named = goals.ties_of(person, ref(talk)), speakers.speakers_of(talk)
    return (
        around(person, talk, standing, now)
        | verdicts.told(person, talk)
        | {
            "hosts": programs.hosts_of(talk),
            "speakers": named,
            "ties": ties,
            "open_goals": [
                goal for goal in goals.open_goals(person) if goal.id not in {tie.goal_id for tie in ties}
            ],
            "chat_text": sentences.chat_text(talk, [each.name for each in named], address),
            "may_edit": verdicts.may_edit(talk, standing),
            "may_publish": verdicts.may_publish(talk, standing),
            "may_cancel": verdicts.may_cancel(talk, standing, now),
        }
    )


def ref(talk: Talk) -> Ref:
    """Return how features below name it."""
    return Ref("talk", talk.id)


def host_named(talk: Talk, key: str) -> Person:
    """Return the host of that key. Raises NotFound."""
    found = next((host for host in programs.hosts_of(talk) if host.key == key), None)
    if found is None:
        raise NotFound
    return found


CSV_HEADERS = ("Line", "Name", "E-mail", "Unit", "State", "Place", "Signed up", "Came")


def csv_rows(talk: Talk, person: Person) -> list[list[str]]:
    """Return the sign-ups for an export, times in the reader's zone."""
    return [
        [
            str(each.line),
            each.person.name,
            each.person.email,
            each.person.unit.name if each.person.unit else "",
            each.state.value,
            sentences.HOW[each.seat],
            wall(each.signed_up_at, person.tz).isoformat(" ", "minutes"),
            wall(each.arrived_at, person.tz).isoformat(" ", "minutes") if each.arrived_at else "",
        ]
        for each in rosters.all_signups(talk)
    ]
