"""The worker: one process, its queues in order of urgency, the application loaded before the first job."""

import time
from collections.abc import Sequence

import click
from flask import Flask
from redis import Redis, RedisError
from rq import Queue, SimpleWorker
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from app import create_app
from learnhub.cli import require
from learnhub.cli.options import with_settings
from learnhub.core import logs, queue
from learnhub.ops import processes
from learnhub.settings import Settings

PAUSE = 2.0
NAMES: dict[str | None, Sequence[str]] = {
    None: queue.QUEUES,
    "urgent": (queue.URGENT,),
    "slow": (queue.SLOW,),
}
SILENT = 60  # seconds; twice that after its last sign a worker counts as gone


class Worker(SimpleWorker):
    """Runs each job inside the application, whose session ends with it."""

    max_connection_wait_time = PAUSE
    log_result_lifespan = False

    def __init__(self, app: Flask, connection: Redis, names: Sequence[str] = queue.QUEUES) -> None:
        self.app = app
        super().__init__(
            [queue.named(name, connection) for name in names],
            connection=connection,
            serializer=JSONSerializer,
            log_job_description=False,
            default_result_ttl=0,
            worker_ttl=SILENT,
        )

    def perform_job(self, job: Job, queue: Queue, execution: Execution) -> bool:
        with self.app.app_context():
            return super().perform_job(job, queue, execution)

    @property
    def told_to_stop(self) -> bool:
        return self._shutdown_requested_date is not None


@click.command()
@click.option("--burst", is_flag=True, help="End when the queue is empty.")
@click.option("--only", type=click.Choice(["urgent", "slow"]), help="Serve one queue, not both.")
@with_settings
def worker(settings: Settings, burst: bool, only: str | None) -> None:
    """Do the background work, the most pressing first; any number of these may run."""
    processes.keep_little()
    logs.configure(settings.log_level)
    require.current_database(settings)
    app = create_app(settings)
    connection = Redis.from_url(settings.redis_url)
    while not _work(app, connection, names=NAMES[only], burst=burst):
        time.sleep(PAUSE)


def _work(app: Flask, connection: Redis, *, names: Sequence[str], burst: bool) -> bool:
    """Work until told to stop (True), or until the queue server goes away (False)."""
    try:
        worker = Worker(app, connection, names)
        worker.work(burst=burst, logging_level="WARNING")
    except RedisError as error:
        click.echo(f"the queue is away ({error}); trying again", err=True)
        return False
    return burst or worker.told_to_stop
