"""The database's schema through time: Alembic as a library, and the triggers that protect the ledgers."""

from .current import NewerDatabaseError, upgrade

__all__ = ["NewerDatabaseError", "upgrade"]
