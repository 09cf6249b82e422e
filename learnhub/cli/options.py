"""What commands share: the settings they run with."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from learnhub.settings import Settings

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The data folder (LEARNHUB_DATA; otherwise ./var).",
)
host_option = click.option("--host", help="The address to listen on (LEARNHUB_HOST; otherwise 127.0.0.1).")
port_option = click.option("--port", help="The port to listen on (LEARNHUB_PORT; otherwise 8000).")


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command `settings`: the environment, the data folder, and --data, --host and --port."""

    @data_option
    @functools.wraps(command)
    def run(data: Path | None, host: str | None = None, port: str | None = None, **rest: Any) -> Any:
        return command(settings=Settings.from_env(data=data, host=host, port=port), **rest)

    return run
