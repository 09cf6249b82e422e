"""What the pages of one program show, whatever its kind."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from learnhub.core import orders
from learnhub.core.policy import Verdict
from learnhub.core.refs import Ref
from learnhub.core.walltime import wall
from learnhub.goals import queries as goals
from learnhub.goals import tie_pages
from learnhub.people import weekly_hours
from learnhub.people.models import Person
from learnhub.people.queries import organisation
from learnhub.people.retention import smallest as smallest_group
from learnhub.programs import (
    admission,
    after_sign_up,
    announcements,
    answer_sums,
    answers,
    approvals,
    kinds,
    looking,
    muting,
    offers,
    openness,
    parts,
    policies,
    queries,
    rosters,
    sentences,
    series_queries,
    sign_up_fields,
    speakers,
    tabs,
    verdicts,
    waitlists,
)
from learnhub.programs.models import Program, ProgramState, Seat, SignUpState
from learnhub.programs.queries import Standing
from learnhub.programs.sentences import Counts
from learnhub.web.addresses import whole
from learnhub.web.page import column, page_number

CSV_HEADERS = ("Line", "Name", "E-mail", "Unit", "State", "Place", "Signed up", "Changed", "Came")


def around(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what stands on every page of a program: itself, what the reader is to it, its tabs."""
    kind = kinds.of(program)
    return {
        "program": program,
        "kind": kind,
        "standing": standing,
        "tabs": tabs.tabs(program, person, standing),
        "state": kind.state(program, now, person.tz),
    }


def overview(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what stands on the overview of every program."""
    known = counts(program, standing)
    may_sign_up = verdicts.may_sign_up(program, standing, now)
    doing = parts.doing(program, person, standing.signup if standing.has_signed_up else None)
    return around(person, program, standing, now) | {
        "hosts": doing.hosts,
        "speakers": doing.speakers,
        "ties": goals.ties_of(person, ref(program)),
        "choices": sentences.choices(program, known, approves=program.approves) if may_sign_up else [],
        **_other_seat(program, standing, known, now),
        "is_closed": policies.is_sign_up_over(program, now),  # how many places there were says nothing then
        "may_withdraw": verdicts.may_withdraw(program, standing, now),
        "may_publish": verdicts.may_publish(program, standing),
        "promise": after_sign_up.promise(program, standing, now) if may_sign_up and not standing.does else "",
        "over_cap": over_cap(person, program, now) if _may_come(standing, may_sign_up) else "",
        "counts": known,
        "open_to": openness.in_words(program) if program.is_limited else "",
        "awaiting": approvals.to_decide(program, standing, now),
        "parts": doing.parts,
        "unanswered": doing.unanswered,
        "muted": _is_muted(program, standing, now),
    }


def over_cap(person: Person, program: Program, now: datetime) -> str:
    """Return the warning to who would plan more hours a week with it than they want; "" else."""
    hours = kinds.of(program).weekly_hours(program)
    return weekly_hours.warning(person, hours, now) if hours else ""


def _may_come(standing: Standing, may_sign_up: Verdict) -> bool:
    """Whether the reader may join it, or signed up and is not in it yet; not who hosts it or speaks."""
    return not standing.does and (bool(may_sign_up) or standing.waits or standing.awaits)


def _is_muted(program: Program, standing: Standing, now: datetime) -> bool | None:
    """Return whether the reader muted it; None where little comes of it to them, or none."""
    theirs = standing.signup is not None or bool(standing.does)
    over = program.state is not ProgramState.PUBLISHED or program.ends_at <= now
    if not theirs or over or muting.KNOWN not in standing.known:
        return None
    until: datetime | None = standing.known[muting.KNOWN]
    return until is not None and until > now


def counts(program: Program, standing: Standing) -> Counts:
    """Return how many wait for each kind of place."""
    if len(program.seats) < 2:
        return {(program.seats[0], SignUpState.WAITING): standing.waiting}
    online: int | None = standing.known.get(waitlists.ONLINE)
    if online is None:
        return waitlists.by_seat(program)
    waiting = {Seat.ON_SITE: standing.waiting - online, Seat.ONLINE: online}
    return {(seat, SignUpState.WAITING): number for seat, number in waiting.items()}


def _other_seat(program: Program, standing: Standing, counts: Counts, now: datetime) -> dict[str, Any]:
    """The other kind of place, for who is on the list and may change to it, and what comes of it."""
    mine = standing.signup
    if mine is None or len(program.seats) < 2 or not verdicts.may_change_seat(program, standing, now):
        return {"other_seat": None}
    other = next(each for each in sentences.choices(program, counts) if each.seat is not mine.seat)
    last = counts.get((other.seat, SignUpState.WAITING), 0) + 1
    place = waitlists.place_elsewhere(mine) if standing.waits and other.waits else last
    said = sentences.changing(mine.seat, other, waits=standing.waits, place=place)
    return {"other_seat": other, "changing": said}


def people(
    person: Person, program: Program, standing: Standing, now: datetime, asked: Mapping[str, str]
) -> dict[str, Any]:
    """Return the People tab. `asked`: q and page, as the address has them."""
    search = asked.get("q", "").strip()[:100]
    return around(person, program, standing, now) | {
        "list": rosters.people(program, standing, search=search, number=page_number(asked)),
        "unnamed": rosters.count_unnamed(program),
        "may_announce": announcements.may_announce(program, standing),
        "hosts": queries.hosts_of(program),
        "speakers": speakers.speakers_of(program),
        "search": search,
    }


def closed_list(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return the page on which an admin who does not host opens the list, with what they see before."""
    counts = waitlists.by_seat(program)
    lead = sentences.list_lead(program, counts)
    return around(person, program, standing, now) | {"template": "programs/look.html", "lead": lead}


def sign_ups(
    person: Person, program: Program, standing: Standing, now: datetime, asked: Mapping[str, str]
) -> dict[str, Any]:
    """Return the hosts' table of sign-ups, with its template: an admin opens it first.

    `asked`: state, q and page, as the address has them.
    """
    if not looking.may_read(person, program, standing):
        return closed_list(person, program, standing, now)
    asked_for, search = asked.get("state", ""), asked.get("q", "").strip()[:100]
    state = asked_for if standing.is_host else SignUpState.IN.value  # who waits is for hosts alone
    chosen = SignUpState(state) if state in set(SignUpState) else None
    counts = waitlists.by_seat(program)
    order = orders.known(asked.get("order", ""), rosters.ORDERS, "line")
    number = page_number(asked)
    found = rosters.signups(program, order, state=chosen, search=search, number=number)
    may_decide = bool(verdicts.may_decide(program, standing, now))
    return around(person, program, standing, now) | {
        "template": "programs/sign_ups.html",
        "list": found,
        "columns": {name: column(name.capitalize(), name, order) for name in rosters.ORDERS},
        "fields": answers.shown_to(standing, sign_up_fields.of(program)) if program.asks else [],
        "answers": answers.of(found.rows) if program.asks else {},
        "parts": parts.doing(program, person).parts,
        "offered": offers.history(found.rows) if program.offer_hours is not None else {},
        "offer_said": partial(sentences.offer_said, zone=person.tz, now=now),
        "counts": {each: sum(n for (_, found), n in counts.items() if found is each) for each in SignUpState},
        "lead": _list_lead(program, counts, now),
        "by_seat": counts,
        "may_decide": may_decide,
        "title": sentences.list_title(program, counts, decides=may_decide),
        "first": None,  # a label and an address: what its kind has hosts do before all else
        "chosen": state if chosen else "",
        "search": search,
        "looked": looking.lately(program) if standing.is_host else (),
        "may_edit": verdicts.may_edit(program, standing),
        "may_enter": verdicts.may_enter(program, standing, now),
        "may_announce": announcements.may_announce(program, standing),
        "may_close": now < program.sign_up_closes_at,
    }


def _list_lead(program: Program, counts: Counts, now: datetime) -> str:
    """Return how many places of several kinds are taken, and how people come in while they can."""
    taken = sentences.list_lead(program, counts)
    if not program.approves or now >= program.ends_at:
        return taken
    admitted = admission.in_words(admission.of(program))
    return f"{taken} {admitted}" if len(program.seats) > 1 else admitted


def sums(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return what people answered at sign-up, in sum."""
    smallest = smallest_group(organisation())
    found = answer_sums.sums(program, standing, smallest=smallest)
    return around(person, program, standing, now) | {"sums": found, "smallest": smallest}


def set_up(person: Person, program: Program, standing: Standing, now: datetime) -> dict[str, Any]:
    """Return the page on which hosts find everything that can be changed."""
    may, named = verdicts.may_edit(program, standing), speakers.speakers_of(program)
    doing = parts.doing(program, person)
    return (
        around(person, program, standing, now)
        | verdicts.told(person, program)
        | {
            "hosts": doing.hosts,
            "of_series": series_queries.host_ids(program.series_id) if program.series_id else (),
            "speakers": named,
            "chat_text": sentences.chat_text(program, [each.name for each in named], whole(program.url), now),
            "may_edit": may,
            "is_over": program.state is ProgramState.PUBLISHED and now >= program.ends_at,
            "admitted": admission.in_words(admission.of(program)),
            "open_to": openness.in_words(program, names=True),
            "may_publish": verdicts.may_publish(program, standing),
            "may_cancel": verdicts.may_cancel(program, standing, now),
            "fields": sign_up_fields.of(program, gone=True),
            "parts": doing.parts,
        }
        | tie_pages.serves(person, ref(program), may=bool(may))
        | dict(kinds.of(program).set_up(program, person))
    )


def host_parts(person: Person, program: Program, standing: Standing) -> dict[str, Any]:
    """Return what `programs/_host_parts.html` shows on a host view of its own kind."""
    may = verdicts.may_edit(program, standing)
    return {
        "program": program,
        "parts": parts.doing(program, person).parts,
        "may_edit": may,
        "may_announce": announcements.may_announce(program, standing),
    }


def ref(program: Program) -> Ref:
    """Return how features below name it."""
    return Ref(program.kind, program.id)


def csv_table(program: Program, standing: Standing, person: Person) -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of an export: the sign-ups with their answers, times in the reader's zone."""
    asked = answers.shown_to(standing, sign_up_fields.of(program, gone=True))
    signups = rosters.all_signups(program, state=None if standing.is_host else SignUpState.IN)
    given = answers.of(signups) if asked else {}
    rows = [
        [
            str(each.line),
            each.person.name,
            each.person.email,
            each.person.unit.name if each.person.unit else "",
            each.state.value,
            sentences.HOW[each.seat] if len(program.seats) > 1 else "",
            *(_moment(at, person) for at in (each.signed_up_at, each.changed_at, each.arrived_at)),
            *(", ".join(given.get(each.id, {}).get(field.id, ())) for field in asked),
        ]
        for each in signups
    ]
    return [*CSV_HEADERS, *(field.label for field in asked)], rows


def _moment(at: datetime | None, person: Person) -> str:
    return wall(at, person.tz).isoformat(" ", "minutes") if at else ""
