"""/livez and /healthz: what is well, and why not."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from learnhub.core import heartbeat
from learnhub.core.transaction import settle
from tests.support.clocks import Clock


def answer(app: Flask, path: str) -> tuple[int, dict[str, object]]:
    settle(save=True)
    response = app.test_client().get(path)
    return response.status_code, response.get_json(silent=True) or {}


def test_the_process_answers_without_anyone_else(make_app: Callable[..., Flask], app: Flask) -> None:
    alone = make_app(database_url="postgresql://nobody@127.0.0.1:1/x", redis_url="unix:///nowhere/x.sock")
    assert alone.test_client().get("/livez").status_code == 200


def test_a_schedule_that_never_ticked_and_a_missing_worker_are_named(app: Flask) -> None:
    status, found = answer(app, "/healthz")
    assert status == 503
    assert found["reason"] == "worker: none is running; schedule: it has never ticked"


def test_a_schedule_that_stands_still_is_named(app: Flask, clock: Clock) -> None:
    heartbeat.beat(heartbeat.SCHEDULE)
    clock.shift(timedelta(minutes=10))
    assert "schedule: no tick since" in str(answer(app, "/healthz")[1]["reason"])


def test_a_database_and_a_queue_that_are_away_are_named(make_app: Callable[..., Flask], app: Flask) -> None:
    away = make_app(database_url="postgresql://nobody@127.0.0.1:1/x", redis_url="unix:///nowhere/x.sock")
    response = away.test_client().get("/healthz")
    assert response.status_code == 503
    found = response.get_json()
    assert found["database"] == {"ok": False, "reason": "it does not answer"}
    assert found["queue"] == {"ok": False, "reason": "it does not answer"}
    assert "127.0.0.1" not in response.get_data(as_text=True)


def test_a_queue_that_may_drop_jobs_is_named(app: Flask) -> None:
    server = app.extensions["queue"].connection
    server.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert "queue: its policy is allkeys-lru: jobs may be lost" in str(
            answer(app, "/healthz")[1]["reason"]
        )
    finally:
        server.config_set("maxmemory-policy", "noeviction")
