from pathlib import Path

import pytest

from learnhub import settings
from learnhub.settings import BadSettings, Settings

SECRET = "s" * 32


def read(tmp_path: Path, **env: str) -> Settings:
    base = {"DATA": str(tmp_path), "SECRET_KEY": SECRET}
    return Settings.from_env({f"LEARNHUB_{name}": value for name, value in {**base, **env}.items()})


def test_the_data_folder_answers_for_what_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("k" * 40 + "\n")
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue" / "address").write_text("unix:///tmp/x/queue.sock\n")
    found = Settings.from_env({"LEARNHUB_DATA": str(tmp_path)})
    assert (found.secret_key, found.redis_url) == ("k" * 40, "unix:///tmp/x/queue.sock")
    assert found.database_url == f"sqlite:///{tmp_path}/learnhub.db"


def test_the_command_line_goes_before_the_environment(tmp_path: Path) -> None:
    env = {"LEARNHUB_DATA": "/nowhere", "LEARNHUB_PORT": "9000", "LEARNHUB_SECRET_KEY": SECRET}
    found = Settings.from_env(env, data=tmp_path, port=9001, host=None)
    assert (found.data, found.port, found.base_url) == (tmp_path, 9001, "http://127.0.0.1:9001")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "eighty", "LEARNHUB_PORT must be a whole number from 1 to 65535."),
        ("PORT", "70000", "LEARNHUB_PORT must be a whole number from 1 to 65535."),
        (
            "DATABASE_URL",
            "mysql://x",
            "LEARNHUB_DATABASE_URL must begin with sqlite:// or postgresql:// or postgres://.",
        ),
        (
            "BASE_URL",
            "https://x.org/learn",
            "LEARNHUB_BASE_URL must be a scheme and a host alone, as in https://learn.example.org.",
        ),
        ("MAIL_FROM", "me", "LEARNHUB_MAIL_FROM must be one e-mail address, as in learnhub@example.org."),
        (
            "SMTP_URL",
            "smtp://h:abc",
            "LEARNHUB_SMTP_URL must name a host, and a port from 1 to 65535 if any, "
            "as in smtp://mail.example.org:587.",
        ),
        (
            "SMTP_URL",
            "smtp://h?timeout=x",
            "LEARNHUB_SMTP_URL must have a number of seconds above 0 as its timeout, as in ?timeout=15.",
        ),
        (
            "SMTP_URL",
            "smtp://h?tls=1",
            "LEARNHUB_SMTP_URL may end in ?starttls=1, ?starttls=0 or ?timeout=SECONDS, "
            "and in no other option.",
        ),
        ("LOG_LEVEL", "loud", "LEARNHUB_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR."),
        ("TESTING", "yes", "LEARNHUB_TESTING must be 0 or 1."),
        ("SECRET_KEY", "short", "LEARNHUB_SECRET_KEY must have at least 32 characters."),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_must_be(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    with pytest.raises(BadSettings) as wrong:
        read(tmp_path, **{name: value})
    assert str(wrong.value) == message


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSettings) as wrong:
        read(tmp_path, PORT="x", HOST="", TESTING="x")
    assert str(wrong.value).count("\n") == 1


def test_the_clock_is_shifted_in_tests_only(tmp_path: Path) -> None:
    assert read(tmp_path, TEST_CLOCK="/clock", TICK_SECONDS="1").test_clock is None
    shifted = read(tmp_path, TEST_CLOCK="/clock", TICK_SECONDS="1", TESTING="1")
    assert (shifted.test_clock, shifted.tick_seconds) == (Path("/clock"), 1)


def test_a_child_process_reads_the_same_settings(tmp_path: Path) -> None:
    ours = read(tmp_path, PORT="9000", TESTING="1", TEST_CLOCK="/clock", SMTP_URL="smtp://localhost:25")
    assert Settings.from_env(ours.environment()) == ours


def test_a_misspelt_name_is_noticed() -> None:
    env = {"LEARNHUB_DATABSE_URL": "x", "LEARNHUB_PORT": "1", "LEARNHUB_TEST_DATABASE_URL": "x", "PATH": "x"}
    assert settings.unknown_names(env) == ["LEARNHUB_DATABSE_URL"]


def test_the_table_in_the_readme_is_the_dataclass() -> None:
    lines = (settings.ROOT / "README.md").read_text().splitlines()
    table = [line for line in lines if line.startswith("| `LEARNHUB_")]
    assert table == settings.table()
