"""The certificate of a cohort: what it says, and the same as a tagged PDF."""

from dataclasses import dataclass
from datetime import date

from learnhub.cohorts.models import CohortCompletion
from learnhub.core import dates, pdf
from learnhub.core.pdf import Line
from learnhub.core.words import count


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands on it. `day` is in words, in the person's zone; `code` is how it is verified."""

    house: str
    person: str
    cohort: str
    course: str
    provider: str
    span: str
    did: str
    day: str
    code: str


def of(row: CohortCompletion, house: str) -> Certificate:
    """Return what the certificate of a completion says; `house` is the organisation's name."""
    cohort, course = row.cohort, row.cohort.course_version.course
    days = [dates.local_date(at, cohort.tz) for at in (cohort.starts_at, cohort.ends_at)]
    return Certificate(
        house=house,
        person=row.person.name,
        cohort=cohort.title,
        course=course.title,
        provider=course.provider,
        span=f"{_day(days[0])} to {_day(days[1])}",
        did=f"{row.done} of {count(row.of, 'deadline')} done",
        day=_day(dates.local_date(row.at, row.person.tz)),
        code=row.key,
    )


def drawn(row: CohortCompletion, found: Certificate, address: str) -> bytes:
    """Return it as a PDF; `address` is where anyone who has it can verify it."""
    by = f" by {found.provider}" if found.provider else ""
    lines = (
        Line(found.house, size=13, below=12),
        Line(found.person, "H1", size=32, below=6),
        Line("has completed the cohort", size=14, below=3),
        Line(found.cohort, "H2", size=22, below=8),
        Line(f"on the course {found.course}{by}, {found.span}", size=13, below=3),
        Line(f"{found.did}, completed on {found.day}", size=13, below=20),
        Line(f"Code {found.code}. Verify it at {address}", size=10, below=0),
    )
    title = f"Certificate: {found.person}, {found.cohort}"
    return pdf.page(title, lines, language="en", at=row.at)


def _day(day: date) -> str:
    return f"{day.day} {dates.month(day)} {day.year}"
