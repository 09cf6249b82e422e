"""The commands, a module a noun, each imported when it is called: `up` must start quickly."""

import gc
import importlib
import sys
from collections.abc import Sequence

import click

from learnhub.core.errors import DomainError, NotFound
from learnhub.ops.exits import Exit, Stop
from learnhub.settings import BadSettings

COMMANDS = {
    "up": ("learnhub.cli.up", "Run everything on this machine, until Ctrl-C."),
    "test": ("learnhub.cli.suite", "Run the checks and the whole test suite."),
    "bench": ("learnhub.cli.bench", "Measure how quick it is: bench search."),
    "web": ("learnhub.cli.web", "Serve the web pages."),
    "worker": ("learnhub.cli.worker", "Do the background work."),
    "scheduler": ("learnhub.cli.scheduler", "Queue the periodic jobs, each minute."),
    "doctor": ("learnhub.cli.doctor", "Check configuration and health, and say what to do."),
    "seed": ("learnhub.cli.demo", "Load the demo organisation into an empty database."),
    "user": ("learnhub.cli.users", "Add a person, give or take a role, print a sign-in link."),
    "search": ("learnhub.cli.search", "Write the index of search anew: search rebuild."),
    "dashboards": ("learnhub.cli.dashboards", "Count every number anew: dashboards rebuild."),
    "backup": ("learnhub.cli.backup", "Write the whole instance to a file."),
    "restore": ("learnhub.cli.backup", "Bring back what a backup holds."),
    "import": (
        "learnhub.cli.importing",
        "Bring in a file: devpost, people, bookmarks, awesome, bibtex, feed, resources, links.",
    ),
    "export": (
        "learnhub.cli.exporting",
        "Write a file: library, collection, talks, past-talks, sign-ups.",
    ),
    "migrate": ("learnhub.cli.migrate", "Bring the database to the newest revision, or to REVISION."),
}


class Commands(click.Group):
    """Finds a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        gc.disable()  # what is loaded stays: looking for what could go takes a tenth of the start
        try:
            module = importlib.import_module(COMMANDS[cmd_name][0])
        finally:
            gc.enable()
        command: click.Command = getattr(module, {"import": "import_"}.get(cmd_name, cmd_name))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def learnhub() -> None:
    """LearnHub: hackathons, talks, cohorts and a library, tied to goals."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. What is the caller's to mend is said in one message."""
    try:
        # A click Exit does not get out of here: its status is what `main` returns.
        return int(learnhub.main(arguments, prog_name="learnhub", standalone_mode=False) or Exit.OK)
    except click.exceptions.NoArgsIsHelpError as wrong:
        wrong.show()
        return Exit.USAGE
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except click.Abort:
        return 130
    except Stop as stop:
        return say(stop.status, stop.message)
    except BadSettings as wrong:
        return say(Exit.SETTINGS, str(wrong))
    except NotFound as wrong:
        return say(Exit.NOT_FOUND, str(wrong))
    except DomainError as wrong:
        return say(Exit.REFUSED, str(wrong))


def say(status: Exit, message: str) -> int:
    print(f"LearnHub: {message}", file=sys.stderr)
    return status
