"""What a kind of import is. The packages above give theirs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from learnhub.core import sheets
from learnhub.core.errors import NotFound
from learnhub.core.points import Gift, OneEach
from learnhub.core.policy import Verdict
from learnhub.core.refs import Ref
from learnhub.core.sheets import Row, Sheet
from learnhub.imports.models import ImportBatch, ImportRow, RowState


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a column can hold; `names` are the headers under which it usually comes.

    `example` stands in the sample file, which there is where fields have one.
    """

    name: str
    label: str
    names: tuple[str, ...] = ()
    required: bool = False
    help: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something asked once for the whole file. `kind` is line, wall (a local time), zone, yes or choice."""

    name: str
    label: str
    kind: str = "line"
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file and which header holds which field."""

    file_name: str
    headers: Sequence[str]
    mapping: Mapping[str, str]
    rows: Sequence[Row]
    places: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        at = {header: place for place, header in enumerate(self.headers)}
        places = {name: at[header] for name, header in self.mapping.items() if header in at}
        object.__setattr__(self, "places", places)

    def value(self, row: Row, name: str) -> str:
        """Return the text of field `name` in that row; empty where there is none."""
        place = self.places.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a row would do. `data` is stored, and is all that applying gets to see."""

    number: int
    title: str
    state: RowState
    reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows, guesses for the options, and sentences about the file as a whole."""

    rows: Sequence[Found]
    options: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Onward:
    """Where one goes once a file is in: a link, and what can be done at once with what came in."""

    title: str
    url: str
    button: str = ""  # empty where there is nothing to do
    action: str = ""  # the address that the button sends to
    hint: str = ""


class Importer(Protocol):
    """One kind of import. It reads in `check`, and writes in `apply` and `undo` alone."""

    kind: str  # in addresses and commands
    name: str  # what a file of this kind is: "a past hackathon from Devpost"
    noun: str  # what a row becomes: "demo"
    help: str  # where the file comes from
    sees: str  # who sees what comes in
    fields: tuple[Field, ...]
    options: tuple[Option, ...]
    matched: bool  # whether a person chooses the columns; else they are known by their headers

    def least(self, headers: Sequence[str]) -> int:
        """Return how many cells a row must have to be whole."""

    def check(self, table: Table, actor: Any) -> Checked:
        """Say what each row would do; nothing is written."""

    def parse(self, options: Mapping[str, str], actor: Any) -> Mapping[str, Any]:
        """Return the options as values. Raises Invalid that names the option."""

    def apply(self, options: Mapping[str, Any], rows: Sequence[ImportRow], actor: Any) -> Ref | None:
        """Write the rows, setting the Ref of each; return what they came to be part of."""

    def onward(self, batch: ImportBatch) -> Onward | None:
        """Return where to go from a file that is in; None where its result says enough."""

    def may_undo(self, result: Ref | None, rows: Sequence[ImportRow]) -> Verdict:
        """Return whether nothing was built upon it; a yes with a reason says what will stay."""

    def undo(self, result: Ref | None, rows: Sequence[ImportRow], actor: Any) -> None:
        """Take back what `apply` wrote."""


class Reads(Protocol):
    """Turns a file into rows. Raises Invalid for what it cannot read."""

    def __call__(self, stream: BinaryIO, *, least: Callable[[Sequence[str]], int]) -> Sheet: ...


@dataclass(frozen=True, slots=True)
class Source:
    """How what comes in is read. With `pasted`, the label of a field, text is pasted in place of a file."""

    read: Reads = sheets.read
    asks: str = "CSV or XLSX, up to 10 MB and 20,000 rows. The first row names the columns."
    accept: str = ".csv,.tsv,.txt,.xlsx,text/csv"
    wanted: str = "Choose a CSV or XLSX file."
    pasted: str = ""
    has_columns: bool = True  # named by the file, so that it matters which
    trail: tuple[tuple[str, str], ...] = ()  # the pages that lead to it: what they are called, and where
    correct: str = ""  # the endpoint of a page on which staged rows are corrected, by the key of their batch


@dataclass(frozen=True, slots=True)
class Connected:
    """An importer, the rule that says who may use it, and what its files are."""

    importer: Importer
    rule: Callable[[], Verdict]
    source: Source = Source()


IMPORTERS: OneEach[Connected] = OneEach("what can be brought in, by name")


def under(rule: Callable[[], Verdict], *files: tuple[Importer, Source]) -> Gift:
    """Give these importers by name, all under the same rule."""
    return IMPORTERS.give({each.kind: Connected(each, rule, source) for each, source in files})


def connected(kind: str) -> Connected:
    """Return the kind of import of that name. Raises NotFound."""
    if kind not in IMPORTERS.given:
        raise NotFound
    return IMPORTERS.given[kind]


def kinds() -> list[str]:
    """Return what can be brought in, by name."""
    return sorted(IMPORTERS.given)
