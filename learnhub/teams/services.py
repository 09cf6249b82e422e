"""Making, joining, leaving and steering teams. Lock order: program, sign-up, team."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from learnhub.core import audit, clock, events, tokens
from learnhub.core.db import changed, db
from learnhub.core.errors import Conflict, Forbidden, Invalid
from learnhub.core.policy import require
from learnhub.core.refs import Ref
from learnhub.hackathons.models import Hackathon
from learnhub.people import conflicts
from learnhub.people.models import Person
from learnhub.programs import places
from learnhub.programs.models import ON_IT, SignUp, SignUpState
from learnhub.teams import policies, queries
from learnhub.teams.events import CaptainChanged, TeamJoined, TeamLeft, TeamMade, TeamRenamed
from learnhub.teams.models import Membership, Team


def make(actor: Person, hackathon: Hackathon, *, name: str, idea: str = "") -> Team:
    """Make a team with the actor as its captain and first member.

    Raises Forbidden as `may_make` says, Invalid for a name that is taken.
    """
    _lock_sign_up(actor.id, hackathon.id)
    now = clock.now()
    require(policies.may_make(queries.standing(actor, hackathon), queries.span(hackathon), now))
    team = Team(hackathon=hackathon, captain_id=actor.id, join_code=tokens.secret())
    _name(actor, team, name, idea)
    events.publish(TeamMade(team.id, hackathon.id, actor.id))
    _enter(team, actor.id, hackathon.team_most)
    return team


def join(actor: Person, team: Team) -> Membership:
    """Join the team. Raises Forbidden as `may_join` says, also when another was quicker."""
    hackathon = team.hackathon
    _lock_sign_up(actor.id, hackathon.id)
    standing = queries.standing(actor, hackathon)
    most = hackathon.team_most
    require(
        policies.may_join(
            standing,
            queries.span(hackathon),
            clock.now(),
            team_id=team.id,
            size=team.members_count,
            most=most,
        )
    )
    return _enter(team, actor.id, most)


def accept(actor: Person, team: Team) -> Membership:
    """Join by the team's link; who has no sign-up gets one in the same step, if there is a place.

    Raises Forbidden as `join` and signing up say, and when the last place went a moment ago.
    """
    if queries.standing(actor, team.hackathon).signup not in ON_IT:
        require(policies.may_sign_up_at_once(approves=team.hackathon.approves))
        signup = places.sign_up(actor, team.hackathon)
        if signup.state is not SignUpState.IN:
            raise Forbidden("The last place went a moment ago. You can still join the waitlist.")
    return join(actor, team)


def leave(actor: Person, team: Team) -> None:
    """Leave the team. Raises Forbidden for others, and once submitting has closed."""
    is_member = queries.membership(team, actor.id) is not None
    require(policies.may_leave(is_member=is_member, span=queries.span(team.hackathon), now=clock.now()))
    _go(team, actor.id)


def remove(actor: Person, team: Team, member: Person, *, is_host: bool = False) -> None:
    """Take `member` out of the team: the captain, or a host (audited)."""
    _require_steering(actor, team, is_host=is_host)
    if member.id == actor.id:
        raise Invalid("To go yourself, leave the team.")
    if _go(team, member.id) and is_host:
        audit.record(actor.id, "team.member_removed", Ref("team", team.id), before={"person_id": member.id})


def hand_over(actor: Person, team: Team, member: Person, *, is_host: bool = False) -> None:
    """Make `member` the captain. Raises Invalid for someone who is not in the team."""
    _require_steering(actor, team, is_host=is_host)
    if queries.membership(team, member.id) is None:
        raise Invalid(f"{member.name} is not in this team.")
    before = team.captain_id
    _appoint(team, member.id)
    if is_host:
        ref, after = Ref("team", team.id), {"captain_id": member.id}
        audit.record(actor.id, "team.captain_changed", ref, before={"captain_id": before}, after=after)


def rename(
    actor: Person, team: Team, *, name: str, idea: str, version: int | None, is_host: bool = False
) -> None:
    """Change name and idea. Raises Conflict with both texts if the team changed since `version`."""
    _require_steering(actor, team, is_host=is_host)
    if version != team.version:
        raise Conflict(
            conflicts.said(actor, "the team", team.saved_by, team.saved_at),
            theirs={"Name": team.name, "Idea": team.idea},
            yours={"Name": name, "Idea": idea},
        )
    before = {"name": team.name}
    _name(actor, team, name, idea)
    events.publish(TeamRenamed(team.id))
    if is_host and before["name"] != name:
        audit.record(actor.id, "team.renamed", Ref("team", team.id), before=before, after={"name": name})


def renew_link(actor: Person, team: Team, *, is_host: bool = False) -> None:
    """Give the team a new link to join by; the old one ends at once."""
    _require_steering(actor, team, is_host=is_host)
    _set(team, join_code=tokens.secret())


def look(actor: Person, hackathon: Hackathon, *, looking: bool) -> None:
    """Say, or take back, that the actor looks for a team. Raises Forbidden without a place or in a team."""
    if looking:
        require(policies.may_make(queries.standing(actor, hackathon), queries.span(hackathon), clock.now()))
    _set_looking(actor.id, hackathon.id, looking=looking)


def leave_hackathon(person_id: int, hackathon: Hackathon) -> None:
    """Take a person who gave their place back out of their team, unless demos were due before."""
    team = queries.current_team(person_id, hackathon.id)
    if team is not None and clock.now() < hackathon.due_at:
        _go(team, person_id)


def replace_captain(person_id: int) -> None:
    """Pass on the captain's part of who has left the organisation, in every team that they stay named in."""
    for team in queries.captained_by(person_id):
        _count(team, by=0)  # holds the team, as in `_go`
        _pass_on(team)


def _require_steering(actor: Person, team: Team, *, is_host: bool) -> None:
    is_captain, span = team.captain_id == actor.id, queries.span(team.hackathon)
    require(policies.may_steer(is_captain=is_captain, is_host=is_host, span=span, now=clock.now()))


def _lock_sign_up(person_id: int, hackathon_id: int) -> None:
    """Hold the sign-up, so that nobody withdraws it between the check and the joining."""
    row = select(SignUp.id).where(SignUp.program_id == hackathon_id, SignUp.person_id == person_id)
    db.session.execute(row.with_for_update())


def _name(actor: Person, team: Team, name: str, idea: str) -> None:
    """Store the team under that name. Raises Invalid if its hackathon has another of that name."""
    try:
        with db.session.begin_nested():
            team.name, team.idea = name, idea
            team.saved_at, team.saved_by_id = clock.now(), actor.id
            db.session.add(team)
            db.session.flush()
    except IntegrityError as error:
        raise Invalid(
            "Another team of this hackathon has that name. Choose a different one.", "name"
        ) from error


def _enter(team: Team, person_id: int, most: int) -> Membership:
    """Take a seat and sit down: the UPDATE counts only where there is room, the index allows one team."""
    if not _count(team, by=1, most=most):
        raise Forbidden(policies.full(most))
    member = Membership(
        hackathon_id=team.hackathon_id, team_id=team.id, person_id=person_id, joined_at=clock.now()
    )
    try:
        with db.session.begin_nested():
            db.session.add(member)
            db.session.flush()
    except IntegrityError as error:
        raise Forbidden("You are in a team of this hackathon already.") from error
    _set_looking(person_id, team.hackathon_id, looking=False)
    events.publish(TeamJoined(team.id, team.hackathon_id, person_id))
    return member


def _go(team: Team, person_id: int) -> bool:
    """Take the person out, pass the captain's part on, archive an empty team. False if not in it."""
    now = clock.now()
    _count(team, by=0)  # holds the team, so that two who leave at once come one after the other
    left = changed(
        update(Membership)
        .where(Membership.team_id == team.id, Membership.person_id == person_id, Membership.left_at.is_(None))
        .values(left_at=now)
    )
    if not left:
        return False
    _count(team, by=-1)
    if not team.members_count:
        team.archived_at, team.join_code, team.captain_id = now, None, None
        db.session.flush()
    elif team.captain_id == person_id:
        _pass_on(team)
    events.publish(TeamLeft(team.id, team.hackathon_id, person_id))
    return True


def _pass_on(team: Team) -> None:
    """Make whoever is in the team longest its captain. Where all have left, it keeps the one it had."""
    following = queries.longest_member_id(team)
    if following is not None:
        _appoint(team, following)


def _appoint(team: Team, person_id: int) -> None:
    if team.captain_id != person_id:
        _set(team, captain_id=person_id)
        events.publish(CaptainChanged(team.id, person_id))


def _set(team: Team, **values: object) -> None:
    """Change what is neither name nor idea: whoever is writing these loses nothing by it."""
    db.session.execute(update(Team).where(Team.id == team.id).values(**values))
    db.session.refresh(team)


def _count(team: Team, *, by: int, most: int | None = None) -> bool:
    """Change the number of members by one conditional UPDATE; False where there is no room."""
    chosen = update(Team).where(Team.id == team.id, Team.archived_at.is_(None))
    if most is not None:
        chosen = chosen.where(Team.members_count < most)
    counted = chosen.values(members_count=Team.members_count + by)
    reached = changed(counted.execution_options(synchronize_session=False))
    db.session.refresh(team)
    return bool(reached)


def _set_looking(person_id: int, hackathon_id: int, *, looking: bool) -> None:
    db.session.execute(
        update(SignUp)
        .where(SignUp.program_id == hackathon_id, SignUp.person_id == person_id)
        .values(looking=looking)
    )
