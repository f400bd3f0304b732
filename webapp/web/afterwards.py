"""What is done once a request was committed and answered: things that may wait, and that nobody should wait for."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g

from .logs import log


def afterwards(action: Callable[[], None]) -> None:
    """Do ``action`` after the answer has gone out; not at all where the answer is an error. It has no request left."""
    g.setdefault("afterwards", []).append(action)


def even_if_refused(response: Response, action: Callable[[], None]) -> None:
    """Do ``action`` after ``response`` has gone out, an error or not. It has no request left."""
    response.call_on_close(_logging_errors(action))


def hand_over(response: Response) -> None:
    """Give what is to be done to the end of ``response``."""
    for action in g.pop("afterwards", []):
        response.call_on_close(_logging_errors(action))


def _logging_errors(action: Callable[[], None]) -> Callable[[], None]:
    def done() -> None:
        try:
            action()
        except Exception:  # noqa: BLE001  # the answer is out: the log is the only place left to say it
            log().exception("something that was to follow an answer failed")

    return done
