"""How pages ask the database: the session, told of what SQLAlchemy would find out anew for each statement."""

from collections.abc import Mapping
from typing import Any

from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import Connection, CursorResult, Engine, event

from learnhub.core.statements import is_plain

# In the session's `info`: whether the transaction may have changed anything, which it is, and its connection.
WROTE, BEGUN, CONNECTION = "wrote", "begun", "connection"


class Session(FlaskSession):
    """Gives a kept SELECT of columns straight to the connection.

    What makes objects of rows has nothing to do there, and took three times as long as the rest.
    """

    def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        rows = self._rows(statement, params, options)
        return super().execute(statement, params, **options) if rows is None else rows

    def scalars(self, statement: Any, params: Any = None, **options: Any) -> Any:
        rows = self._rows(statement, params, options)
        return super().scalars(statement, params, **options) if rows is None else rows.scalars()

    def scalar(self, statement: Any, params: Any = None, **options: Any) -> Any:
        rows = self._rows(statement, params, options)
        return super().scalar(statement, params, **options) if rows is None else rows.scalar()

    def get_bind(self, *_: Any, bind: Engine | Connection | None = None, **_more: Any) -> Engine | Connection:
        """There is one database, whatever is asked of it."""
        return bind if bind is not None else self._db.engine

    def _rows(self, statement: Any, params: Any, options: Mapping[str, Any]) -> CursorResult[Any] | None:
        """Return the rows of such a SELECT; None for others, and where something more is asked of it."""
        if not is_plain(statement) or any(options.values()):
            if not statement.is_select:
                self.info[WROTE] = True
            return None
        self._autoflush()
        return self._held().execute(statement, params)

    def _held(self) -> Connection:
        """Return the transaction's connection, which `connection()` finds out anew for each statement."""
        begun = self.get_transaction() if self.is_active else None
        if begun is None or self.info.get(BEGUN) is not begun:
            self.info[CONNECTION] = self.connection()
            self.info[BEGUN] = self.get_transaction()
        held: Connection = self.info[CONNECTION]
        return held


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    session.info[WROTE] = True
