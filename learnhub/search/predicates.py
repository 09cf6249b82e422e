"""What only the features can answer, asked as `is:saved` or `goal:"line stops"`.

A predicate returns the condition on a thing's kind and id under which its answer is yes, and None for a value
that it does not know. Several may answer to one name: "is" is asked of each until one knows the value.
"""

from collections.abc import Callable

from sqlalchemy import ColumnElement, SQLColumnExpression

from learnhub.core.points import SeveralEach
from learnhub.people.models import Person

# value, who asks, the column of kinds, the column of ids → a condition; None: not mine
Predicate = Callable[
    [str, Person, SQLColumnExpression[str], SQLColumnExpression[int]], ColumnElement[bool] | None
]
PREDICATES: SeveralEach[Predicate] = SeveralEach('what a word before a colon asks, by that: "is", "goal"')


def condition(
    name: str, value: str, person: Person, kind: SQLColumnExpression[str], id_: SQLColumnExpression[int]
) -> ColumnElement[bool] | None:
    """Return the condition that `name:value` means; None where nobody knows it."""
    answers = (answer(value, person, kind, id_) for answer in PREDICATES.of(name))
    return next((answer for answer in answers if answer is not None), None)
