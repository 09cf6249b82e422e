"""Every kind of message as a mail: text and HTML, its headers, nothing from elsewhere, the zone once."""

import os
import re
from datetime import date, time, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from learnhub.calendars.invitations import Invitation
from learnhub.core import clock
from learnhub.core.db import new_key
from learnhub.courses.models import ItemKind
from learnhub.courses.outlines import Line
from learnhub.notifications.models import Category, Reminder
from learnhub.notifications.sending import letters
from learnhub.notifications.sending.channels import email, headers
from learnhub.notifications.sending.channels.email import Letter
from learnhub.notifications.sending.mailings import Mailing
from learnhub.notifications.telling.kinds import KINDS, LINKS
from learnhub.notifications.telling.wording_context import BEHIND, zone_once
from tests import factories
from tests.support import nu
from tests.support.rows import many, save

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)
MOST = 100_000  # bytes: mail programs cut off what is longer
OF_TALKS = {"talk_starts", "feedback_asked", "changed_7", "changed_30", "topic_scheduled", "speaker_added"}
BY_SUBJECT = {
    "team_joined": "team",
    "demo_submitted": "team",
    "decision_due": "demo",
    "decision_again": "demo",
}
BY_SUBJECT |= {
    "follow_up_yours": "demo",
    "demo_due": "window",
    "team_due": "window",
    "judging_starts": "window",
}


@pytest.fixture
def rows(app):
    """A reminder of every kind to Ada in New York, about things that are there as far as it is cheap."""
    ada, ruth = factories.person("Ada Lovelace", zone="America/New_York"), factories.person("Ruth")
    hackathon, talk = factories.hackathon(ruth), factories.talk(ruth)
    team = factories.team(ada, hackathon)
    demo = factories.demo(team)
    lines = [Line(ItemKind.DELIVERABLE, f"Step {week}", week=week, weekday=4, at=time(18)) for week in (1, 2)]
    cohort = factories.cohort(ruth, *lines, starts=date(2026, 11, 23))
    series = factories.series(ruth)
    subjects = {"series": series.id, "team": team.id, "demo": demo.id, "window": hackathon.windows[0].id}
    now, made = clock.now(), []
    for number, kind in enumerate(KINDS):
        program = talk if kind in OF_TALKS else cohort if _of_cohort(kind) else hackathon
        about = "series" if kind.startswith("series") else BY_SUBJECT.get(kind, "program")
        row = Reminder(
            occurrence_key=f"{kind}|{number}",
            kind=kind,
            person_id=ada.id,
            subject_kind=about,
            subject_id=subjects.get(about, program.id),
            program_id=program.id,
            by_id=ruth.id,
            due_at=now + DAY,
            fire_at=now,
            next_at=now,
            expires_at=now + 2 * DAY,
        )
        made.append(row)
    with many():
        for row in made:
            save(row)
    return made


def _of_cohort(kind):
    return kind.startswith(
        ("deadline", "session", "cohort", "check_in", "pod", "late", "flag", "help", "still_stuck")
    )


def compose(row):
    mail = Mailing(new_key(), f"<{row.id}@example.org>", row.person_id, reminder_id=row.id)
    return email.compose(letters.of_reminder(row, mail, clock.now()))


@pytest.mark.sqlite_only
def test_every_kind_is_a_mail_that_can_be_read_anywhere(rows, tmp_path):
    pages, wrong, shown = {}, [], os.environ.get("LEARNHUB_SHOW_LETTERS")
    for row in rows:
        if row.kind in LINKS or row.kind == "chat_test":
            continue
        raw = compose(row)
        again = message_from_bytes(raw, policy=default)
        text, html = (again.get_body((kind,)).get_content() for kind in ("plain", "html"))
        pages[row.kind] = html
        if shown:
            (Path(shown) / f"{row.kind}.html").write_text(html)
        account = KINDS[row.kind].category is Category.ACCOUNT
        head = again["Auto-Submitted"], again["List-Id"] is not None
        left = again["List-Unsubscribe"], again["List-Unsubscribe-Post"]
        assert head == ("auto-generated", True), row.kind
        assert left == (None, None) if account else left[1] == "List-Unsubscribe=One-Click", row.kind
        assert len(raw) < MOST, row.kind
        assert not re.search(r"<(img|link|script|iframe)|src=|url\(|@import", html), row.kind
        assert html.count('class="btn"') == 1, row.kind
        said = text.partition("Times are in")[0]
        if len(re.findall(r"\d\d:\d\d E[SD]T", said)) > 1:
            wrong.append(f"{row.kind}: {said}")
        assert "{" not in said, said
        assert not re.search(r"None(?! of)", said), said
    assert not wrong, "\n".join(wrong)
    assert nu.complaints(pages, tmp_path) == []


def test_the_zone_is_named_where_it_changes_and_what_others_wrote_stays():
    ours = [f"Now 17:00{BEHIND}CET: Talk", f"To 18:00{BEHIND}CET, then 9:00{BEHIND}UTC+2. Ada: 16:00 UTC+2."]
    assert zone_once(*ours) == ["Now 17:00 CET: Talk", "To 18:00, then 9:00 UTC+2. Ada: 16:00 UTC+2."]


def test_what_is_written_arrives_whatever_letters_dots_and_marks_are_in_it(rows, settings):
    text = "Zoë & <b>Łukasz</b> {{ letter }} =3D\n.\n.. and so on: " + "wörter " * 40
    letter = Letter(
        message_id="<1@example.org>",
        to_name="Åsa “Ö” Öberg, Jr.",
        to="asa@bücher.example",
        subject=f"Übung: {'sehr lange Wörter ' * 9}Ende",
        house="Ärger & Söhne",
        lead=text,
        button="Open it",
        url="https://example.org/?a=1&b=2",
        zone="UTC",
        category="teams",
        label="Was ich höre",
        invitation=Invitation("REQUEST", b"BEGIN:VCALENDAR\r\n" * 9),
    )
    raw = email.compose(letter)
    again = message_from_bytes(raw, policy=default)
    plain, html, calendar = (part.get_content().replace("\r", "") for part in again.iter_parts())
    assert (again.defects, max(map(len, raw.split(b"\r\n"))) <= 78) == ([], True)
    assert (again["To"].addresses[0].display_name, again["Subject"]) == (letter.to_name, letter.subject)
    lines = escape(text).replace("\n", Markup("<br>"))
    assert (text in plain, f"{lines}</p>" in html) == (True, True)
    assert calendar.encode() == letter.invitation.body.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("alone", [True, False])
def test_lines_of_a_list_stay_apart_in_both_parts_of_a_mail_and_of_a_digest(alone, rows, settings):
    said = "Agents:\nAda: “One” & “Two”\nBob: “One”"
    named = {"message_id": "<1@example.org>", "to_name": "Ruth", "to": "ruth@example.org", "house": "Works"}
    about = {"category": "cohorts", "label": "Cohorts", "zone": "UTC", "button": "Open it"}
    others = [email.Item("Three deadlines are overdue", said, "https://example.org/c")]
    lead, items = (said, ()) if alone else ("What is new.", others)
    letter = Letter(subject="Late", lead=lead, items=items, url="https://example.org/", **named, **about)
    again = message_from_bytes(email.compose(letter), policy=default)
    plain, html = (again.get_body((kind,)).get_content().replace("\r", "") for kind in ("plain", "html"))
    indent = "" if alone else "  "
    assert "\n".join(f"{indent}{line}" for line in said.split("\n")) in plain
    assert "Agents:<br>Ada: “One” &amp; “Two”<br>Bob: “One”" in html


LONG = [
    "Мария Иванова-Петрова Сергеевна",
    "Société générale d’électricité",
    "電" * 120,
    "🦔 Igel " * 15,
    "ä" * 120,
]


@pytest.mark.parametrize("name", LONG)
def test_a_long_name_of_any_letters_stops_no_mail(name, settings):
    told = {"message_id": "<1@example.org>", "to_name": name, "to": "asa@example.org", "house": name}
    button = {"button": "Open it", "url": "https://example.org/", "zone": "UTC"}
    letter = Letter(subject=name, lead=name, category="teams", label=name, **told, **button)
    again = message_from_bytes(email.compose(letter), policy=compat32)
    to, sender, subject = (str(make_header(decode_header(again[each]))) for each in ("To", "From", "Subject"))
    assert to.startswith(f"{name.strip()} <")
    assert sender.startswith(name.strip())
    assert (again.defects, subject) == ([], name.strip())


@pytest.mark.parametrize("address", ["ada@example.org>, <eve@example.org", "ada", "a b@example.org"])
def test_no_mail_is_made_for_what_is_no_address(address):
    with pytest.raises(ValueError, match="address"):
        headers.mailbox("Ada", address)


def test_no_header_becomes_two():
    with pytest.raises(ValueError, match="end of a line"):
        headers.whole("Message-ID", "<1@example.org>\r\nBcc: eve@example.org")
