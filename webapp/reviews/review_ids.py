"""Ids of log rows: how they are written, and those that the server makes for the plain forms: ordered by time, as those
that browsers make.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from webapp.models.base import to_milliseconds


def new_review_id(now: datetime) -> UUID:
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds since 1970, then 74 random ones."""
    time = to_milliseconds(now) & (2**48 - 1)
    number = time << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=number)


def written_id(name: bytes) -> str:
    """The UUID of these 16 bytes as clients write it, without making one."""
    digits = name.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
