"""A process that has loaded the product and forks: a command starts in 30 ms instead of 1.5 s.

It is told on its standard input, a line of JSON each, and answers in kind: see `tests.support.forks`.
"""

import atexit
import ctypes
import gc
import json
import os
import runpy
import signal
import sys
import threading
from typing import Any, NoReturn

PDEATHSIG = 1  # prctl: which signal the kernel sends when the parent dies
# What commands and servers would import; a fork finds it loaded.
LOADED = (
    *("app", "alembic.command", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "rq.worker"),
    *("learnhub.cli.web", "learnhub.cli.worker", "learnhub.cli.scheduler", "learnhub.cli.importing"),
    *("learnhub.cli.backup", "learnhub.cli.migrate", "learnhub.cli.users", "tests.support.site"),
    "valkey",  # limits loads it when the application is built
)


def main() -> None:
    gc.disable()  # what is loaded stays: looking through it for what could go takes a sixth of the loading
    for name in LOADED:
        __import__(name)
    gc.collect()
    gc.freeze()
    gc.enable()
    order = serve()
    if order is not None:
        become(order)


def serve() -> dict[str, Any] | None:
    """Answer until the input ends: None; or, in a process just forked, what it is to become."""
    ended: dict[int, int] = {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "poll" in asked:
            _reap(ended)
            answer = {"status": ended.get(asked["poll"])}
        else:
            pid = os.fork()
            if pid == 0:
                return asked
            answer = {"pid": pid}
        print(json.dumps(answer), flush=True)
    return None


def _reap(ended: dict[int, int]) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        ended[pid] = os.waitstatus_to_exitcode(status)


def become(order: dict[str, Any]) -> None:
    """Be the process that `python -m` would have started: its group, files, folder, environment and words."""
    ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGTERM)
    os.setpgid(0, 0)
    for number, name in enumerate((os.devnull, order["out"], order["err"])):
        how = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND
        file = os.open(name, how, 0o644)
        os.dup2(file, number)
        os.close(file)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    module, *words = order["words"]
    sys.argv = [module, *words]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            end(int(ended.code or 0))
        raise
    end(0)


def end(status: int) -> NoReturn:
    """End as Python does, but without taking all that was loaded apart: that takes longer than the start."""
    threading._shutdown()  # as Python does: wait for the threads
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
