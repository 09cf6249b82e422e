"""What messages about several dates of a series say: subject, lead, button, path."""

from collections.abc import Callable, Sequence

from sqlalchemy import or_, select

from learnhub.core import words
from learnhub.core.db import db
from learnhub.core.text import one_line
from learnhub.notifications.models import Reminder
from learnhub.notifications.telling.wording_context import Dates, Said, Told
from learnhub.people.models import Person
from learnhub.programs import series_pages, series_queries
from learnhub.programs.models import ON_IT, Host, Program, ProgramState, SignUp, Speaker
from learnhub.programs.series_models import Series

SHOWN = 3
WHATS_ON = "/whats-on"


def dates(rows: Sequence[Reminder], person_id: int | None) -> dict[int, Dates]:
    """Return the series that these messages tell of, for whoever gets them: some statements.

    Who may not know of a series is on dates of it all the same: they read the name of such a date.
    """
    since = {row.subject_id: row.fire_at for row in rows if row.kind in WORDS}
    if not since:
        return {}
    person = db.session.get(Person, person_id) if person_id else None
    known = series_queries.named(person, since) if person else {}
    mine = (SignUp.program_id == Program.id) & (SignUp.person_id == person_id) & SignUp.state.in_(ON_IT)
    ways = [
        select(way.id).where(way.program_id == Program.id, way.person_id == person_id).exists()
        for way in (Host, Speaker)
    ]
    dated = db.session.execute(
        select(Program, or_(SignUp.id.is_not(None), *ways))
        .outerjoin(SignUp, mine)
        .where(Program.series_id.in_(since), Program.ends_at > min(since.values()))
        .order_by(Program.cancelled_at, Program.starts_at)
    ).all()
    found: dict[int, Dates] = {}
    for each in db.session.scalars(select(Series).where(Series.id.in_(since))):
        of_it = [(program, theirs) for program, theirs in dated if program.series_id == each.id]
        found[each.id] = _told_of(each, of_it, knows=each.id in known)
    return found


def _told_of(series: Series, dated: Sequence[tuple[Program, bool]], *, knows: bool) -> Dates:
    """Return it with those of its dates that are somebody's, and the last reason to call one off."""
    theirs = [program for program, is_theirs in dated if is_theirs]
    theirs.sort(key=lambda each: (each.state is not ProgramState.PUBLISHED, each.starts_at))
    on = [each.starts_at for each in theirs if each.state is ProgramState.PUBLISHED]
    reasons = [one_line(each.cancel_reason) for each, _ in dated if each.cancel_reason]
    name, path = f"{one_line(series.title)}, {series_pages.in_words(series)}", series.url
    title, ran = one_line(series.title), name
    if not knows:
        title, path = (one_line(theirs[0].title), theirs[0].url) if theirs else ("dates of yours", WHATS_ON)
        name = title
    reason = reasons[-1] if reasons else ""
    return Dates(title, name, path, one_line(series.place), on, reason, ran, opens=knows)


def _moved(told: Told) -> Said:
    this = told.about.series[told.row.subject_id]
    lead = f"{told.who} moved several dates. {_yours(told, this)}"
    return f"New dates: {this.named}", lead, "See the dates", this.path


def _place_changed(told: Told) -> Said:
    this = told.about.series[told.row.subject_id]
    where = f"in {this.place}" if this.place else "online"
    lead = f"It is {where} now, at the same times. {_yours(told, this)}"
    return f"Another place: {this.named}", lead, "See where it is", this.path


def _cancelled(told: Told) -> Said:
    this = told.about.series[told.row.subject_id]
    why = f"The reason: {this.reason} " if this.reason else ""
    return f"Dates cancelled: {this.title}", f"{why}{_yours(told, this)}", "See the dates", this.path


def _followed(told: Told) -> Said:
    this = told.about.series[told.row.subject_id]
    so_far = f"{words.spelled(len(this.mine))} so far" if this.mine else "none has appeared so far"
    lead = f"You are signed up for every date, {so_far}. {_yours(told, this) if this.mine else ''}".strip()
    return f"You follow {this.named}", lead, "See the dates", this.path


def _host_added(told: Told) -> Said:
    this = told.about.series[told.row.subject_id]
    lead = f"{told.who} made you a host of each date to come: you see who signs up, and can change them."
    return f"You are a host: {this.named}", lead, "Open its set-up", f"{this.path}/set-up"


def _role_ended(told: Told) -> Said:
    this = told.about.series[told.row.subject_id]
    subject = f"You no longer host: {this.ran}"
    lead = f"{told.who} took you off its hosts, at each date to come."
    if this.opens:
        return subject, f"{lead} Its page says who runs it.", "Open the series", this.path
    return subject, lead, "Open What’s on" if this.path == WHATS_ON else "Open your date", this.path


def _yours(told: Told, this: Dates) -> str:
    """ "Yours are Thu 3 Dec, 13:00 CET and Thu 10 Dec, 13:00 CET."."""
    if not this.mine:
        return "None of your dates is left."
    named = [told.at(at) for at in this.mine[:SHOWN]]
    more = len(this.mine) - len(named)
    said = ", ".join(named) + f" and {words.spelled(more)} more" if more else words.joined(named)
    return f"{'Yours is' if len(this.mine) == 1 else 'Yours are'} {said}."


WORDS: dict[str, Callable[[Told], Said]] = {
    "series_moved": _moved,
    "series_place_changed": _place_changed,
    "series_cancelled": _cancelled,
    "series_followed": _followed,
    "series_host_added": _host_added,
    "series_role_ended": _role_ended,
}
