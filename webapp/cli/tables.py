"""Tables for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def lines(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> list[str]:
    """The rows with their columns one under another; the columns ``right`` are set to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if number in right else cell.ljust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
