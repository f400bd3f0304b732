"""Where a page may send somebody on to: paths of our own, nothing else."""

from __future__ import annotations

import re

OWN_PATH = re.compile(r"/(?![/\\])[!-~]*")  # printable ASCII, as browsers and servers write addresses


def own_path(address: str | None) -> str | None:
    """``address`` if it is a path of this site, else None (another host in any spelling, a scheme, control signs)."""
    if address and OWN_PATH.fullmatch(address) and "\\" not in address:
        return address
    return None
