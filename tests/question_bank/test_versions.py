"""A new text of an article: what only moved follows, what changed is told, and passages tile the text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from question_bank.claims import Claim, ClaimKind, Importance
from question_bank.cutting import cut
from question_bank.versions import compare, follow_version

OLD = "The Rope\n\nThe rope was hung in 1874 by the town.\n\nVeld says it cost 11 million dollars.\n\nIt never broke.\n"
PASSAGES = cut(OLD, article="a")
CLAIM = Claim(id="c", topic="t", kind=ClaimKind.EVENT, statement="It.", importance=Importance.CORE, sources=("a#p03",))


def words(text: str) -> dict[str, str]:
    found = compare(PASSAGES, OLD, text, article="a")
    return {each.id: text[each.start : each.end].strip() for each in found.passages}


def test_the_same_text_is_no_change() -> None:
    found = compare(PASSAGES, OLD, OLD, article="a")
    assert found.passages == PASSAGES
    assert [*found.changed, *found.new, *found.gone] == []


def test_passages_that_moved_keep_their_names() -> None:
    parts = [
        "It never broke.",
        "The Rope",
        "Veld says it cost\n11 million dollars.",
        "The rope was hung in 1874 by the town.\n",
    ]
    new = "\n\n".join(parts)
    found = compare(PASSAGES, OLD, new, article="a")
    assert [each.id for each in found.passages] == ["p04", "p01", "p03", "p02"]
    assert [*found.changed, *found.new, *found.gone] == []


def test_what_changed_is_told_and_what_is_new_gets_a_name_of_its_own() -> None:
    new = OLD.replace("11 million", "12 million").replace("It never broke.", "A motor came.\n\nIt never broke.")
    found = compare(PASSAGES, OLD, new, article="a")
    assert (set(found.changed), set(found.new), set(found.gone)) == ({"p03"}, {"p05"}, set[str]())
    assert words(new)["p03"] == "Veld says it cost 12 million dollars."
    assert words(new)["p05"] == "A motor came."


def test_what_is_gone_is_told() -> None:
    found = compare(PASSAGES, OLD, OLD.replace("It never broke.\n", ""), article="a")
    assert found.gone == {"p04"}


def test_a_claim_is_looked_at_again_only_where_its_words_changed() -> None:
    new = OLD.replace("Veld says", "Tomas Veld says")
    found = compare(PASSAGES, OLD, new, article="a")
    assert found.changed == {"p03"}
    assert follow_version(CLAIM, PASSAGES, OLD, found, new) == (CLAIM, True)
    narrow = replace(CLAIM, spans={"a#p03": (13, 33)})
    followed, needs_look = follow_version(narrow, PASSAGES, OLD, found, new)
    assert (followed.spans, needs_look) == ({"a#p03": (19, 39)}, False)
    changed = OLD.replace("11 million", "12 million")
    found = compare(PASSAGES, OLD, changed, article="a")
    assert follow_version(narrow, PASSAGES, OLD, found, changed) == (CLAIM, True)


@given(st.permutations(OLD.split("\n\n")), st.text(alphabet="ab \n", max_size=30), st.integers(0, 100))
def test_passages_of_any_new_text_tile_it(parts: list[str], more: str, place: int) -> None:
    new = "\n\n".join(parts)
    new = new[:place] + more + new[place:]
    found = compare(PASSAGES, OLD, new, article="a")
    assert "".join(new[each.start : each.end] for each in found.passages) == new
    ids = [each.id for each in found.passages]
    assert len(set(ids)) == len(ids)
    assert found.gone.isdisjoint(ids)
