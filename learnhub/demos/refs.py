"""Cards of demos, for whoever names one."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from learnhub.core.refs import Card, Ref
from learnhub.demos import card_queries, follow_up_queries, policies, queries
from learnhub.demos.follow_up_policies import STATES
from learnhub.demos.models import Demo, DemoState, FollowState
from learnhub.hackathons.models import Hackathon
from learnhub.programs.audiences import seen_by
from learnhub.search.audiences import ADMIN
from learnhub.search.documents import Document


def cards(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of those demos that the person may see."""
    found = card_queries.visible(person, ids)
    return {
        id_: Card(demo.title or "Untitled demo", f"/demos/{demo.key}", _state(demo), demo.submitted_at)
        for id_, demo in found.items()
    }


def _state(demo: card_queries.Told) -> str:
    """ "Pad Watch", "Pad Watch, adopted": its team, and what became of it where that was decided."""
    decided = f", {STATES[demo.became].lower()}" if demo.became not in (None, FollowState.DEMOED) else ""
    return f"{demo.team}{decided}"


def follow_ups(ids: Sequence[int], person: Any) -> Mapping[int, Card]:
    """Return the cards of what was adopted, for those who may see the demo."""
    found = card_queries.visible(person, follow_up_queries.demo_ids(ids))
    return {
        demo.follow_up_id: Card(f"Adopted: {demo.title}", f"/demos/{demo.key}#became", demo.team)
        for demo in found.values()
        if demo.follow_up_id
    }


def documents(ids: Sequence[int] | None) -> Iterator[Document]:
    """Give demos to be found: by their team; submitted ones later by the hosts, then by everyone.

    What stands at the snapshot is what it keeps, so its text need not be written again then.
    """
    for demo, hackathon in queries.every(ids):
        parts = (demo.pitch, demo.story, demo.ai_used, demo.team.name)
        yield Document(
            Ref("demo", demo.id),
            title=demo.title or "Untitled demo",
            body="\n\n".join(part for part in parts if part),
            tags=demo.built_with,
            audience=frozenset({ADMIN, f"team:{demo.team_id}"}),
            later=_later(demo, hackathon),
            updated_at=demo.submitted_at or demo.saved_at,
        )


def _later(demo: Demo, hackathon: Hackathon) -> dict[str, datetime]:
    """Return from when on others find it: `policies.may_see` as moments."""
    if demo.state is not DemoState.SUBMITTED:
        return {}
    times = queries.times(hackathon)
    opens_at = policies.gallery_opens_at(times) if hackathon.published_at else None
    everyone = (
        dict.fromkeys(seen_by(hackathon.id, is_limited=hackathon.is_limited), opens_at) if opens_at else {}
    )
    return {f"host:{hackathon.id}": times.snapshot_at, **everyone}
