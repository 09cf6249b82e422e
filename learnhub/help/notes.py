"""An answer becomes a note in the library, with one press: what was asked and what helped, without names."""

from sqlalchemy import update

from learnhub.core.db import changed, db
from learnhub.core.errors import Conflict
from learnhub.core.policy import Verdict, require
from learnhub.help import policies, queries
from learnhub.help.models import HelpAnswer, HelpRequest
from learnhub.help.queries import Seen
from learnhub.help.sentences import title
from learnhub.library import services as library
from learnhub.library.models import Resource, ResourceKind
from learnhub.library.sentences import excerpt
from learnhub.library.services import SUMMARY, Text
from learnhub.people.models import Kind, Person

ASKED = 700  # characters of the question


def verdict(actor: Person, seen: Seen, answers: list[HelpAnswer]) -> Verdict:
    """Say whether the actor may make a note of it."""
    theirs = [each for each in answers if each.author_id != seen.request.asked_by_id]
    return policies.may_note(
        is_asker=seen.is_asker,
        has_answered=actor.kind is not Kind.GUEST and any(each.author_id == actor.id for each in theirs),
        agreed=seen.request.may_note,
        answers=len(theirs),
        has_note=seen.request.note_id is not None,
    )


def make(actor: Person, seen: Seen) -> Resource:
    """Make the note, which the actor keeps right: the answer that helped, else the last; once."""
    request = seen.request
    answers = [*queries.answers_of(request)]
    require(verdict(actor, seen, answers))
    theirs = [each for each in answers if each.author_id != request.asked_by_id]
    best = next((each for each in theirs if each.helped), theirs[-1])
    note = library.add(actor, "", text=_text(request, best))
    mine = update(HelpRequest).where(HelpRequest.id == request.id, HelpRequest.note_id.is_(None))
    if not changed(mine.values(note_id=note.id)):
        raise Conflict("Somebody made a note of it a moment ago.")
    db.session.refresh(request)
    return note


def _text(request: HelpRequest, answer: HelpAnswer) -> Text:
    asked = excerpt(request.text, ASKED)
    said = f"**Asked:** {asked}\n\n**What helped:** "
    room = SUMMARY - len(said) - 2
    body = answer.text if len(answer.text) <= room else f"{answer.text[:room]} …"
    tags = library.tags_of(request.topic) if request.topic else ()
    return Text(title(request), ResourceKind.NOTE, said + body, tags=tags)
