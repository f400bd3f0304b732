"""A plan of the bank in a sentence."""

from __future__ import annotations

from collections import Counter

from webapp.bank.services.plan import Plan


def summary(plan: Plan, *, done: str) -> str:
    """What the plan changes, counted. ``done`` says what is or was done: "loaded", "to load"."""
    counts = Counter((step.change.value, step.record) for step in plan.changes)
    words = [f"{number} {change} {record}{'s' * (number != 1)}" for (change, record), number in counts.items()]
    return f"{done.capitalize()}: {', '.join(words)}." if words else f"Nothing {done}: the files have not changed."
