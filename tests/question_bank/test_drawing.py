"""What is shown of a question comes from the generator: the order of options and items, and which are shown."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.kinds import KINDS

from .examples import EXAMPLES
from .strategies import CONTENTS, kinds_with_content

SEEDS = range(300)
OPTIONS = [{"key": key, "text": f"option {key}", "feedback": "No."} for key in "abcdefgh"]


def choice_of(rights: str, count: int = 8) -> Any:
    options = [option | ({"right": True} if option["key"] in rights else {}) for option in OPTIONS[:count]]
    return KINDS["choice"].from_json({"stem": "Which?", "options": options})


def drawn(name: str, content: Any) -> list[tuple[str, ...]]:
    """The keys of the options shown, by every seed."""
    kind = KINDS[name]
    return [tuple(key for key, _ in kind.prompt(content, random.Random(seed)).options) for seed in SEEDS]


def shown_keys(name: str, content: Any, seed: int) -> tuple[str, ...]:
    prompt = KINDS[name].prompt(content, random.Random(seed))
    return tuple(key for key, _ in (prompt.items if name == "ordering" else prompt.options))


@given(kinds_with_content, st.integers(0, 2**64))
def test_the_order_is_that_of_the_prompt_whatever_the_kind(pair: Any, seed: int) -> None:
    kind, content = pair
    assert kind.order(content, seed) == shown_keys(kind.name, content, seed)


@given(kinds_with_content, st.integers(0, 10**6))
def test_the_generator_alone_decides_what_is_shown(pair: Any, seed: int) -> None:
    kind, content = pair
    assert kind.prompt(content, random.Random(seed)) == kind.prompt(content, random.Random(seed))


@pytest.mark.parametrize(("name", "most"), [("choice", 5), ("position", 4)])
@given(data=st.data(), seed=st.integers(0, 10**6))
def test_every_right_option_is_shown_and_wrong_ones_fill_up(
    name: str, most: int, data: st.DataObject, seed: int
) -> None:
    content = data.draw(CONTENTS[name])
    shown = KINDS[name].order(content, seed)
    rights = {option.key for option in content.options if option.right}
    assert len(shown) == len(set(shown)) == min(most, len(content.options))
    assert rights < set(shown) <= {option.key for option in content.options}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("choice", choice_of("d")),
        ("choice", choice_of("d", 5)),
        ("choice", choice_of("d", 3)),
        ("choice", choice_of("ah")),
        ("choice", choice_of("bceg")),
        ("position", KINDS["position"].from_json(EXAMPLES["position"])),
    ],
)
def test_over_the_seeds_every_option_comes_up_in_every_place(name: str, content: Any) -> None:
    draws = drawn(name, content)
    places = {(key, place) for draw in draws for place, key in enumerate(draw)}
    assert places == {(option.key, place) for option in content.options for place in range(len(draws[0]))}


def test_each_wrong_option_is_drawn_about_as_often_as_the_others() -> None:
    draws = drawn("choice", choice_of("a"))
    counts = {key: sum(key in draw for draw in draws) for key in "bcdefgh"}
    fair = len(draws) * 4 / 7
    assert all(0.75 * fair < count < 1.25 * fair for count in counts.values()), counts


def test_five_options_come_in_the_order_that_logged_answers_were_given_in() -> None:
    """What was shown is stored with its seed; where nothing has to be drawn, the seed still gives it."""
    keys = list("abcde")
    random.Random(7).shuffle(keys)
    assert KINDS["choice"].order(choice_of("a", 5), 7) == tuple(keys)


@given(CONTENTS["ordering"], st.integers(0, 10**6))
def test_an_ordering_shows_every_item_and_never_in_the_right_order(content: Any, seed: int) -> None:
    keys = tuple(item.key for item in content.items)
    shown = KINDS["ordering"].order(content, seed)
    assert sorted(shown) == sorted(keys)
    assert shown != keys


def test_the_items_of_an_ordering_come_in_every_other_order() -> None:
    kind, content = KINDS["ordering"], KINDS["ordering"].from_json(EXAMPLES["ordering"])
    assert len({kind.order(content, seed) for seed in SEEDS}) == 23


@given(CONTENTS["matching"], st.integers(0, 10**6))
def test_a_matching_shows_every_item_and_every_option(content: Any, seed: int) -> None:
    prompt = KINDS["matching"].prompt(content, random.Random(seed))
    assert sorted(prompt.items) == sorted((item.key, item.text) for item in content.items)
    assert sorted(prompt.options) == sorted((option.key, option.text) for option in content.options)


def test_the_items_of_a_matching_are_shuffled_too() -> None:
    kind, content = KINDS["matching"], KINDS["matching"].from_json(EXAMPLES["matching"])
    prompts = [kind.prompt(content, random.Random(seed)) for seed in SEEDS]
    assert len({prompt.items for prompt in prompts}) == 6
    assert len({prompt.options for prompt in prompts}) == 24


@pytest.mark.parametrize("name", ["choice", "position", "matching"])
@given(data=st.data())
def test_options_in_a_prompt_do_not_tell_which_is_right(name: str, data: st.DataObject) -> None:
    content = data.draw(CONTENTS[name])
    shown = KINDS[name].prompt(content, random.Random(1)).to_json()
    texts = {option.key: option.text for option in content.options}
    assert all(len(entry) == 2 for entry in (*shown["options"], *shown["items"]))
    assert all(text == texts[key] for key, text in shown["options"])
