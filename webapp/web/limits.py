"""How often something may be tried: one table, counted in memory, or in Redis for several processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from .addresses import network_of
from .identity import current_person, half_known_id

LONGEST_ADDRESS = 254


def by_address() -> str:
    """The network address that asks (behind proxies: see TUMEN_PROXIES); of IPv6 its /64."""
    return f"address {network_of(get_remote_address())}"


def by_half_known() -> str:
    """The account whose code is waited for in this browser."""
    waits_for = half_known_id()
    return by_address() if waits_for is None else f"code of {waits_for}"


def by_account() -> str:
    """The account that is spoken of, whether it exists or not; where none is, the person who asks."""
    named = _as_accounts_are_found(request.form.get("email", ""))
    person = current_person()
    return f"named {named}" if named or person is None else f"person {person.id}"


def _as_accounts_are_found(email: str) -> str:
    """``email`` as log-in looks it up: another spelling of one address is not another account."""
    try:
        return str(current_app.extensions["security"].mail_util.normalize(email))
    except ValueError:  # no address, so nobody's: what is counted under it is only kept small
        return email.strip().casefold()[:LONGEST_ADDRESS]


def by_person() -> str:
    person = current_person()
    return f"person {person.id}" if person else by_address()


@dataclass(frozen=True, slots=True)
class Rule:
    """``rate`` for each key; ``failures``: only answers that refuse are counted. ``methods``: of which requests."""

    rate: str
    key: Callable[[], str]
    failures: bool = False
    methods: tuple[str, ...] = ("POST",)


LIMITS: dict[str, tuple[Rule, ...]] = {
    "security.login": (
        Rule("10 per 15 minutes", by_account, failures=True),
        Rule("50 per 15 minutes", by_address, failures=True),
    ),
    "accounts.second_step": (
        Rule("10 per 15 minutes", by_half_known, failures=True),
        Rule("40 per day", by_half_known, failures=True),  # who has the password may not try the million codes
        Rule("50 per 15 minutes", by_address, failures=True),
    ),
    "accounts.second_factor": (Rule("10 per 15 minutes", by_person, failures=True),),
    "accounts.confirm_second_factor": (Rule("10 per 15 minutes", by_person, failures=True),),
    "accounts.change_second_factor": (
        Rule("10 per 15 minutes", by_person, failures=True),
        Rule("40 per day", by_person, failures=True),
    ),
    "security.register": (Rule("60 per hour", by_address),),
    "security.forgot_password": (Rule("5 per hour", by_account), Rule("60 per hour", by_address)),
    "security.reset_password": (Rule("30 per hour", by_address),),
    "security.change_password": (Rule("10 per 15 minutes", by_person, failures=True),),
    "accounts.delete": (Rule("10 per 15 minutes", by_person, failures=True),),
    "accounts.change_email": (Rule("10 per hour", by_person),),
    "accounts.first_administrator": (Rule("20 per hour", by_address, failures=True),),
    "accounts.invite": (Rule("30 per hour", by_person),),  # each may send a mail to anybody
    "accounts.make_bank": (Rule("30 per hour", by_person),),
    "classes.door": (Rule("60 per hour", by_address, failures=True, methods=("GET", "HEAD")),),  # no code is found so
    "classes.join": (Rule("60 per hour", by_address, failures=True), Rule("60 per hour", by_person)),
    "classes.make": (Rule("30 per hour", by_person),),
    "classes.change_code": (Rule("60 per hour", by_person),),
    "classes.add_instructor": (Rule("30 per hour", by_person),),  # each says whether somebody teaches here
    "reports.report": (Rule("120 per hour", by_person),),
    "decks.read_package": (Rule("20 per hour", by_person), Rule("60 per hour", by_address)),
    "decks.take_over": (Rule("20 per hour", by_person),),
    "decks.remove": (Rule("60 per hour", by_person),),  # many rows at once, and back
    "decks.bring_back": (Rule("60 per hour", by_person),),
    "planning.train_weights": (Rule("20 per hour", by_person), Rule("60 per hour", by_address)),  # each is a process
    "study.start": (Rule("600 per hour", by_address),),
}


def _was_refused(response: Response) -> bool:
    return response.status_code >= 400


def init_app(app: Flask) -> None:
    app.extensions["tumen_limits"] = Limiter(
        get_remote_address,
        app=app,
        storage_uri=app.config["REDIS_URL"] or "memory://",
        strategy="moving-window",
        in_memory_fallback_enabled=bool(app.config["REDIS_URL"]),
    )


def apply(app: Flask) -> None:
    """Put the limits before the views that the table names; to be called when all views are there."""
    limiter: Any = app.extensions["tumen_limits"]  # its own types do not know plain views
    _keep_off_other_requests(app, limiter)
    for endpoint, rules in LIMITS.items():
        for rule in rules if endpoint in app.view_functions else ():
            limited = limiter.limit(rule.rate, key_func=rule.key, methods=list(rule.methods), scope=endpoint,
                                    deduct_when=_was_refused if rule.failures else None)  # fmt: skip
            app.view_functions[endpoint] = limited(app.view_functions[endpoint])


def _keep_off_other_requests(app: Flask, limiter: Limiter) -> None:
    """Flask-Limiter looks for limits before and after every request; only the views of the table have any."""
    before, after, teardown = (
        app.before_request_funcs[None],
        app.after_request_funcs[None],
        app.teardown_request_funcs[None],
    )
    before[:] = [hook for hook in before if getattr(hook, "__self__", None) is not limiter]
    teardown[:] = [hook for hook in teardown if getattr(hook, "__self__", None) is not limiter]
    counting = next(hook for hook in after if isinstance(hook, partial) and limiter in hook.args)
    after.remove(counting)

    def count(response: Response) -> Response:
        return counting(response) if request.endpoint in LIMITS else response

    app.after_request(count)
