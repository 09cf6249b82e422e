"""`seed`: the demo organisation, loaded before anything else runs."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import seed as demo
from learnhub.cli import up
from learnhub.core.transaction import settle
from learnhub.ops import revisions
from learnhub.ops.exits import Exit
from learnhub.people.models import Organisation
from tests import factories
from tests.cli.commands import run


def test_it_loads_once_and_says_nothing_of_a_queue_that_does_not_run_yet(tmp_path: Path) -> None:
    settings = {"SECRET_KEY": "s" * 40, "REDIS_URL": f"unix://{tmp_path}/none"}
    assert run(tmp_path, "migrate", **settings).returncode == 0
    done = run(tmp_path, "seed", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert [account.email in done.stdout for account in demo.ACCOUNTS] == [True] * len(demo.ACCOUNTS)
    with closing(sqlite3.connect(tmp_path / "learnhub.db")) as connection:
        found = {email for (email,) in connection.execute("SELECT email FROM person")}
        joinable = connection.execute(TEAMS_WITH_ROOM).fetchall()
        ((only_read,),) = connection.execute(ONLY_READ)
    assert {account.email for account in demo.ACCOUNTS} <= found
    assert joinable == [("Form 27", "Maya Lindqvist")]
    assert only_read >= 20
    assert run(tmp_path, "seed", **settings).returncode == Exit.REFUSED
    again = run(tmp_path, "seed", "--once", **settings)
    assert (again.returncode, again.stdout) == (0, f"{revisions.DEMO_IS_THERE}\n")
    assert revisions.holds_demo(tmp_path / "learnhub.db")


def test_the_database_itself_says_whether_the_demo_is_in_it(instance, settings, tmp_path, monkeypatch):
    """Whatever a start before this one left in the data folder; people of another organisation are safe."""
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(up, "command", lambda _settings, *words: asked.append(words))
    (tmp_path / "demo").touch()
    up.load_demo(replace(settings, data=tmp_path))
    assert asked == [("seed", "--once")]
    house = factories.save(Organisation(id=1, name="Nuvola"))
    factories.person("Ada")
    here = instance()
    with pytest.raises(AssertionError, match="holds people already"):
        here.run("seed", "--once")
    house.is_demo = True
    settle(save=True)
    assert here.run("seed", "--once") == f"{revisions.DEMO_IS_THERE}\n"


# Who reads, and says nothing of it: else the dashboard's share of those who used what they read is 100 %.
ONLY_READ = """
    SELECT count(DISTINCT person_id) FROM standing
    WHERE state IS NOT NULL AND person_id NOT IN (SELECT person_id FROM take_away)
"""
# Where sign-up and forming are open, a place is free, and the team has room: its link lets anybody in.
TEAMS_WITH_ROOM = """
    SELECT team.name, person.name FROM team
    JOIN hackathon ON hackathon.id = team.hackathon_id JOIN program ON program.id = hackathon.id
    JOIN person ON person.id = team.captain_id
    JOIN window AS open ON open.hackathon_id = hackathon.id AND open.kind IN ('sign_up', 'forming')
    WHERE team.members_count < hackathon.team_most AND program.places_taken < program.capacity
      AND open.opens_at < datetime('now') AND datetime('now', '+7 days') < open.closes_at
    GROUP BY team.id HAVING count(*) = 2
"""
