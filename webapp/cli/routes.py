"""``routes``: every address of the application, and who may go there."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.app import create_app
from webapp.web.access import ACCESS

from .group import instance_option
from .tables import lines


@click.command("routes")
@instance_option
def list_routes(instance: Path | None) -> None:
    """List every address: methods, path, endpoint, and from which standing on one may go there."""
    rules = sorted(create_app(instance).url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    rows = [
        (
            ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})),
            rule.rule,
            rule.endpoint,
            ACCESS[rule.endpoint].name.lower() if rule.endpoint in ACCESS else "refused",
        )
        for rule in rules
    ]
    click.echo("\n".join(lines([("methods", "path", "endpoint", "from"), *rows])))
