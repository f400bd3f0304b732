"""Who says what a question rests on, in which order; what is against the record; who says otherwise."""

from __future__ import annotations

from dataclasses import replace

from question_bank.bank import default_folders, load_bank
from question_bank.claims import Claim
from question_bank.kinds.choice import Option
from question_bank.partial_dates import PartialDate
from webapp.cards.backing import Backing, Said, backing, solution_with_rivals
from webapp.cards.shown import Rival

from .cards import SOURCE, of_kind, small_bank

CLAIM = next(iter(small_bank().claims.values()))
ELSEWHERE = replace(SOURCE, article_key="elsewhere", title="A Bridge: Why Not", authors=("Kirsten Li",))


def claim(name: str, who: str | None) -> Claim:
    return replace(CLAIM, id=name, attributed_to=who, statement=f"It is {name}.", erratum=None)


def told(stem: str, *said: Said, rivals: tuple[Said, ...] = ()) -> Backing:
    card = of_kind("short")
    keys = tuple(each.claim.id for each in said)
    content = replace(card.content.content, stem=stem)
    return backing(replace(card.content, claims=keys, content=content), said, rivals)


def test_every_voice_is_named_that_of_the_article_which_the_question_names_first_before_the_others() -> None:
    ferry = Said(claim("ferry", "Tomas Veld"), (SOURCE,))
    bridge = Said(claim("bridge", "Greta Holm"), (ELSEWHERE,))
    again = Said(claim("again", "Tomas Veld"), (SOURCE,))
    unsaid = Said(claim("unsaid", None), (SOURCE,))
    for stem, names in (
        ("What does A Bridge say of the ferry?", ["Greta Holm", "Tomas Veld"]),
        ("What does Li say, and what Wren?", ["Greta Holm", "Tomas Veld"]),
        ("What do Wren and Li say?", ["Tomas Veld", "Greta Holm"]),
        ("What do people of the Likes say?", ["Tomas Veld", "Greta Holm"]),
    ):
        found = told(stem, ferry, bridge, again, unsaid)
        assert [voice.who for voice in found.voices] == names, stem
        assert found.sources[0] == (ELSEWHERE if names[0] == "Greta Holm" else SOURCE)
    assert found.voices[0].statements == ("It is ferry.", "It is again.")


def test_a_passage_stands_once_with_what_each_of_the_claims_means_of_it() -> None:
    first, second = (replace(SOURCE, original="Some words.", spans=(span,)) for span in ((5, 10), (0, 4)))
    one, other, all_of_it = (
        Said(claim(name, None), (source,))
        for name, source in (("one", first), ("other", second), ("all", replace(first, spans=())))
    )
    (source,) = told("What?", one, other, all_of_it).sources
    assert source.spans == ((0, 4), (5, 10))
    assert [piece.text for piece in source.pieces if piece.is_marked] == ["Some", "words"]


def test_a_claim_of_the_question_is_no_rival_and_a_rival_stands_once_with_its_passage() -> None:
    one, other = Said(claim("one", "Tomas Veld"), (SOURCE,)), Said(claim("other", "Greta Holm"), (ELSEWHERE,))
    third = Said(claim("third", None), (ELSEWHERE,))
    (rival,) = told("What?", one, other, rivals=(other, one, third, third)).rivals
    assert (rival.claim.id, rival.source) == ("third", ELSEWHERE)


def test_all_that_is_against_the_record_is_said_once() -> None:
    said = [Said(replace(CLAIM, id=name, erratum=erratum), ()) for name, erratum in
            (("a", "No."), ("b", None), ("c", "Nor that."), ("d", "No."))]  # fmt: skip
    assert told("What?", *said).errata == ("No.", "Nor that.")


def test_a_wrong_option_that_is_a_rival_s_is_told_by_what_the_rival_states() -> None:
    question = of_kind("choice").content
    unsaid, said = Option(key="a", text="1874"), Option(key="b", text="1875", feedback="No.")
    right = Option(key="c", text="1876", right=True)
    question = replace(question, content=replace(question.content, options=(unsaid, said, right)))
    rivals = [Rival(claim=replace(CLAIM, statement=f"It was {year}.", value=PartialDate(year)), source=None)
              for year in (1874, 1875, 1876)]  # fmt: skip
    assert solution_with_rivals(question, rivals).options == {
        "a": (False, "It was 1874."), "b": (False, "No."), "c": (True, None)
    }  # fmt: skip


def test_what_the_bank_says_of_two_accounts_and_four_voices() -> None:
    bank = load_bank(*default_folders())

    def of(key: str) -> Backing:
        question = bank.questions[key]
        own = [bank.claims[name] for name in question.claims]
        against = [bank.claims[name] for each in own for name in each.conflicts_with]
        return backing(question, (Said(each, ()) for each in own), (Said(each, ()) for each in against))

    accounts = of("debt-two-accounts")
    assert [voice.who for voice in accounts.voices] == ["Jardine and Bodner", "the author of A Brotherly Bond"]
    assert accounts.rivals == ()
    assert len(of("missile-defence-objections").voices) == 4
    assert len(of("presidents-and-korea").errata) == 3
