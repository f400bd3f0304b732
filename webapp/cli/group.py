"""What the commands share: the default command, the option --instance, and errors in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.exc import ArgumentError, DBAPIError

from question_bank.problems import BankError
from webapp.accounts.services import AccountError
from webapp.configuration import ConfigurationError
from webapp.migrations import NewerDatabaseError
from webapp.operations.instance_lock import InstanceHeldError
from webapp.operations.manifest import ArchiveError
from webapp.operations.places import PlaceInUseError
from webapp.operations.server import PortTakenError

from .loading import without_garbage

C = TypeVar("C", bound=Callable[..., Any])

TOLD_IN_WORDS = (
    AccountError,
    ArchiveError,
    BankError,
    PlaceInUseError,
    ConfigurationError,
    InstanceHeldError,
    NewerDatabaseError,
    PortTakenError,
)


class Commands(click.Group):
    """A group whose errors end in a sentence and exit code 1, not in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TOLD_IN_WORDS as error:
            raise click.ClickException(str(error)) from error
        except (DBAPIError, ArgumentError) as error:
            raise click.ClickException(
                f"The database cannot be used: {getattr(error, 'orig', None) or error}"
            ) from error
        except OSError as error:
            raise click.ClickException(f"{error.strerror or error}: {error.filename}") from error


class CommandsWithDefault(Commands):
    """The outermost group: without a command, and for options without one, the command is ``serve``.

    A command is imported when it is asked for, from one of the ``places``, "module.function" by name: a server starts
    without all that the other commands need.
    """

    default = "serve"

    def __init__(self, *arguments: Any, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks so
        return sorted(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click asks so
        if cmd_name not in self._places:
            return None
        module, name = self._places[cmd_name].rsplit(".", 1)
        with without_garbage():
            found: click.Command = getattr(import_module(f".{module}", __package__), name)
        return found

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        if not args or (args[0].startswith("-") and args[0] not in own):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


def instance_option(command: C) -> C:
    """Give ``command`` the option --instance; the environment variable TUMEN_INSTANCE stands in for it."""
    return click.option(
        "--instance",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="TUMEN_INSTANCE",
        help="Folder of the database, the keys and the outbox.  [default: instance/ beside the code]",
    )(command)


def now() -> datetime:
    """The present instant in UTC, in whole milliseconds: where a command reads the clock."""
    instant = datetime.now(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)
