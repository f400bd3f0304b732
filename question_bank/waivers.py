"""Waivers: a reviewer's rules that a record knowingly does not keep, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .fields import KEY, Fields
from .words import Message, gettext

SHORTEST_REASON = 20  # characters


def read_waivers(fields: Fields) -> dict[str, str]:
    """The reasons under the key ``waive``, by the id of the rule; none where it is left out."""
    item = fields.optional_fields("waive")
    if item is None:
        return {}
    for rule in item.table.entries:
        if not KEY.fullmatch(rule):
            item.report(gettext("a rule that is waived is named by small letters, digits and hyphens"), rule)
    waivers = {rule: item.text(rule) for rule in item.table.entries}
    item.finish()
    return waivers


def check_waivers(waivers: Mapping[str, str]) -> Iterable[tuple[str, Message]]:
    """Reasons that are none: the key that they concern, and a sentence."""
    for rule, reason in waivers.items():
        if len(reason) < SHORTEST_REASON:
            yield (
                "waive",
                gettext(
                    "the reason for waiving '%(rule)s' has at least %(shortest_reason)s characters",
                    rule=rule,
                    shortest_reason=SHORTEST_REASON,
                ),
            )
