"""Who may do what with a program. Facts in, verdict out."""

from datetime import datetime

from learnhub.core.policy import YES, Verdict, no
from learnhub.programs.models import ON_IT, SIGNED_UP, Program, ProgramState, SignUpState

ONLY_HOSTS = "Only its hosts and admins can do that."
SPEAKERS_MOST = 10


def may_create(*, is_lead: bool, is_admin: bool, is_guest: bool, members_may_host: bool) -> Verdict:
    """Program leads and admins; other members where the organisation lets them."""
    if is_guest:
        return no("Guests take part, they do not host.")
    if is_lead or is_admin or members_may_host:
        return YES
    return no("Program leads make hackathons. An admin can make you one.")


def may_edit(*, state: ProgramState, is_host: bool, is_admin: bool) -> Verdict:
    """Hosts and admins, until it is cancelled."""
    if not (is_host or is_admin):
        return no(ONLY_HOSTS)
    if state is ProgramState.CANCELLED:
        return no("It is cancelled, so nothing about it can change any more.")
    return YES


def may_publish(*, state: ProgramState, is_host: bool, is_admin: bool) -> Verdict:
    """Hosts and admins, once."""
    if state is ProgramState.PUBLISHED:
        return no("It is published already.")
    return may_edit(state=state, is_host=is_host, is_admin=is_admin)


def may_cancel(
    *, state: ProgramState, is_host: bool, is_admin: bool, ends_at: datetime, now: datetime
) -> Verdict:
    """Hosts and admins, until it is over."""
    if not (is_host or is_admin):
        return no(ONLY_HOSTS)
    if state is ProgramState.CANCELLED:
        return no("It is cancelled already.")
    if now >= ends_at:
        return no("It is over, so it can no longer be cancelled.")
    return YES


def may_announce(*, state: ProgramState, is_host: bool, quiet: bool) -> Verdict:
    """Hosts alone, of what is published and did not come in quietly."""
    if not is_host:
        return no("Only its hosts write to those on its list.")
    if quiet:
        return no("It came in quietly, so nobody hears of it.")
    return YES if state is ProgramState.PUBLISHED else no("Only while it is published.")


def may_sign_up(
    *,
    state: ProgramState,
    signup: SignUpState | None,
    closed_early: bool,
    opens_at: datetime | None,
    closes_at: datetime,
    now: datetime,
) -> Verdict:
    """While sign-up is open. Places are no matter here: without one a person waits."""
    if state is ProgramState.DRAFT:
        return no("Sign-up opens once this is published.")
    if state is ProgramState.CANCELLED:
        return no("This was cancelled.")
    if signup in ON_IT:
        return no("You are signed up already.")
    if signup is SignUpState.AWAITING:
        return no("You have signed up, and the hosts decide about it.")
    if signup is SignUpState.DECLINED:
        return no("The hosts declined your sign-up. Ask them if that seems wrong.")
    if signup is SignUpState.REMOVED:
        return no("A host took you off the list. Ask them if that seems wrong.")
    if closed_early or now >= closes_at:
        return no("Sign-up has closed.")
    if opens_at is not None and now < opens_at:
        return no("Sign-up has not opened yet.")
    return YES


def may_sign_up_for(
    program: Program, signup: SignUpState | None, now: datetime, *, follows: bool = False
) -> Verdict:
    """Whether they may sign up for it now; who follows its series may before it opens to others."""
    return may_sign_up(
        state=program.state,
        signup=signup,
        closed_early=program.signups_closed,
        opens_at=None if follows else program.sign_up_opens_at,
        closes_at=program.sign_up_closes_at,
        now=now,
    )


def where_open(may: Verdict, *, is_open: bool) -> Verdict:
    """What else is said of signing up, but for those to whom the program is not open."""
    if is_open or not may:
        return may
    return no("This is open to others. Ask its hosts if you want to take part.")


def may_take_offer(*, state: ProgramState, expires_at: datetime | None, now: datetime) -> Verdict:
    """Whoever is offered a place, until that expires."""
    if state is not ProgramState.PUBLISHED:
        return no("This does not take place.")
    if expires_at is None:
        return no("No place is offered to you.")
    return YES if now < expires_at else no("The offer has run out, and the place goes to the next in line.")


def is_sign_up_over(program: Program, now: datetime) -> bool:
    """Whether nobody can sign up any more, unless a host opens it again."""
    return program.signups_closed or now >= program.sign_up_closes_at


def may_withdraw(
    *, state: ProgramState, signup: SignUpState | None, ends_at: datetime, now: datetime
) -> Verdict:
    """Whoever is in, waits or awaits approval, until it is over."""
    if signup not in SIGNED_UP:
        return no("You are not signed up.")
    if state is ProgramState.CANCELLED:
        return no("This was cancelled; there is nothing to withdraw from.")
    if now >= ends_at:
        return no("It is over, so the list stays as it was.")
    return YES


def may_change_seat(
    *, state: ProgramState, signup: SignUpState | None, ends_at: datetime, now: datetime
) -> Verdict:
    """Whoever is in or waits, until it is over."""
    if signup is SignUpState.AWAITING:
        return no("The hosts decide about your sign-up first.")
    return may_withdraw(state=state, signup=signup, ends_at=ends_at, now=now)


def may_decide(
    *, state: ProgramState, is_host: bool, is_admin: bool, ends_at: datetime, now: datetime
) -> Verdict:
    """Hosts, about sign-ups that await approval; who waits is no matter of admins."""
    if not is_host:
        return no("Only its hosts decide who takes part.")
    return may_enter(state=state, is_host=is_host, is_admin=is_admin, ends_at=ends_at, now=now)


def may_enter(
    *, state: ProgramState, is_host: bool, is_admin: bool, ends_at: datetime, now: datetime
) -> Verdict:
    """Hosts and admins, from its publishing until it is over; the sign-up window is no matter."""
    verdict = may_edit(state=state, is_host=is_host, is_admin=is_admin)
    if not verdict:
        return verdict
    if state is ProgramState.DRAFT:
        return no("Publish it first: whoever you put on the list is told, and opens its page.")
    if now >= ends_at:
        return no("It is over, so the list stays as it was.")
    return YES


def may_remove(*, state: ProgramState, is_host: bool, is_admin: bool, signup: SignUpState | None) -> Verdict:
    """Hosts and admins, those who are in or wait."""
    if verdict := may_edit(state=state, is_host=is_host, is_admin=is_admin):
        return YES if signup in ON_IT else no("They are not on the list any more.")
    return verdict


def may_publish_series(*, runs_it: bool, is_published: bool) -> Verdict:
    """Hosts and admins, once."""
    if not runs_it:
        return no(ONLY_HOSTS)
    return no("It is published already.") if is_published else YES


def may_edit_series(*, runs_it: bool) -> Verdict:
    """Hosts of the series and admins; who hosts one of its dates changes that one."""
    return YES if runs_it else no("Only hosts of the series and admins can change more than this one.")


def may_follow(*, is_guest: bool, is_published: bool) -> Verdict:
    """Everyone of the organisation, once it is published."""
    if is_guest:
        return no("Guests see the program that they were invited to.")
    return YES if is_published else no("Sign-up opens once this is published.")


def may_leave_series(*, runs_it: bool, hosts: int) -> Verdict:
    """A series keeps at least one host."""
    if hosts <= 1:
        return no("A series keeps at least one host. Add another first.")
    return may_edit_series(runs_it=runs_it)


def may_leave_hosts(
    *, state: ProgramState, is_host: bool, is_admin: bool, hosts: int, of_series: bool = False
) -> Verdict:
    """A program keeps at least one host; whoever hosts its series hosts each date that is not over."""
    if of_series:
        return no("They host the series, and so each of its dates. Take them off the series.")
    if hosts <= 1:
        return no("A program keeps at least one host. Add another first.")
    return may_edit(state=state, is_host=is_host, is_admin=is_admin)


def may_answer(*, state: ProgramState, ends_at: datetime, now: datetime) -> Verdict:
    """Whoever is on the list, what was asked at sign-up, until it is over."""
    if state is ProgramState.CANCELLED:
        return no("This was cancelled; nothing is asked any more.")
    return no("It is over, so the answers stay as they are.") if now >= ends_at else YES


def may_take_part(*, state: ProgramState, mine: bool, free: int, ends_at: datetime, now: datetime) -> Verdict:
    """Whoever may see the program, while people are wanted for it."""
    if state is not ProgramState.PUBLISHED or now >= ends_at:
        return no("It does not take place any more." if state is not ProgramState.DRAFT else "It is a draft.")
    if mine:
        return no("You have taken it.")
    return YES if free > 0 else no("Others have taken it.")


def may_give_part_back(*, state: ProgramState, mine: bool, ends_at: datetime, now: datetime) -> Verdict:
    """Who has taken it, until it is over."""
    if not mine:
        return no("You have not taken it.")
    return no("It is over.") if now >= ends_at or state is ProgramState.CANCELLED else YES


def may_remove_part(*, taken: int) -> Verdict:
    """While nobody has taken it."""
    return no("Somebody has taken it. Ask them to give it back first.") if taken else YES


def may_arrive(
    *,
    state: ProgramState,
    signup: SignUpState | None,
    approves: bool,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Verdict:
    """Whoever has the code, from two hours before until the end of the day."""
    if state is not ProgramState.PUBLISHED:
        return no("This does not take place.")
    if signup is SignUpState.REMOVED:
        return no("A host took you off the list. Ask them if that seems wrong.")
    if approves and signup not in ON_IT | {SignUpState.RELEASED}:
        return no("The hosts decide who takes part. Ask one of them to put you on the list.")
    if now < opens_at:
        return no("It is too early: the code works from two hours before the start.")
    if now >= closes_at:
        return no("The day is over, and so is the code. A host can still note that you came.")
    return YES


def may_look(*, is_host: bool, is_admin: bool) -> Verdict:
    """Admins, when it is needed, at who signed up and who came: it is written down. Hosts see it anyway."""
    if is_host:
        return no("You host it, so you see its list.")
    return YES if is_admin else no(ONLY_HOSTS)


def may_note_arrival(
    *, state: ProgramState, runs_it: bool, opens_at: datetime, closes_at: datetime, now: datetime
) -> Verdict:
    """Hosts and admins, from two hours before until the list is settled, two weeks after the end."""
    if not runs_it:
        return no(ONLY_HOSTS)
    if state is not ProgramState.PUBLISHED:
        return no("It does not take place, so nobody comes.")
    if now < opens_at:
        return no("You can note who came from two hours before the start.")
    if now >= closes_at:
        return no("It was over two weeks ago, so the list of who came is settled.")
    return YES


def may_be_noted(signup: SignUpState) -> Verdict:
    """Those on the list, with or without a place."""
    known = ON_IT | {SignUpState.RELEASED}
    return YES if signup in known else no("They are not on the list any more. Put them on it first.")


def may_be_speaker(*, speakers: int) -> Verdict:
    """Ten at most."""
    return YES if speakers < SPEAKERS_MOST else no(f"There are {SPEAKERS_MOST} speakers already.")


def may_add_speaker(*, state: ProgramState, is_host: bool, is_admin: bool, speakers: int) -> Verdict:
    """Hosts and admins, until it is cancelled; ten at most."""
    may = may_be_speaker(speakers=speakers)
    return may_edit(state=state, is_host=is_host, is_admin=is_admin) if may else may
