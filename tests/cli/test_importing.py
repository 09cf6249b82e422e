"""`learnhub import`: the same staging as in the browser, with a status for each end."""

import sqlite3
from pathlib import Path

import pytest

from learnhub.ops.exits import Exit
from seed import past
from tests.cli.commands import run

REAL = past.EXPORT
SECRET = "s" * 40


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with one admin; each test leaves it without imports of its own."""
    data = tmp_path_factory.mktemp("house")
    assert run(data, "migrate", SECRET_KEY=SECRET, DATABASE_URL=url(data)).returncode == 0
    write(
        data,
        "INSERT INTO person (id, key, name, email, kind, zone, work_starts, work_ends, work_days,"
        " learning, helping, shortcuts, created_at, version)"
        " VALUES (1, 'ruthruthru', 'Ruth',"
        " 'ruth@example.org', 'employee', 'UTC', '09:00:00', '17:00:00', '01234', '', '', 1,"
        " '2026-01-01 00:00:00', 1)",
        "INSERT INTO role_grant (person_id, role, created_at) VALUES (1, 'admin', '2026-01-01 00:00:00')",
    )
    return data


def url(data: Path) -> str:
    return f"sqlite:///{data / 'house.db'}"


def write(data: Path, *statements: str) -> None:
    with sqlite3.connect(data / "house.db") as database:
        for statement in statements:
            database.execute(statement)


def count(data: Path, table: str) -> int:
    with sqlite3.connect(data / "house.db") as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def bring_in(data: Path, *words: str | Path) -> tuple[int, str, str]:
    done = run(data, "import", *words, SECRET_KEY=SECRET, DATABASE_URL=url(data))
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_time_with_a_zone_is_refused_in_words(house: Path) -> None:
    status, _, wrong = bring_in(house, "devpost", REAL, "--set", "ends=2023-01-01T00:00Z")
    assert status == Exit.BAD_FILE
    assert "without a zone" in wrong
    assert count(house, "import_batch") == 0


def test_the_real_export_comes_in_once(house: Path) -> None:
    status, said, _ = bring_in(house, "devpost", REAL, "--dry-run")
    assert status == Exit.OK
    assert "118 demos can come in." in said
    assert "28  left out: Draft on Devpost: it was not submitted." in said
    assert count(house, "demo") == count(house, "import_batch") == 0
    status, said, _ = bring_in(
        house, "devpost", REAL, "--yes", "--set", "title=HackDavis", "--set", "zone=UTC"
    )
    assert (status, said.splitlines()[-1]) == (Exit.OK, "Brought in 118. Nobody was told.")
    status, said, _ = bring_in(house, "devpost", REAL, "--yes")
    assert status == Exit.OK
    assert "Nothing in this file is new." in said
    assert [count(house, table) for table in ("demo", "prize", "hackathon", "delivery")] == [118, 18, 1, 0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x89PNG\r\n", "This is a picture"),
        (REAL.read_bytes().replace(b"Project Status", b"State", 1), "has no column “Project Status”"),
        (REAL.read_bytes()[:30_000], "The file ends too early"),
        (b"", "The file is empty."),
    ],
)
def test_a_wrong_file_says_why_and_changes_nothing(
    house: Path, tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "wrong.csv"
    file.write_bytes(content)
    before = [count(house, table) for table in ("demo", "hackathon", "import_batch")]
    status, said, complaint = bring_in(house, "devpost", file, "--yes")
    assert (status, said) == (Exit.BAD_FILE, "")
    assert says in complaint
    assert complaint.rstrip().endswith("Nothing was changed.")
    assert [count(house, table) for table in ("demo", "hackathon", "import_batch")] == before


def test_bookmarks_come_in_and_what_is_no_page_is_listed(house: Path) -> None:
    file = Path(__file__).parents[1] / "data" / "library" / "bookmarks_firefox.html"
    status, said, wrong = bring_in(house, "bookmarks", file, "--yes", "--set", "tags=from firefox")
    assert (status, said.splitlines()[-1]) == (Exit.FAILED, "Brought in 21. Nobody was told.")
    assert "row 10: Recently saved: It is a search inside the browser, not a page (place:)." in wrong
    assert count(house, "resource") == 21
    assert "Nothing in this file is new." in bring_in(house, "bookmarks", file, "--yes")[1]


def test_rows_that_cannot_be_read_are_listed_and_make_the_status(house: Path, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Wer,Mail\nAda,ada@example.org\nBob,nowhere\n")
    status, said, complaint = bring_in(house, "people", file, "--yes", "--map", "name=Wer")
    assert status == Exit.FAILED
    assert "1 person can come in." in said
    assert "row 3: Bob: “nowhere” is no address." in complaint
    assert count(house, "person") == 2


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (
            ["nothing", REAL],
            Exit.USAGE,
            "the kinds are awesome, bibtex, bookmarks, calendar, curriculum,",
        ),
        (["devpost", REAL, "--as", "eve@example.org"], Exit.NOT_FOUND, "nobody here has the address"),
        (["devpost", REAL, "--set", "title"], Exit.USAGE, "--set wants NAME=VALUE"),
        (["devpost", REAL, "--map", "tilte=x"], Exit.BAD_FILE, "There is no field “tilte”."),
        (["devpost", REAL.parent / "missing.csv"], Exit.USAGE, "does not exist"),
    ],
)
def test_a_wrong_use_has_its_message(house: Path, words: list[str | Path], status: Exit, says: str) -> None:
    found, _, complaint = bring_in(house, *words)
    assert (found, says in complaint) == (status, True), complaint


def test_what_comes_in_goes_out_as_it_was_and_in_again(house: Path, tmp_path: Path) -> None:
    pasted = tmp_path / "links.txt"
    pasted.write_text("https://example.org/evals\nhttps://example.org/agents\n")
    assert bring_in(house, "links", pasted)[0] == Exit.OK
    out = tmp_path / "library.html"
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": url(house)}
    done = run(house, "export", "library", out, **settings)
    assert (done.returncode, done.stdout) == (Exit.OK, f"Wrote {out}.\n")
    assert {"https://example.org/evals", "https://example.org/agents"} <= set(out.read_text().split('"'))
    assert "here already" in " ".join(bring_in(house, "bookmarks", out)[1].split())
    printed = run(house, "export", "past-talks", "-", "--format", "json", **settings)
    assert (printed.returncode, printed.stdout.strip()) == (Exit.OK, "[]")
    for words, said in (
        (("library", tmp_path / "x.pdf"), "library can be html, md, bib, csv, json"),
        (("sign-ups", tmp_path / "x.csv"), "say of which one"),
    ):
        wrong = run(house, "export", *words, **settings)
        assert (wrong.returncode != 0, said in wrong.stderr, "Traceback" in wrong.stderr) == (
            True,
            True,
            False,
        )
