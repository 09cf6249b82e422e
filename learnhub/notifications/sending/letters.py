"""From rows to letters: secrets are minted and words chosen here, when the message is about to go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from learnhub.core import dates
from learnhub.core.words import counted
from learnhub.notifications.models import Category, Digest, Reminder
from learnhub.notifications.sending import calendar_parts, unsubscribing
from learnhub.notifications.sending.channels.email import Item, Letter
from learnhub.notifications.sending.mailings import Mailing
from learnhub.notifications.telling import wording
from learnhub.notifications.telling.calendar_wording import CANNOT_COME
from learnhub.notifications.telling.kinds import CATEGORY_LABELS, KINDS, LINKS
from learnhub.notifications.telling.wording_context import Seats
from learnhub.people import links
from learnhub.people import queries as people
from learnhub.people.models import Person
from learnhub.programs.models import Program
from learnhub.web.addresses import whole


class _Footer(TypedDict, total=False):
    why_url: str
    settings_url: str
    unsubscribe_url: str


def of_reminder(
    row: Reminder,
    mail: Mailing,
    now: datetime,
    programs: Mapping[int, Program] | None = None,
    *,
    seats: Seats | None = None,
    carries: bool = False,
) -> Letter:
    """Return the letter of one reminder; with `carries` calendars read it as well. `programs` and `seats`
    are those that were read already.

    Raises NotFound where its link has ended.
    """
    kind = KINDS[row.kind]
    house = people.organisation()
    zone = row.person.tz if row.person else house.tz
    about = wording.tale([row], row.person_id, programs, seats=seats, letter=True)
    words = wording.words(row, about, zone, now)
    to, url = (row.person.email if row.person else "", whole(words.path))
    if row.kind in LINKS:
        outgoing = links.outgoing(row.subject_id)
        to, url = outgoing.email or to, outgoing.url
    invitation = calendar_parts.carried(row, row.person, now) if carries and row.person else None
    can_leave = invitation is not None and invitation.leave_url
    return Letter(
        message_id=mail.message_id,
        to_name=row.person.name if row.person else "",
        to=to,
        subject=words.subject,
        house=house.name,
        lead=words.lead.removesuffix(CANNOT_COME).strip() if can_leave else words.lead,
        invitation=invitation,
        button=words.button,
        url=url,
        zone=str(zone),
        category=kind.category.value,
        label=CATEGORY_LABELS.get(kind.category, ("Account", ""))[0],
        **_footer(row.person, kind.category, mail),
    )


def of_digest(digest: Digest, rows: Sequence[Reminder], mail: Mailing, now: datetime) -> Letter:
    """Return the one letter of a person's day."""
    person, house = digest.person, people.organisation()
    about = wording.tale(rows, person.id, letter=True)
    said = [wording.words(row, about, person.tz, now) for row in rows]
    items = [Item(words.subject, words.lead, whole(words.path)) for words in said]
    day = dates.day(digest.local_date, now.astimezone(person.tz).date())
    first = said[0].subject
    return Letter(
        message_id=mail.message_id,
        to_name=person.name,
        to=person.email,
        subject=first if len(said) == 1 else f"{day}: {first}, and {counted(len(said) - 1, 'other thing')}",
        house=house.name,
        lead=said[0].lead if len(said) == 1 else f"What is new and what is next, as of {day}.",
        button=said[0].button if len(said) == 1 else "Open the inbox",
        url=whole(said[0].path if len(said) == 1 else "/inbox"),
        zone=str(person.tz),
        category=Category.DIGEST.value,
        label=CATEGORY_LABELS[Category.DIGEST][0],
        items=items if len(items) > 1 else (),
        **_footer(person, Category.DIGEST, mail),
    )


def _footer(person: Person | None, category: Category, mail: Mailing) -> _Footer:
    if person is None or category is Category.ACCOUNT:
        return {}
    token = unsubscribing.token(person.key, category)
    return {
        "why_url": whole(f"/inbox/{mail.key}/why"),
        "settings_url": whole("/settings/notifications"),
        "unsubscribe_url": whole(f"/unsubscribe/{token}"),
    }
