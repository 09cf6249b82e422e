"""Of what was measured: medians, ratios to the reference of the same round, and verdicts."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.clients import Answers

# Which reference a page is held against, and how often it may take that; every other: twice L4b.
BARS = {"demo": ("l4b", 1.5), "sign-up": ("write", 3.0)}
REST = ("l4b", 2.0)
REFERENCES = ("bare", "hello", "jinja", "l4", "l4b", "write")
P95, P99 = 2.5, 4.0  # times the p50, at most
TAILS = f"A tail may be {P95:g} and {P99:g} times the p50; it is judged where that of l4b is no longer."
VERDICTS = {True: "holds", False: "misses", None: ""}


@dataclass(slots=True)
class Measured:
    """One thing over the rounds: CPU ms a request and p50 of each, every answer's time, wrong answers."""

    cpu: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    errors: int = 0

    def add(self, used: float, answers: Answers) -> None:
        self.cpu.append(used / len(answers.took))
        self.p50.append(statistics.median(answers.took))
        self.took += answers.took
        self.errors += answers.errors


def report(found: Mapping[str, Measured]) -> dict[str, Any]:
    """Return a line for each thing."""
    return {"lines": {what: line(what, found) for what in found}}


def line(what: str, found: Mapping[str, Measured]) -> dict[str, Any]:
    measured = found[what]
    p50, p95, p99 = (quantile(measured.took, part) for part in (0.5, 0.95, 0.99))
    values: dict[str, Any] = {
        "CPU ms": round(statistics.median(measured.cpu), 2),
        "CPU ms of the rounds": [round(each, 2) for each in measured.cpu],
        "p50 ms": round(p50, 1),
        "p95/p50": round(p95 / p50, 2),
        "p99/p50": round(p99 / p50, 2),
        "requests": len(measured.took),
        "errors": measured.errors,
    }
    if what in REFERENCES:
        return values
    if _tail_holds(found["l4b"]):  # else the machine makes the tail, and a page's says nothing
        values["tail holds"] = _tail_holds(measured)
    if what.endswith("at once"):
        return values | {"bar": "0 errors", "holds": measured.errors == 0}
    name, times = BARS.get(what, REST)
    # A form is held against by how long it takes, as it waits for the disk; a page by CPU.
    of, by = ("p50", "p50") if name == "write" else ("cpu", "CPU")
    ratios = [a / b for a, b in zip(getattr(measured, of), getattr(found[name], of), strict=False)]
    ratio = round(statistics.median(ratios), 2)
    bar = f"{times:g} × {name}, by {by}"
    return values | {"ratio": ratio, "bar": bar, "holds": ratio <= times and not measured.errors}


def _tail_holds(measured: Measured) -> bool:
    p50, p95, p99 = (quantile(measured.took, part) for part in (0.5, 0.95, 0.99))
    return p95 <= P95 * p50 and p99 <= P99 * p50


def quantile(times: Sequence[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def table(name: str, result: Mapping[str, Any]) -> str:
    """Return the lines as a table for people."""
    rows = [f"| {name} | CPU ms | ratio | bar | verdict | p50 ms | p95/p50 | p99/p50 | tail | n | wrong |"]
    rows.append("|" + " --- |" * 11)
    for what, each in result["lines"].items():
        verdict, tail = (VERDICTS[each.get(key)] for key in ("holds", "tail holds"))
        cells = [what, each["CPU ms"], each.get("ratio", ""), each.get("bar", ""), verdict]
        cells += [*(each[key] for key in ("p50 ms", "p95/p50", "p99/p50")), tail]
        cells += [each[key] for key in ("requests", "errors")]
        rows.append("| " + " | ".join(map(str, cells)) + " |")
    rest = [f"{key}: {value}" for key, value in result.items() if key != "lines"]
    return "\n".join([*rows, "", *rest, TAILS, ""])
