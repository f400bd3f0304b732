"""State changes need a token that only our own pages hold. Programs with a personal token have no cookie to abuse."""

from __future__ import annotations

import hmac
from functools import lru_cache

from flask import Flask, g, request, session
from flask_wtf.csrf import CSRFProtect
from itsdangerous import BadData, URLSafeTimedSerializer

from .sessions import READING, has_bearer

HEADER = "X-CSRFToken"
LONGEST_TOKEN = 200  # ours have 91 characters; others are not to be remembered


@lru_cache(maxsize=4096)
def _signed_by_us(secret: str, token: str) -> str:
    """What a token of Flask-WTF's form holds; empty where we did not sign it. A page sends the same one many times."""
    try:
        return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").loads(token))
    except BadData:
        return ""


def is_good(secret: str, *, held: object, sent: str | None) -> bool:
    """Whether the token that was ``sent`` in the header is that which the session holds, signed by us."""
    if not held or not sent or len(sent) > LONGEST_TOKEN:
        return False
    return hmac.compare_digest(str(held), _signed_by_us(secret, sent))


def init_app(app: Flask) -> None:
    protect = CSRFProtect(app)
    before = app.before_request_funcs[None]
    before[:] = [hook for hook in before if hook.__module__ != CSRFProtect.__module__]  # ours knows who needs no token

    def check_token() -> None:
        if request.method in READING or request.endpoint is None or has_bearer(request):
            return
        if is_good(app.config["SECRET_KEY"], held=session.get("csrf_token"), sent=request.headers.get(HEADER)):
            g.csrf_valid = True  # forms need not look again
        else:
            protect.protect()

    app.before_request(check_token)
