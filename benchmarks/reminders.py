"""Many reminders that are due in one minute: planned, sent by real workers, pages asked for meanwhile.

    python -m benchmarks.reminders [--people 100000] [--workers 1] [--database sqlite] [--alone]

Everybody has a place in one of ten talks that start a day after the same minute. A schedule, workers and a
web run as they do in production, and mail goes to a server on this machine that counts. Seconds to plan, and
the MB that it took; mails a second; the MB of a worker and of the web (PSS), early and at their most; the p50
of Home for one who asks again and again (not with `--alone`), idle and meanwhile. It ends with the last mail,
or after `--seconds`. Before and after, the same server is given the same letters over one kept connection,
and by RQ's SimpleWorker with a job each, composed by the standard library (`plain`, `plain_jobs`) and as
LearnHub does (`kept`, `kept_jobs`): how many times as quick, and as cheap, a worker is. Status 1 where
anything came twice.
"""

import argparse
import json
import re
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from datetime import time as wall_time
from datetime import timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import func, insert, select, update

import app as composition
from benchmarks import clients, meters
from benchmarks.search import databases
from benchmarks.world import visitor
from learnhub.core import clock, migrate
from learnhub.core.db import db
from learnhub.core.transaction import transaction
from learnhub.notifications import engine
from learnhub.notifications.models import Reminder, State
from learnhub.ops.processes import descendants
from learnhub.people.models import Person
from learnhub.programs.models import SignUp, SignUpState
from learnhub.settings import Settings
from seed import crowd
from tests import factories
from tests.support import folders, processes
from tests.support.instances import Instance
from tests.support.queues import Valkey
from tests.support.rows import save

TALKS, SIGNED_UP_AT_ONCE = 10, 10_000
AHEAD = timedelta(minutes=2)  # to fill and plan; more for more people
ASKS, EVERY = 3.0, 10.0  # seconds that Home is asked for, in each so many
REFERENCES, MAILS = ("plain", "plain_jobs", "kept", "kept_jobs"), 500  # see `benchmarks.mailing`
MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Counting:
    """A mail server that keeps whom it was given what for, and nothing else."""

    def __init__(self) -> None:
        self.came: Counter[tuple[str, bytes]] = Counter()
        self.first = self.last = 0.0
        self._controller = Controller(self, hostname="127.0.0.1", port=processes.free_port())
        self._controller.start()
        self.url = f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        found = MESSAGE_ID.search(bytes(envelope.content or b""))
        self.last = time.monotonic()
        self.first = self.first or self.last
        self.came[envelope.rcpt_tos[0], found.group(1) if found else b""] += 1
        return "250 2.0.0 Kept"

    def forget(self) -> None:
        self.came.clear()
        self.first = self.last = 0.0

    def stop(self) -> None:
        self._controller.stop(no_assert=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--workers", type=int, default=1)
    asked.add_argument("--seconds", type=int, default=3600)
    asked.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    asked.add_argument("--alone", action="store_true", help="nobody asks for pages meanwhile")
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    folder = folders.make("lhb")
    folder.chmod(0o711)  # `nobody`, who runs PostgreSQL for root, must get through
    try:
        found = measured(folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(f"{what}: {value}" for what, value in found.items()))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    sys.exit(found["mails that came twice"] > 0)


def measured(folder: Path, options: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        url = stack.enter_context(databases(options.database, folder))
        for name in ("queue", "var"):
            (folder / name).mkdir()
        valkey, mail = Valkey(folder / "queue"), Counting()
        stack.callback(valkey.stop)
        stack.callback(mail.stop)
        settings = Settings(
            secret_key=secrets.token_hex(32),
            database_url=url,
            redis_url=valkey.url,
            smtp_url=mail.url,
            data=folder / "var",
        )
        migrate.upgrade(url)
        app = composition.create_app(settings)
        with app.app_context():
            at = clock.now() + AHEAD + timedelta(milliseconds=options.people)
            cookie = fill(app, options.people, int((at - clock.now()).total_seconds()))
            planned = plan()
        instance = Instance(settings, folder, web_processes=1)
        stack.callback(instance.stop)
        instance.start("web")
        idle = ask(instance.settings.port, cookie)
        before = references(settings, mail)
        while clock.now() < at:
            time.sleep(1)
        found = planned | sent(instance, app, mail, cookie, idle, options)
        instance.stop()
        return found | compared(found, [before, references(settings, mail)])


def references(settings: Settings, mail: Counting) -> dict[str, tuple[float, float]]:
    """Return the mails a second, and the CPU ms of a mail, of each reference."""
    found = {}
    for name in REFERENCES:
        words = [sys.executable, "-m", "benchmarks.mailing", name, str(MAILS)]
        said = subprocess.run(words, env=settings.environment(), capture_output=True, text=True, check=True)
        rate, cpu = map(float, said.stdout.split()[-2:])
        found[name] = rate, cpu
    mail.forget()
    return found


def compared(found: dict[str, Any], rounds: list[dict[str, tuple[float, float]]]) -> dict[str, Any]:
    """Return what the references reached, and how many times as much a worker does."""
    said: dict[str, Any] = {}
    for name in REFERENCES:
        rates, cpus = zip(*(each[name] for each in rounds), strict=True)
        rate, cpu = statistics.mean(rates), statistics.mean(cpus)
        said[f"{name}: mails a second"] = [round(each, 1) for each in rates]
        said[f"{name}: CPU ms a mail"] = [round(each, 2) for each in cpus]
        said[f"a worker / {name}, by the clock and by CPU"] = [
            round(found["mails a second"] / rate, 2),
            round(cpu / found["CPU ms of workers a mail"], 2),
        ]
    return said


def fill(app: Flask, people: int, seconds: int) -> str:
    """Write people, who may be told at any hour, and their places; return the session of one of them."""
    crowd.load("bench-password", people, 0)
    with transaction():
        always = {"work_starts": wall_time(0), "work_ends": wall_time(23, 59), "work_days": "0123456"}
        db.session.execute(update(Person).values(always))
        ids = db.session.scalars(select(Person.id).order_by(Person.id)).all()
    host = save(db.session.get_one(Person, ids[-1]))  # the leader, who is in none of them
    starts_in = timedelta(days=1, seconds=seconds)
    talks = [save(factories.talk(host, starts_in=starts_in)) for _ in range(TALKS)]
    with transaction():
        now, same = clock.now(), {"state": SignUpState.IN}
        for number, talk in enumerate(talks):
            rows = [
                same | {"program_id": talk.id, "person_id": id_, "line": line, "signed_up_at": now}
                for line, id_ in enumerate(ids[number:people:TALKS], 1)
            ]
            db.session.execute(insert(SignUp), [row | {"changed_at": now} for row in rows])
    return visitor(app, db.session.get_one(Person, ids[0]))[0]


def plan() -> dict[str, Any]:
    """Plan as a tick does."""
    before, began, used = peak(), time.perf_counter(), time.process_time()
    engine.plan()
    took, cpu = time.perf_counter() - began, time.process_time() - used
    rows = db.session.scalar(select(func.count(Reminder.id)))
    db.session.remove()
    db.engine.dispose()
    return {
        "rows planned": rows,
        "planned in s, and of CPU": [round(took, 1), round(cpu, 1)],
        "MB more to plan": round(peak() - before),
    }


def peak() -> float:
    """Return the most MB that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ask(port: int, cookie: str, seconds: float = 10) -> float:
    """Return the p50 of Home in ms."""
    answers = clients.load(port, repeat(clients.get("/", cookie)), 200, clients=1, seconds=seconds)
    assert answers.errors == 0, f"{answers.errors} wrong answers of Home"
    return statistics.median(answers.took)


def sent(
    instance: Instance, app: Flask, mail: Counting, cookie: str, idle: float, options: argparse.Namespace
) -> dict[str, Any]:
    """Start what sends, and look at it until it has sent all."""
    for number in range(options.workers):
        instance.start("worker")
        instance.parts[f"worker {number}"] = instance.parts.pop("worker")
    instance.start("scheduler")
    workers = [part.pid for name, part in instance.parts.items() if name.startswith("worker")]
    web = descendants(instance.parts["web"].pid)[0]
    pages, memory, began = list[float](), list[tuple[float, float]](), time.monotonic()
    due = options.people + TALKS  # whoever hosts them is told of each
    processes.wait_until(lambda: bool(mail.came), seconds=120, what="the first mail")
    loaded, early_mails = meters.cpu(*workers), mail.came.total()
    while len(mail.came) < due and time.monotonic() - began < options.seconds:
        time.sleep(1 if options.alone else EVERY - ASKS)
        if not options.alone:
            pages.append(ask(instance.settings.port, cookie, ASKS))
        memory.append((max(map(meters.memory, workers)), meters.memory(web)))
    used = (meters.cpu(*workers) - loaded) / max(mail.came.total() - early_mails, 1)
    pages = pages or [idle]
    with app.app_context():
        counted = select(Reminder.state, func.count()).group_by(Reminder.state)
        states = {State(state).value: count for state, count in db.session.execute(counted)}
    early = memory[min(6, len(memory) - 1)]
    return {
        "mails that came": mail.came.total(),
        "people told": len({to for to, _ in mail.came}),
        "mails that came twice": mail.came.total() - len(mail.came),
        "reminders": states,
        "in s": round(mail.last - mail.first),
        "mails a second": round(mail.came.total() / max(mail.last - mail.first, 1), 1),
        "CPU ms of workers a mail": round(used, 2),
        "worker, MB": [round(early[0], 1), round(max(one for one, _ in memory), 1)],
        "web, MB": [round(early[1], 1), round(max(two for _, two in memory), 1)],
        "Home idle, ms": round(idle, 1),
        "Home meanwhile, ms": [round(statistics.median(pages), 1), round(max(pages), 1)],
        "Home meanwhile / idle": round(statistics.median(pages) / idle, 2),
        "load": meters.busy(),
    }


if __name__ == "__main__":
    main()
