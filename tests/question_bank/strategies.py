"""Contents of every kind, made by hypothesis.

Questions are written in Greek letters and answers in Latin ones and figures, so that an answer in a prompt shows.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from question_bank.kinds import KINDS, Kind
from question_bank.kinds.card import CardContent
from question_bank.kinds.choice import ChoiceContent, Option
from question_bank.kinds.cloze import ClozeContent, Gap
from question_bank.kinds.date import DateContent, WrongDate
from question_bank.kinds.list import ListContent
from question_bank.kinds.list_grading import ListItem
from question_bank.kinds.matching import MatchingContent, MatchingItem, MatchingOption
from question_bank.kinds.number import NumberContent
from question_bank.kinds.number_grading import Tolerance, WrongNumber
from question_bank.kinds.ordering import OrderingContent, OrderingItem
from question_bank.kinds.position import Ask, PositionContent, PositionOption
from question_bank.kinds.short import ShortContent
from question_bank.kinds.timeline import TimelineContent
from question_bank.partial_dates import PartialDate
from question_bank.quantities import Quantity, Scale
from question_bank.typed_answers import WrongText

asked = st.text("αβγδεζηθικλ", min_size=1, max_size=20)
words = st.lists(st.text("abcdefghijklmnop", min_size=4, max_size=9), min_size=1, max_size=3).map(" ".join)
hints = st.none() | asked
days = st.dates(min_value=datetime.date(100, 1, 1)).map(lambda day: PartialDate(day.year, day.month, day.day))
dates = days | days.map(lambda day: PartialDate(day.year, day.month)) | days.map(lambda day: PartialDate(day.year))
decimals = st.decimals(min_value=1, max_value=10**9, places=2).map(lambda number: Decimal(f"{number.normalize():f}"))
units = st.sampled_from([None, "USD", "tonnes", "people", "warheads"])
tolerances = st.none() | st.builds(
    Tolerance, amount=st.sampled_from([Decimal("0.01"), Decimal("0.5")]), relative=st.booleans()
)


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    scale = draw(st.none() | st.sampled_from(list(Scale)))
    unit = None if scale is Scale.PERCENT else draw(units)
    return Quantity(number=draw(decimals), scale=scale, unit=unit)


@st.composite
def choices(draw: st.DrawFn) -> ChoiceContent:
    texts = draw(st.lists(words, min_size=3, max_size=8, unique=True))
    rights = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=min(4, len(texts) - 1)))
    options = tuple(
        Option(
            key=f"k{place}",
            text=text,
            right=place in rights,
            feedback=draw(hints) if place in rights else draw(asked),
        )
        for place, text in enumerate(texts)
    )
    return ChoiceContent(stem=draw(asked), options=options)


@st.composite
def clozes(draw: st.DrawFn) -> ClozeContent:
    names = draw(st.lists(st.sampled_from(["one", "two", "three", "four"]), min_size=1, max_size=4, unique=True))
    text = " ".join(f"{draw(asked)} [{name}]" for name in names)
    accept = st.lists(words | st.integers(1000, 9999).map(str), min_size=1, max_size=3, unique=True)
    return ClozeContent(text=text, gaps={name: Gap(accept=tuple(draw(accept)), hint=draw(hints)) for name in names})


@st.composite
def shorts(draw: st.DrawFn) -> ShortContent:
    answers = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    wrong = WrongText(accept=(answers.pop(),), feedback=draw(asked))
    return ShortContent(stem=draw(asked), accept=tuple(answers), wrong=draw(st.sampled_from([(), (wrong,)])))


@st.composite
def numbers(draw: st.DrawFn) -> NumberContent:
    answer = draw(quantities())
    rival = Quantity(number=answer.number * 10, scale=answer.scale, unit=answer.unit)
    wrong = WrongNumber(quantity=rival, feedback=draw(asked))
    return NumberContent(
        stem=draw(asked),
        answer=answer,
        tolerance=draw(tolerances),
        wrong=draw(st.sampled_from([(), (wrong,)])),
    )


@st.composite
def date_contents(draw: st.DrawFn) -> DateContent:
    answer = draw(dates)
    other = draw(dates.filter(lambda date: date.year != answer.year))
    wrong = WrongDate(date=other, feedback=draw(asked))
    return DateContent(
        stem=draw(asked), answer=answer, precision=answer.precision, wrong=draw(st.sampled_from([(), (wrong,)]))
    )


@st.composite
def positions(draw: st.DrawFn) -> PositionContent:
    texts = draw(st.lists(words, min_size=3, max_size=8, unique=True))
    right = draw(st.integers(0, len(texts) - 1))
    options = tuple(
        PositionOption(claim=f"k{place}", text=text, right=place == right, feedback=draw(asked))
        for place, text in enumerate(texts)
    )
    return PositionContent(stem=draw(asked), ask=draw(st.sampled_from(Ask)), options=options)


@st.composite
def matchings(draw: st.DrawFn) -> MatchingContent:
    texts = draw(st.lists(asked, min_size=2, max_size=6, unique=True))
    options = tuple(
        MatchingOption(key=f"o{place}", text=text)
        for place, text in enumerate(draw(st.lists(words, min_size=len(texts) + 1, max_size=8, unique=True)))
    )
    answers = draw(st.permutations([option.key for option in options]))
    items = tuple(
        MatchingItem(key=f"k{place}", text=text, answer=answers[place], feedback=draw(hints))
        for place, text in enumerate(texts)
    )
    return MatchingContent(stem=draw(asked), items=items, options=options)


@st.composite
def orderings(draw: st.DrawFn) -> OrderingContent:
    texts = draw(st.lists(asked, min_size=3, max_size=7, unique=True))
    items = tuple(
        OrderingItem(key=f"k{place}", text=text, when=draw(st.none() | words), claim=draw(st.none() | st.just("claim")))
        for place, text in enumerate(texts)
    )
    return OrderingContent(stem=draw(asked), items=items)


@st.composite
def lists(draw: st.DrawFn) -> ListContent:
    accepted = draw(st.lists(st.lists(words, min_size=1, max_size=3), min_size=2, max_size=7, unique_by=tuple))
    flat = [answer for answers in accepted for answer in answers]
    assume(len({answer.replace(" ", "") for answer in flat}) == len(flat))
    items = tuple(ListItem(accept=tuple(answers), feedback=draw(hints)) for answers in accepted)
    wrong = WrongText(accept=("qqqq rrrr",), feedback=draw(asked))
    return ListContent(
        stem=draw(asked),
        items=items,
        least=draw(st.none() | st.integers(2, len(items))),
        wrong=draw(st.sampled_from([(), (wrong,)])),
    )


@st.composite
def timelines(draw: st.DrawFn) -> TimelineContent:
    start = draw(st.integers(100, 9000))
    end = draw(st.integers(start + 8, start + 900))
    return TimelineContent(
        stem=draw(asked),
        answer=draw(st.integers(start, end)),
        start=start,
        end=end,
        tolerance=draw(st.integers(0, (end - start) // 10)),
    )


cards = st.builds(CardContent, front=asked, back=words)

CONTENTS: dict[str, st.SearchStrategy[Any]] = {
    "card": cards,
    "choice": choices(),
    "cloze": clozes(),
    "short": shorts(),
    "number": numbers(),
    "date": date_contents(),
    "position": positions(),
    "matching": matchings(),
    "ordering": orderings(),
    "list": lists(),
    "timeline": timelines(),
}

kinds_with_content: st.SearchStrategy[tuple[Kind[Any], Any]] = st.sampled_from(sorted(CONTENTS)).flatmap(
    lambda name: st.tuples(st.just(KINDS[name]), CONTENTS[name])
)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)
