"""Logs: plain lines in a terminal, JSON elsewhere; never a password, a token or a cookie."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

SECRET_NAMES = ("password", "token", "secret", "cookie", "authorization")
_SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def hide_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank every value whose name says that it is a secret."""
    return {
        key: "(hidden)" if any(name in key.lower() for name in SECRET_NAMES) else value for key, value in event.items()
    }


class _CurrentStderr(logging.StreamHandler[TextIO]):
    """Writes to what is standard error now, not to what it was when the handler was made."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def configure_logs() -> None:
    """Send the logs of Tumen and of its libraries to standard error. Doing it again changes nothing."""
    structlog.configure(
        processors=[*_SHARED, hide_secrets, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    root = logging.getLogger()
    if any(isinstance(handler, _CurrentStderr) for handler in root.handlers):
        return
    last = structlog.dev.ConsoleRenderer(colors=False) if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    handler = _CurrentStderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root.addHandler(handler)
    logging.getLogger("tumen").setLevel(logging.INFO)


def log() -> Any:
    """Tumen's logger: ``log().info("what happened", name=value)``."""
    return structlog.get_logger("tumen")
