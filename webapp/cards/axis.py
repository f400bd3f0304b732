"""A line of years as it is drawn: where a year stands on it, and which years are written below."""

from __future__ import annotations

from dataclasses import dataclass

from question_bank.kinds.timeline import read_year

STEPS = ((1, 1), (2, 1), (5, 1), (10, 2), (20, 5), (50, 10), (100, 20), (200, 50), (500, 100), (1000, 200), (2000, 500))
MOST_STEPS = 5  # more labels than that do not fit beside one another on a phone
CLEAR = 0.75  # of a step: nearer to an end of the line a label would run into the end's own
AT_AN_END = 12.0  # per cent: nearer to an end a label is set to the inner side of its point


@dataclass(frozen=True, slots=True)
class Axis:
    """The line from the year ``start`` to the year ``end``."""

    start: int
    end: int

    @staticmethod
    def given(text: str) -> int | None:
        """The year that an answer says, as it is graded; None, and nothing to be drawn, where it says none."""
        return read_year(text)

    def place(self, year: int) -> float:
        """Where a year stands, in per cent of the line; one beyond an end stands at the end."""
        inside = min(max(year, self.start), self.end)
        return round(100 * (inside - self.start) / (self.end - self.start), 2)

    def anchor(self, year: int) -> str:
        """How the label of a year is set to its point, so that it stays on the page: an SVG ``text-anchor``."""
        place = self.place(year)
        return "start" if place < AT_AN_END else "end" if place > 100 - AT_AN_END else "middle"

    @property
    def labels(self) -> tuple[int, ...]:
        """The years that are written below the line: both ends, and round years well between them."""
        step = self._steps[0]
        between = [year for year in self._multiples(step)
                   if min(year - self.start, self.end - year) >= CLEAR * step]  # fmt: skip
        return (self.start, *between, self.end)

    @property
    def ticks(self) -> tuple[int, ...]:
        """The years that have a stroke: every year of a short line, some of a longer one."""
        return (self.start, *self._multiples(self._steps[1]), self.end)

    @property
    def _steps(self) -> tuple[int, int]:
        """How many years lie between two labels, and between two strokes."""
        return next((steps for steps in STEPS if (self.end - self.start) / steps[0] <= MOST_STEPS), STEPS[-1])

    def _multiples(self, step: int) -> range:
        """The multiples of ``step`` inside the line."""
        return range((self.start // step + 1) * step, self.end, step)
