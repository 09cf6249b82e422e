"""A program as those see it who may sign up for it, for who runs it: to look at, never to change."""

from dataclasses import replace

from sqlalchemy.orm.attributes import set_committed_value

from learnhub.core import clock
from learnhub.programs.models import Program, ProgramState
from learnhub.programs.queries import Standing

PARTICIPANT = "participant"


def seen_as(asked: str, program: Program, standing: Standing) -> tuple[Standing, bool]:
    """Return the standing with which the overview is shown, and whether that is a preview.

    `asked` is what the address says after `as=`. A draft is shown as if it were published: the loaded row
    says so, and nothing of it is written. Others than those who run it see what they always see.
    """
    if asked != PARTICIPANT or not standing.runs_it:
        return standing, False
    if program.state is ProgramState.DRAFT:
        set_committed_value(program, "state", ProgramState.PUBLISHED)
        set_committed_value(program, "published_at", clock.now())
    nobody = replace(standing, is_host=False, is_admin=False, is_speaker=False, parts=())
    return replace(nobody, signup=None, place_in_line=None, known={}), True
