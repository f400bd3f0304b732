"""The application, put together from its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from question_bank.units import is_measure

from . import db
from .accounts import security
from .accounts import views as account_views
from .bank import views as bank_views
from .classes import views as class_views
from .collections import views as collection_views
from .configuration import kept_secret, read_configuration
from .decks import views as deck_views
from .planning import views as planning_views
from .progress import views as progress_views
from .quizzes import views as quiz_views
from .reading import views as reading_views
from .reports import views as report_views
from .study import views as study_views
from .web import (
    access,
    clock,
    csrf,
    errors,
    headers,
    identity,
    languages,
    limits,
    logs,
    markdown,
    packing,
    sessions,
    static_files,
    uploads,
)
from .web import views as web_views
from .web.edge import Tumen


def create_app(instance: Path | None = None, **overrides: Any) -> Tumen:
    """The application of one installation. ``instance`` is its folder; ``overrides`` replace configuration keys.

    Raises ConfigurationError for a setting that cannot be used.
    """
    logs.configure_logs()
    app = Tumen("webapp")
    app.config.update({**read_configuration(instance), "CLOCK": clock.system_clock, **overrides})
    folder = Path(app.config["INSTANCE"])
    folder.mkdir(parents=True, exist_ok=True)
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or kept_secret(folder, "key")
    if app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=app.config["PROXIES"], x_proto=app.config["PROXIES"])  # type: ignore[method-assign]
    for part in (
        db, languages, sessions, headers, errors, access, csrf, limits, uploads, static_files, packing, security
    ):  # fmt: skip
        part.init_app(app)
    app.jinja_env.tests["counted_thing"] = lambda unit: bool(unit) and not is_measure(unit)
    app.jinja_env.filters.update(markdown=markdown.render_markdown, markdown_inline=markdown.render_inline)
    app.context_processor(lambda: {"person": identity.current_person()})
    _register_features(app)
    limits.apply(app)
    return app


def _register_features(app: Tumen) -> None:
    for views in (
        web_views,
        account_views,
        study_views,
        collection_views,
        progress_views,
        reading_views,
        quiz_views,
        report_views,
        bank_views,
        planning_views,
        deck_views,
        class_views,
    ):
        app.register_blueprint(views.blueprint)
    app.register_blueprint(study_views.api)
    app.register_blueprint(bank_views.api)
