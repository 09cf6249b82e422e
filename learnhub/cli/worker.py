"""The worker: one process, one queue, the application loaded before the first job."""

import time

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
from learnhub.settings import Settings

PAUSE = 2.0
SILENT = 60  # seconds; twice that after its last sign a worker counts as gone


class Worker(SimpleWorker):
    """Runs each job inside the application, whose session ends with it."""

    max_connection_wait_time = PAUSE
    log_result_lifespan = False

    def __init__(self, app: Flask, connection: Redis) -> None:
        self.app = app
        super().__init__(
            [Queue(queue.NAME, connection=connection, serializer=JSONSerializer)],
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
@with_settings
def worker(settings: Settings, burst: bool) -> None:
    """Do the background work; any number of these may run."""
    logs.configure(settings.log_level)
    require.current_database(settings)
    app = create_app(settings)
    connection = Redis.from_url(settings.redis_url)
    while not _work(app, connection, burst=burst):
        time.sleep(PAUSE)


def _work(app: Flask, connection: Redis, *, burst: bool) -> bool:
    """Work until told to stop (True), or until the queue server goes away (False)."""
    try:
        worker = Worker(app, connection)
        worker.work(burst=burst, logging_level="WARNING")
    except RedisError as error:
        click.echo(f"the queue is away ({error}); trying again", err=True)
        return False
    return burst or worker.told_to_stop
