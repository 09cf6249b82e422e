"""The queue's work, done by a real worker in this process."""

from contextvars import Context
from typing import Any

from flask import Flask
from rq import Queue, SimpleWorker
from rq.timeouts import TimerDeathPenalty

from learnhub.core.queue import QUEUES, named
from learnhub.core.transaction import settle


class Worker(SimpleWorker):
    """Each job has an application context and a session of its own.

    It tells Valkey nothing of itself but its birth and death: nobody watches it, and each job tells a dozen
    times.
    """

    death_penalty_class = TimerDeathPenalty
    app: Flask
    done: int

    def subscribe(self) -> None:
        """Listen to no commands: nobody stops it, and leaving the channel can take a second."""

    def unsubscribe(self) -> None:
        pass

    def heartbeat(self, *_: Any, **__: Any) -> None:
        pass

    def set_state(self, state: str, *_: Any, **__: Any) -> None:
        self._state = state

    def check_for_suspension(self, burst: bool) -> None:
        pass

    def _install_signal_handlers(self) -> None:
        """Leave the test run's own in place."""

    def perform_job(self, *job: Any) -> bool:
        def work() -> bool:
            with self.app.app_context():
                return bool(super(Worker, self).perform_job(*job))

        self.done += 1
        return Context().run(work)


def run(app: Flask) -> int:
    """Do what is queued until nothing is left; raise RuntimeError with the traceback of a job that failed."""
    settle(save=True)
    connection = app.extensions["queue"].connection
    queues = [named(name, connection) for name in QUEUES]
    worker = Worker(queues, connection=connection, serializer=queues[0].serializer)
    worker.app, worker.done = app, 0
    worker.work(burst=True, logging_level="ERROR")
    for queue in queues:
        _require_done(queue)
    return worker.done


def _require_done(queue: Queue) -> None:
    for job_id in queue.failed_job_registry.get_job_ids():
        job = queue.fetch_job(job_id)
        result = job.latest_result() if job else None
        raise RuntimeError(result.exc_string if result else f"job {job_id} failed")
    if queue.count:
        raise RuntimeError(f"the worker stopped with {queue.count} jobs undone")
