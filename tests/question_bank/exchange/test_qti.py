"""QTI as other programs write it, in each version; and packages of ours, as others read them."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from question_bank.exchange import zip_files
from question_bank.exchange.drafts import Draft, ExchangeError, Item
from question_bank.exchange.formats import FORMATS, recognise
from question_bank.exchange.qti import package
from question_bank.exchange.xml_reading import read_xml
from question_bank.exchange.zip_files import zipped

from .reading import data_of, only, option, read

VERSIONS = ("qti21", "qti22", "qti30")


def old(declarations: str, body: str, *, identifier: str = "one", rest: str = "") -> str:
    """An item of QTI 2.1."""
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="{identifier}" title="A title" '
        f'adaptive="false" timeDependent="false">{declarations}<itemBody>{body}</itemBody>{rest}</assessmentItem>'
    )


def new(declarations: str, body: str, *, rest: str = "") -> str:
    """An item of QTI 3.0."""
    return (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="one" title="A title" '
        f'adaptive="false" time-dependent="false">{declarations}<qti-item-body>{body}</qti-item-body>{rest}'
        "</qti-assessment-item>"
    )


def declared(base: str, *correct: str, cardinality: str = "single", worth: Mapping[str, str] | None = None) -> str:
    """The declaration of a response, in QTI 3.0."""
    values = "".join(f"<qti-value>{value}</qti-value>" for value in correct)
    entries = "".join(
        f'<qti-map-entry map-key="{key}" mapped-value="{value}"/>' for key, value in (worth or {}).items()
    )
    return (
        f'<qti-response-declaration identifier="RESPONSE" cardinality="{cardinality}" base-type="{base}">'
        f"<qti-correct-response>{values}</qti-correct-response><qti-mapping>{entries}</qti-mapping>"
        "</qti-response-declaration>"
    )


CHOICES = "".join(f'<qti-simple-choice identifier="{key}"><p>{key} <b>x</b></p></qti-simple-choice>' for key in "ABC")
ORDER = f'<qti-order-interaction response-identifier="RESPONSE">{CHOICES}</qti-order-interaction>'
FIELD = '<qti-text-entry-interaction response-identifier="RESPONSE"/>'


def choice_of(**attributes: str) -> str:
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return (
        f'<p>Read.</p><qti-choice-interaction response-identifier="RESPONSE"{written}><qti-prompt>Which?</qti-prompt>'
        f"{CHOICES}</qti-choice-interaction>"
    )


def test_a_choice_of_several_with_feedback_in_its_options() -> None:
    item = only(
        "qti21",
        old(
            '<responseDeclaration identifier="R" cardinality="multiple" baseType="identifier"><correctResponse>'
            "<value>A</value><value>C</value></correctResponse><mapping><mapEntry mapKey='A' mappedValue='1'/>"
            "<mapEntry mapKey='C' mappedValue='1'/><mapEntry mapKey='B' mappedValue='-1'/></mapping>"
            "</responseDeclaration>",
            '<choiceInteraction responseIdentifier="R" maxChoices="0"><prompt>Which <em>two</em>?</prompt>'
            '<simpleChoice identifier="A">one</simpleChoice><simpleChoice identifier="B">two'
            '<feedbackInline outcomeIdentifier="F" identifier="B" showHide="show">Not it.</feedbackInline>'
            '</simpleChoice><simpleChoice identifier="C">three<script>steal()</script><img src="x"/></simpleChoice>'
            "</choiceInteraction>",
        ),
    )
    data = data_of(item)
    assert data["stem"] == "Which *two*?"
    assert data["options"] == [
        option("a", "one", right=True), option("b", "two", feedback="Not it."), option("c", "three", right=True)
    ]  # fmt: skip
    assert any("pictures" in said for said in item.changed)
    assert any("script" in said for said in item.changed)


def test_a_choice_of_one_whose_feedback_is_to_right_and_wrong_as_a_whole() -> None:
    modal = "".join(
        f'<qti-modal-feedback outcome-identifier="F" show-hide="show" identifier="{name}"><qti-content-body>{text}'
        "</qti-content-body></qti-modal-feedback>"
        for name, text in (("correct", "Because."), ("B", "No, not B."))
    )
    worth = {"A": "2", "C": "1"}
    item = only("qti30", new(declared("identifier", "A", worth=worth), choice_of(max_choices="1"), rest=modal))
    data = data_of(item)
    assert data["stem"] == "Read.\n\nWhich?"
    assert [each.get("right", False) for each in data["options"]] == [True, False, False]
    assert data["options"][1]["feedback"] == "No, not B."
    assert data["explanation"] == "Because."
    assert item.changed == (
        "what earned a part of the credit earns none here: C **x**",
        "feedback that belongs to no single answer becomes the explanation",
    )


CHOSEN = (
    '<p>The <qti-inline-choice-interaction response-identifier="RESPONSE"><qti-inline-choice identifier="A">bus'
    '</qti-inline-choice><qti-inline-choice identifier="B">ferry</qti-inline-choice></qti-inline-choice-interaction>'
    " runs.</p>"
)
BESIDE = (
    '<qti-gap-match-interaction response-identifier="RESPONSE"><qti-prompt>Fill in.</qti-prompt><qti-gap-text '
    'identifier="W">ferry</qti-gap-text><qti-gap-text identifier="S">bus</qti-gap-text><blockquote><p>The '
    '<qti-gap identifier="G"/> runs.</p></blockquote></qti-gap-match-interaction>'
)


@pytest.mark.parametrize(
    ("body", "declarations", "text", "accept"),
    [
        (f"<p>The {FIELD} runs.</p>", declared("string", "ferry", worth={"ferry": "1", "boat": "1"}),
         "The [gap1] runs.", ["ferry", "boat"]),
        (CHOSEN, declared("identifier", "B"), "The [gap1] runs.", ["ferry"]),
        (BESIDE, declared("directedPair", "W G", cardinality="multiple"), "Fill in.\n\nThe [gap1] runs.", ["ferry"]),
    ],
    ids=["typed", "chosen", "words beside it"],
)  # fmt: skip
def test_fields_within_a_text_are_gaps(body: str, declarations: str, text: str, accept: list[str]) -> None:
    item = only("qti30", new(declarations, body))
    data = data_of(item)
    assert (data["kind"], data["text"], data["gaps"]) == ("cloze", text, {"gap1": {"accept": accept}})
    assert bool(item.changed) == ("qti-text-entry" not in body)


def test_a_field_behind_the_question_is_a_short_answer_or_a_figure() -> None:
    short = only("qti30", new(declared("string", "Grant", worth={"Grant": "1", "Lee": "0.5"}), f"<p>Who? {FIELD}</p>"))
    assert data_of(short) == {"kind": "short", "stem": "Who?", "accept": ["Grant"]}
    assert short.changed == ("what earned a part of the credit earns none here: Lee",)
    processing = (
        '<qti-response-processing><qti-response-condition><qti-response-if><qti-equal tolerance-mode="relative" '
        'tolerance="10 10"><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-equal>'
        "</qti-response-if></qti-response-condition></qti-response-processing>"
    )
    number = only("qti30", new(declared("float", "1.15E1"), f"<div>How many?</div>{FIELD}", rest=processing))
    assert data_of(number) == {
        "kind": "number", "stem": "How many?", "answer": {"number": "11.5"}, "tolerance": {"relative": "0.1"}
    }  # fmt: skip


def test_matching_ordering_and_essays() -> None:
    def one(names: str) -> str:
        inside = "".join(
            f'<qti-simple-associable-choice identifier="{name}" match-max="1">{name}</qti-simple-associable-choice>'
            for name in names
        )
        return f"<qti-simple-match-set>{inside}</qti-simple-match-set>"

    pairs = declared("directedPair", "p y", "q x", cardinality="multiple")
    match = f'<qti-match-interaction response-identifier="RESPONSE">{one("pq")}{one("xyz")}</qti-match-interaction>'
    item = only("qti30", new(pairs, match))
    data = data_of(item)
    assert data["stem"] == "A title"
    assert item.changed == ("nothing is asked in it: its title stands there instead",)
    assert [(each["text"], each["answer"]) for each in data["items"]] == [("p", "a"), ("q", "b")]
    assert [each["text"] for each in data["options"]] == ["y", "x", "z"]
    data = data_of(only("qti30", new(declared("identifier", "C", "A", "B", cardinality="ordered"), ORDER)))
    assert [each["text"][0] for each in data["items"]] == ["C", "A", "B"]
    rubric = '<qti-rubric-block view="scorer"><qti-content-body>Like this.</qti-content-body></qti-rubric-block>'
    essay = f'<p>Tell.</p><qti-extended-text-interaction response-identifier="RESPONSE"/>{rubric}'
    assert data_of(only("qti30", new("", essay))) == {"kind": "card", "front": "Tell.", "back": "Like this."}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (new("", "<p>Only words.</p>"), "asks nothing"),
        (new("", '<p>Tell.</p><qti-extended-text-interaction response-identifier="RESPONSE"/>'), "what would be right"),
        (new("", "<qti-hotspot-interaction/>"), "no kind of question for QTI's hotspot interaction"),
        (new(declared("identifier", "A"), choice_of() + choice_of()), "several interactions"),
        (new("", choice_of()), "does not declare the response"),
        (new(declared("float", "2*x"), FIELD), "'2*x' is no figure"),
        (new(declared("identifier", "A", cardinality="ordered"), ORDER), "which order"),
        (new("<qti-template-declaration/>", choice_of()), "from a template"),
    ],
)  # fmt: skip
def test_what_is_no_question_here_is_refused_with_the_reason(text: str, why: str) -> None:
    assert why in only("qti30", text).refused


GOOD = old(
    '<responseDeclaration identifier="R" cardinality="single" baseType="string"><correctResponse><value>Grant</value>'
    "</correctResponse></responseDeclaration>",
    '<p>Who? <textEntryInteraction responseIdentifier="R"/></p>',
)


def manifest(*hrefs: str, kind: str = "imsqti_item_xmlv2p1", keywords: str = "") -> bytes:
    lom = f"<metadata><lom><general>{keywords}</general></lom></metadata>"
    found = "".join(f'<resource identifier="r" type="{kind}" href="{href}">{lom}</resource>' for href in hrefs)
    return (
        f'<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>{found}</resources></manifest>'.encode()
    )


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    return zipped({name: part.encode() if isinstance(part, str) else part for name, part in parts.items()})


def test_a_package_says_what_is_an_item_and_what_it_is_about() -> None:
    keywords = "".join(f"<keyword><string>{tag}</string></keyword>" for tag in ("claim:ferry-cost", "week 3"))
    other = '<resource identifier="t" type="imsqti_test_xmlv2p1" href="test.xml"/></resources>'
    said = manifest("odd%20names/a%C3%A4.xml", "gone.xml", "../../etc/passwd", keywords=keywords)
    content = packed({
        "folder/imsmanifest.xml": said.replace(b"</resources>", other.encode()),
        "folder/odd names/aä.xml": GOOD,
        "../../etc/passwd": "never looked at",
    })  # fmt: skip
    assert recognise("export.zip", content) == "qti21"
    good, gone, outside = read("qti21", content)
    assert data_of(good) == {"kind": "short", "stem": "Who?", "accept": ["Grant"], "claims": ["ferry-cost"]}
    assert good.changed == ("the keywords are left out: week 3",)
    assert "names a file that is not there" in gone.refused
    assert "names a file that is not there" in outside.refused


def test_one_bad_item_keeps_no_other_from_being_read() -> None:
    evil = '<!DOCTYPE a [<!ENTITY b "c">]>' + GOOD
    content = packed(
        {"imsmanifest.xml": manifest("a.xml", "b.xml", "c.xml"), "a.xml": evil, "b.xml": "<no", "c.xml": GOOD}
    )
    assert [bool(item.draft) for item in read("qti22", content)] == [False, False, True]


def test_a_body_of_nothing_but_gaps_costs_seconds_at_most() -> None:
    content = packed({"imsmanifest.xml": manifest("a.xml"), "a.xml": old("", "<gap/>" * 170_000)})
    began = time.process_time()
    assert "several interactions" in only("qti21", content).refused
    assert time.process_time() - began < 5


def test_hostile_packages_are_refused_in_words_at_a_bounded_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]>' + manifest("a.xml")
    deep = "<a>" * 300_000
    for content, why in (
        (packed({"imsmanifest.xml": entities, "a.xml": GOOD}), "entities"),
        (packed({"a.xml": GOOD}), "no imsmanifest.xml"),
        (packed({"imsmanifest.xml": manifest("a.xml", kind="imsqti_xmlv1p2")}), "QTI 1.2"),
        (packed({"imsmanifest.xml": manifest("a.xml", kind="webcontent")}), "names no items"),
        (packed({"imsmanifest.xml": manifest("a.xml"), "bomb": "0" * (zip_files.LARGEST_IN_ALL + 1)}), "unpacked"),
        (packed({"imsmanifest.xml": manifest(*["a.xml"] * 20_001)}), "more than"),
        (packed({"imsmanifest.xml": manifest(*["a.xml"] * 9), "a.xml": deep}), "too many elements"),
        (b"PK\x05\x06" + bytes(18), "no imsmanifest.xml"),
        (b"PK and nothing", "damaged"),
    ):
        began = time.process_time()
        with pytest.raises(ExchangeError, match=why):
            read("qti30", content)
        assert time.process_time() - began < 5
    monkeypatch.setattr(package, "LARGEST_ITEM", 100)
    assert "larger" in only("qti30", packed({"imsmanifest.xml": manifest("a.xml"), "a.xml": GOOD})).refused


DRAFTS = (
    Draft(name="ferry choice: 1", data={
        "kind": "choice", "stem": "Which *two*?", "claims": ["ferry"], "importance": "core", "explanation": "So.",
        "options": [option("a", "1 < 2", right=True), option("b", "x", right=True), option("c", "y", feedback="No.")],
    }),
    Draft(name="date", data={
        "kind": "date", "stem": "When?", "answer": "1874-05-01", "precision": "day",
        "wrong": [{"date": "1875", "feedback": "A year early."}],
    }),
    Draft(name="years", data={"kind": "timeline", "stem": "When?", "answer": 1874, "from": 1850, "to": 1900,
                              "tolerance": 2}),
    Draft(name="views", data={
        "kind": "position", "ask": "holder", "stem": "Who says so?",
        "options": [{"claim": "1-holm", "text": "Holm", "right": True}, {"claim": "veld", "text": "Veld"},
                    {"claim": "board", "text": "The board", "feedback": "It says less."}],
    }),
    Draft(name="gap", data={"kind": "cloze", "text": "In [gap1] **it** ran.",
                            "gaps": {"gap1": {"accept": ["1874"], "hint": "a year"}}}),
    Draft(name="essay", data={"kind": "card", "front": "Tell.", "back": "- like\n- this"}),
)  # fmt: skip


def drafts_of(items: Sequence[Item]) -> list[tuple[str, dict[str, Any]]]:
    return [(item.draft.name, dict(item.draft.data)) for item in items if item.draft]


@pytest.mark.parametrize("name", VERSIONS)
def test_what_is_written_is_what_the_version_wants(name: str) -> None:
    """Namespaces, names of elements, and their order in an item."""
    form = FORMATS[name]
    sent = [draft for draft in (form.carry(draft).draft for draft in DRAFTS) if draft]
    with ZipFile(BytesIO(form.write(sent))) as zipped_file:
        said = zipped_file.read("imsmanifest.xml").decode()
        items = [zipped_file.read(f"items/{number:05}.xml").decode() for number in range(1, len(DRAFTS) + 1)]
        listed = read_xml(zipped_file.read("test.xml"))
        assert [each.get("href") for each in listed[0][0]] == zipped_file.namelist()[2:]
    assert f"imsqti_item_xmlv{name[3]}p{name[4]}" in said
    assert f"imsqti_test_xmlv{name[3]}p{name[4]}" in said
    for text in items:
        tags = set(re.findall(r"<([A-Za-z-]+)", text)) - {"p", "div", "em", "strong", "ul", "li"}
        assert all(tag.startswith("qti-") and tag.islower() for tag in tags) == (name == "qti30")
        order = [re.sub("qti-|-", "", child.tag).lower() for child in read_xml(text.encode())]
        wanted = ["responsedeclaration", "outcomedeclaration", "itembody", "responseprocessing", "modalfeedback"]
        assert order == sorted(order, key=wanted.index)
    assert "1 &lt; 2" in items[0]
    assert 'title="Which two?"' in items[0]
    assert ("qti-content-body" in items[0]) == (name == "qti30")
    assert drafts_of(form.read(form.write(sent))) == [(each.name, each.data) for each in sent]
