"""What the processes write: one JSON object a line, so that no name in it can forge another line."""

import logging
import sys

import structlog

SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)

# Each of their lines names a whole address: the secret of a webhook, the e-mail address of a person.
TELL_TOO_MUCH = ("httpx", "httpcore")


def configure(level: str) -> None:
    """Send our own log lines and those of libraries, from `level` on, to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    render = structlog.processors.JSONRenderer(sort_keys=True)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TELL_TOO_MUCH:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
