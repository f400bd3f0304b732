"""Drafts of every kind, made by hypothesis, with texts that formats have trouble with."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from question_bank.exchange.drafts import Draft, item_of
from question_bank.kinds import KINDS
from tests.question_bank.strategies import CONTENTS

SIGNS = st.text("αβ \\{}=~#:%[]()*_<>&\"'.,;|-+@/!?$\n\t\x01\u00a0\ufeff😀", min_size=1, max_size=12)
KEYS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)


@st.composite
def drafts(draw: st.DrawFn, name: str = "one") -> Draft:
    """A draft whose texts are sprinkled with signs that mean something in one format or another."""
    kind = draw(st.sampled_from(sorted(CONTENTS)))
    data: dict[str, Any] = {"kind": kind, **KINDS[kind].to_json(draw(CONTENTS[kind]))}
    for key in ("stem", "front", "back"):
        if key in data:
            data[key] = f"{draw(SIGNS)}{data[key]}{draw(SIGNS)}"
    for entry in [*data.get("options", ()), *data.get("items", ())]:
        if "text" in entry:
            entry["text"] = f"{entry['text']}{draw(SIGNS)}"
    if kind == "short":
        data["accept"] = [f"{text}{draw(SIGNS)}" for text in data["accept"]]
    data |= {
        "explanation": draw(st.just("") | SIGNS),
        "hint": draw(st.just("") | SIGNS),
        "claims": draw(st.lists(KEYS, max_size=3)),
        "tags": draw(st.lists(KEYS, max_size=2, unique=True)),
        "importance": draw(st.sampled_from(["", "core", "useful", "detail"])),
    }
    item = item_of(1, {key: _storable(value) for key, value in data.items()}, name=name)
    assert item.draft is not None, item
    return item.draft


def _storable(value: Any) -> Any:
    """Texts that are nothing but spaces are none."""
    return (value if value.strip() else "") if isinstance(value, str) else value
