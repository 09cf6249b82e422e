"""What commands share: the settings they run with."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from learnhub.settings import Settings

data_option = click.option(
    "--data", type=click.Path(path_type=Path), help="The data folder (LEARNHUB_DATA; otherwise ./var)."
)
host_option = click.option("--host", help="The address to listen on (LEARNHUB_HOST; otherwise 127.0.0.1).")
port_option = click.option("--port", help="The port to listen on (LEARNHUB_PORT; otherwise 8000).")


def with_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command `settings`, read from the environment and the data folder."""

    @data_option
    @functools.wraps(command)
    def run(data: Path | None, **rest: Any) -> Any:
        return command(settings=Settings.from_env(data=data), **rest)

    return run
