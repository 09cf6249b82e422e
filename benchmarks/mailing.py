"""What a mail costs without rows: a kept connection and no queue, and RQ's SimpleWorker with a job a mail.

    python -m benchmarks.mailing plain|kept|queued MAILS

All make the same letter for each recipient, and hand it to the settings’ server. "plain" does so over one
connection with what the standard library has for it: an EmailMessage of the same templates, and smtplib.
"kept" is the same with LearnHub's own way to compose and to hand over; a job of "queued" does that too, and
opens a connection of its own. Prints mails a second, and the CPU milliseconds of a mail. `bench reminders`
runs it, in a process of its own as workers are.
"""

import sys
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import css_inline
from flask import current_app
from redis import Redis
from rq import Queue, SimpleWorker

import app as composition
from learnhub.core import clock
from learnhub.notifications.sending.channels import email
from learnhub.notifications.sending.channels.email import Letter
from learnhub.notifications.sending.channels.smtp import Line, Server
from learnhub.settings import Settings

QUEUE = "reference"


def letter(number: int) -> Letter:
    """Return one as people get it before a talk."""
    base = current_app.config["SETTINGS"].base_url
    return Letter(
        message_id=f"<reference.{number:040}@{email.domain()}>",
        to_name=f"Person {number}",
        to=f"reference{number}@example.org",
        subject="Evals before features starts Tue 24 Nov, 10:00 UTC",
        house="Analytical Engines",
        lead="You have a place. Place: Canteen 2. Cannot come? Give the place back on its page.",
        button="Open the talk",
        url=f"{base}/talks/abcdefghij",
        zone="UTC",
        category="programs",
        label="Programs I am in",
        why_url=f"{base}/inbox/{number:010}/why",
        settings_url=f"{base}/settings/notifications",
        unsubscribe_url=f"{base}/unsubscribe/{number:060}",
    )


def send(number: int) -> None:
    """Send one over a connection of its own: the work of a job."""
    with email.line() as line:
        hand_over(line, number)


def hand_over(line: Line | None, number: int) -> None:
    assert line is not None, "no mail server is set up"
    made = letter(number)
    line.send(email.compose(made), sender=email.settings().mail_from, to=made.to)


def kept(mails: int) -> None:
    with email.line() as line:
        for number in range(mails):
            hand_over(line, number)


def queued(mails: int, queue: Queue) -> None:
    """Do what waits; it was queued before the clock ran."""
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level="WARNING")
    assert not len(queue), mails


def plain(mails: int) -> None:
    server = Server.from_url(email.settings().smtp_url)
    with server.connect() as line:
        for number in range(mails):
            line.send_message(standard(letter(number)))


def standard(made: Letter) -> EmailMessage:
    """Compose it as the standard library's manual shows."""
    message, render = EmailMessage(policy=SMTP), current_app.jinja_env.get_template
    message["From"] = Address(f"{made.house} on LearnHub", addr_spec=email.settings().mail_from)
    message["To"] = Address(made.to_name, addr_spec=made.to)
    message["Subject"] = made.subject
    message["Date"] = clock.now()
    message["Message-ID"] = made.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"{made.label} <{made.category}.learnhub.{email.domain()}>"
    message["List-Unsubscribe"] = f"<{made.unsubscribe_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(render("email/message.txt").render(letter=made))
    page = css_inline.inline(render("email/message.html").render(letter=made))
    message.add_alternative(page, subtype="html")
    return message


def main() -> None:
    which, mails, settings = sys.argv[1], int(sys.argv[2]), Settings.from_env()
    queue = Queue(QUEUE, connection=Redis.from_url(settings.redis_url))
    with composition.create_app(settings).app_context():
        (plain if which == "plain" else kept)(10)
        if which == "queued":
            queue.enqueue_many(
                [
                    Queue.prepare_data("benchmarks.mailing.send", (number,), result_ttl=0)
                    for number in range(mails)
                ]
            )
        began, used = time.monotonic(), time.process_time()
        if which == "queued":
            queued(mails, queue)
        else:
            (plain if which == "plain" else kept)(mails)
        took, cpu = time.monotonic() - began, time.process_time() - used
    print(mails / took, 1000 * cpu / mails)


if __name__ == "__main__":
    main()
