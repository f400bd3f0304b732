"""A QR code as the path of an SVG, so that a page draws it without a picture of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

QUIET = 4  # modules of empty margin, which readers need


@dataclass(frozen=True, slots=True)
class QrCode:
    """``path`` is what is dark, in a square of ``size`` modules."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code that holds ``text``."""
    from qrcode import QRCode  # noqa: PLC0415  # no start should wait for what few pages draw

    made = QRCode(border=QUIET)
    made.add_data(text)
    made.make()
    rows: Sequence[Sequence[bool]] = made.get_matrix()
    return QrCode(len(rows), "".join(piece for y, row in enumerate(rows) for piece in _dark_runs(row, y)))


def _dark_runs(row: Sequence[bool], y: int) -> Iterator[str]:
    x = 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        if is_dark:
            yield f"M{x} {y}h{width}v1h-{width}z"
        x += width
