"""The database's schema through time: Alembic as a library, and the triggers that protect the ledgers."""

from .running import NewerDatabaseError, configuration, revise, upgrade

__all__ = ["NewerDatabaseError", "configuration", "revise", "upgrade"]
