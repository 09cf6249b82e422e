"""What a mail costs without rows: a kept connection and no queue, and RQ's SimpleWorker with a job a mail.

    python -m benchmarks.mailing plain|plain_jobs|kept|kept_jobs MAILS

All make the same letter for each recipient, and hand it to the settings’ server. "plain" does so over one
connection with what the standard library has for it: an EmailMessage of the same templates, and smtplib.
"kept" is the same with LearnHub's own way to compose and to hand over. A job does for one mail what those do,
over a connection of its own. Prints mails a second, and the CPU milliseconds of a mail. `bench reminders`
runs it, in a process of its own as workers are.
"""

import sys
import time
from collections.abc import Callable, Iterable
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
from learnhub.notifications.sending.channels.smtp import Server
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


def kept(numbers: Iterable[int]) -> None:
    with email.line() as line:
        assert line is not None, "no mail server is set up"
        for number in numbers:
            made = letter(number)
            line.send(email.compose(made), sender=email.settings().mail_from, to=made.to)


def plain(numbers: Iterable[int]) -> None:
    server = Server.from_url(email.settings().smtp_url)
    with server.connect() as line:
        for number in numbers:
            line.send_message(standard(letter(number)))


WAYS: dict[str, Callable[[Iterable[int]], None]] = {"plain": plain, "kept": kept}


def send(way: str, number: int) -> None:
    """Send one over a connection of its own: the work of a job."""
    WAYS[way]([number])


def put(queue: Queue, way: str, mails: int) -> None:
    """Queue a job a mail, before the clock runs."""
    jobs = [Queue.prepare_data("benchmarks.mailing.send", (way, each), result_ttl=0) for each in range(mails)]
    queue.enqueue_many(jobs)


def work(queue: Queue) -> None:
    """Do what waits."""
    SimpleWorker([queue], connection=queue.connection).work(burst=True, logging_level="WARNING")
    assert not len(queue)


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
    way, _, jobs = which.partition("_")
    queue = Queue(QUEUE, connection=Redis.from_url(settings.redis_url))
    with composition.create_app(settings).app_context():
        WAYS[way](range(10))
        if jobs:
            put(queue, way, mails)
        began, used = time.monotonic(), time.process_time()
        if jobs:
            work(queue)
        else:
            WAYS[way](range(mails))
        took, cpu = time.monotonic() - began, time.process_time() - used
    print(mails / took, 1000 * cpu / mails)


if __name__ == "__main__":
    main()
