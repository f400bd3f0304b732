"""``user``: accounts from the command line."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from webapp.accounts.queries import account_rows
from webapp.accounts.second_factor import remove as remove_second_factor
from webapp.accounts.second_factor import second_factor_by_email
from webapp.accounts.services import create_user, set_role
from webapp.web.people import ROLE_NAMES

from .group import Commands, instance_option, now
from .installation import account_session
from .tables import lines

ROLE = click.Choice(ROLE_NAMES)


def new_password() -> str:
    """A password that nobody guesses and that can be read over the telephone: 100 bits."""
    return "-".join(secrets.token_hex(3)[:5] for _ in range(5))


@click.group("user", cls=Commands)
def user_commands() -> None:
    """Accounts: add, give roles, take second factors off, list."""


@user_commands.command("add")
@click.argument("email")
@click.option("--role", type=ROLE, default="student", show_default=True, help="What the person may do.")
@click.option("--ask", is_flag=True, help="Ask for the password; otherwise one is made and printed, once.")
@instance_option
def add_user(email: str, role: str, instance: Path | None, *, ask: bool) -> None:
    """Make an account for EMAIL."""
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask else new_password()
    with account_session(instance) as session:
        create_user(session=session, email=email, password=password, role=role, now=now())
    click.echo(f"{email} is {role}." + ("" if ask else f" Password (shown only now): {password}"))


@user_commands.command("role")
@click.argument("email")
@click.argument("role", type=ROLE)
@instance_option
def give_role(email: str, role: str, instance: Path | None) -> None:
    """Give the account of EMAIL the ROLE. Its browsers have to log in again."""
    with account_session(instance) as session:
        set_role(session=session, email=email, role=role, now=now())
    click.echo(f"{email} is {role}.")


@user_commands.command("second-factor")
@click.argument("email")
@click.option("--remove", is_flag=True, help="Let the password be enough again, for somebody who lost the device.")
@instance_option
def second_factor(email: str, instance: Path | None, *, remove: bool) -> None:
    """Say whether the account of EMAIL has a second factor, or take it off. Its browsers have to log in again."""
    with account_session(instance) as session:
        if remove:
            remove_second_factor(session=session, email=email, now=now())
        _, is_on = second_factor_by_email(session, email)
    click.echo(f"{email} {'has a second factor' if is_on else 'logs in with the password alone'}.")


@user_commands.command("list")
@instance_option
def list_users(instance: Path | None) -> None:
    """List the accounts with their roles; guests are counted."""
    with account_session(instance) as session:
        rows, guests = account_rows(session)
    if rows:
        table = [(row.email, ", ".join(row.roles), f"{row.created_at:%Y-%m-%d}") for row in rows]
        click.echo("\n".join(lines([("e-mail", "roles", "made"), *table])))
    click.echo(f"{len(rows)} accounts, {guests} guests." + ("" if rows else " Make one with: user add EMAIL"))
