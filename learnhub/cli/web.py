"""The web server: gunicorn with threads, the application loaded once and shared by its processes."""

import gc
import os
import tempfile
from pathlib import Path
from typing import Any, cast

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from sqlalchemy.orm import configure_mappers

from app import create_app
from learnhub.cli import require
from learnhub.cli.options import host_option, port_option, with_settings
from learnhub.core import logs
from learnhub.core.db import db
from learnhub.ops import ports, processes
from learnhub.settings import Settings

MEMORY = Path("/dev/shm")


class Server(BaseApplication):
    """Gunicorn, told everything by our settings instead of a configuration file."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        ours, cfg = self.settings, cast(Config, self.cfg)
        host = f"[{ours.host}]" if ":" in ours.host else ours.host
        options: dict[str, Any] = {
            "bind": f"{host}:{ours.port}",
            "workers": ours.web_processes,
            "threads": ours.web_threads,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "keepalive": 15,
            "loglevel": "warning",
            "proc_name": "learnhub web",
            "control_socket_disable": True,
            "forwarded_allow_ips": "*" if ours.trusted_proxies else "127.0.0.1",
            "worker_tmp_dir": str(MEMORY) if os.access(MEMORY, os.W_OK) else None,
            "post_fork": lambda _arbiter, _worker: self.begin(),
        }
        for name, value in options.items():
            cfg.set(name, value)

    def load(self) -> Flask:
        """Called once, before the processes part: what is loaded by then they share, untouched."""
        self.app = create_app(self.settings)
        configure_mappers()  # else each process would do it for itself, and write what they share:
        self.app.url_map.update()
        tempfile.gettempdir()  # found by writing into it, so not once the disk is full
        settle()
        return self.app

    def begin(self) -> None:
        """In each new process: end with the parent, and leave the parent's connections to it."""
        processes.die_with_parent()
        with self.app.app_context():
            db.engine.dispose(close=False)


def settle() -> None:
    """What is loaded by now stays: garbage is looked for among the rest alone, and seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 50, 50)


@click.command()
@host_option
@port_option
@with_settings
def web(settings: Settings) -> None:
    """Serve the web pages; the database must have been migrated."""
    processes.keep_little()
    logs.configure(settings.log_level)
    require.current_database(settings)
    ports.require_free(settings.host, settings.port)
    Server(settings).run()
