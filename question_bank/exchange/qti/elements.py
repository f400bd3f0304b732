"""An item of QTI that is being written: its parts in the order in which the schemas want them, whatever comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, tostring

from question_bank.exchange.markdown_html import to_html
from question_bank.exchange.packing import figure
from question_bank.exchange.xml_reading import read_xml
from question_bank.exchange.xml_writing import add, document

from .marks import EXPLANATION, TOOL
from .versions import Version

RESPONSE, SCORE, FEEDBACK, SOLUTION = "RESPONSE", "SCORE", "FEEDBACK", "SOLUTION"


class ItemWriter:
    """The parts of an item; ``finished`` puts them together."""

    def __init__(self, version: Version, *, identifier: str, title: str, label: str) -> None:
        self._version = version
        self._root = self._element("assessment-item")
        self._root.set("xmlns", version.namespace)
        self._set(self._root, identifier=identifier, title=title, adaptive="false", time_dependent="false")
        self._set(self._root, tool_name=TOOL, **({"label": label} if label else {}))
        self._outcomes: list[Element] = []
        self.body = self._element("item-body")
        self._processing = self._element("response-processing")
        self._feedback: list[Element] = []
        self._outcome(SCORE, "float")

    def _element(self, name: str) -> Element:
        return Element(self._version.element(name))

    def _set(self, element: Element, **attributes: str) -> None:
        for name, value in attributes.items():
            element.set(self._version.attribute(name.replace("_", "-")), value)

    def add(self, parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
        """A new element of QTI within ``parent``; attributes with underscores for hyphens."""
        element = add(parent, self._version.element(name), text)
        self._set(element, **attributes)
        return element

    def put(self, parent: Element, markdown: str) -> None:
        """Put Markdown into ``parent`` as HTML."""
        put_html(parent, to_html(markdown))

    def declare(
        self,
        base_type: str,
        correct: Sequence[str] = (),
        *,
        worth: Mapping[str, Decimal] | None = None,
        cardinality: str = "single",
        identifier: str = RESPONSE,
    ) -> None:
        """Declare a response; ``worth`` has what values earn. Together they earn 0 to 1."""
        declaration = self.add(
            self._root, "response-declaration", identifier=identifier, cardinality=cardinality, base_type=base_type
        )
        if correct:
            values = self.add(declaration, "correct-response")
            for value in correct:
                self.add(values, "value", value)
        if worth:
            mapping = self.add(declaration, "mapping", lower_bound="0", upper_bound="1", default_value="0")
            for key, share in worth.items():
                entry = self.add(mapping, "map-entry", map_key=key, mapped_value=figure(share))
                if base_type == "string":
                    self._set(entry, case_sensitive="false")

    def _outcome(self, identifier: str, base_type: str, cardinality: str = "single") -> None:
        outcome = self._element("outcome-declaration")
        self._set(outcome, identifier=identifier, cardinality=cardinality, base_type=base_type)
        if base_type == "float":
            self.add(self.add(outcome, "default-value"), "value", "0")
        self._outcomes.append(outcome)

    def condition(self) -> Element:
        """A new condition of the processing: its first child is what must hold."""
        return self.add(self.add(self._processing, "response-condition"), "response-if")

    def set_score(self, parent: Element | None = None) -> Element:
        """Set the score to what is put into the element; within a condition, or always."""
        return self.add(self._processing if parent is None else parent, "set-outcome-value", identifier=SCORE)

    def score_match(self) -> None:
        """One point for the correct response."""
        branch = self.condition()
        both = self.add(branch, "match")
        self.add(both, "variable", identifier=RESPONSE)
        self.add(both, "correct", identifier=RESPONSE)
        self.base_value(self.set_score(branch), "float", "1")

    def score_mapped(self, identifiers: Sequence[str] = (RESPONSE,)) -> None:
        """What the responses are worth, together."""
        parent = self.set_score()
        if len(identifiers) > 1:
            parent = self.add(parent, "sum")
        for identifier in identifiers:
            self.add(parent, "map-response", identifier=identifier)

    def score_equal(self, tolerance: str | None) -> None:
        """One point for a figure that is at most ``tolerance`` off."""
        branch = self.condition()
        equal = self.equal(branch, tolerance)
        self.add(equal, "correct", identifier=RESPONSE)
        self.base_value(self.set_score(branch), "float", "1")

    def equal(self, parent: Element, tolerance: str | None = None) -> Element:
        """A comparison of the response as a figure; the other one is still to be put in."""
        equal = self.add(parent, "equal", tolerance_mode="absolute" if tolerance else "exact")
        if tolerance:
            self._set(equal, tolerance=f"{tolerance} {tolerance}")
        self.add(equal, "variable", identifier=RESPONSE)
        return equal

    def base_value(self, parent: Element, base_type: str, text: str) -> None:
        self.add(parent, "base-value", text, base_type=base_type)

    def feedback_by_response(self, said: Mapping[str, str | None], *, cardinality: str) -> None:
        """Feedback to each identifier that is chosen."""
        if not any(said.values()):
            return
        self._outcome(FEEDBACK, "identifier", cardinality)
        self.add(
            self.add(self._processing, "set-outcome-value", identifier=FEEDBACK), "variable", identifier=RESPONSE
        )  # fmt: skip
        for identifier, text in said.items():
            if text:
                self._modal(FEEDBACK, identifier, text)

    def feedback_by_value(self, said: Iterable[tuple[Sequence[str], str]], base_type: str) -> None:
        """Feedback to values that are typed: texts whatever their case, figures exactly."""
        for number, (values, text) in enumerate(said, start=1):
            if number == 1:
                self._outcome(FEEDBACK, "identifier")
            branch, name = self.condition(), f"WRONG{number}"
            parent = self.add(branch, "or") if len(values) > 1 else branch
            for value in values:
                if base_type == "float":
                    compared = self.equal(parent)
                else:
                    compared = self.add(parent, "string-match", case_sensitive="false")
                    self.add(compared, "variable", identifier=RESPONSE)
                self.base_value(compared, base_type, value)
            self.base_value(self.add(branch, "set-outcome-value", identifier=FEEDBACK), "identifier", name)
            self._modal(FEEDBACK, name, text)

    def explain(self, text: str) -> None:
        """What is shown after any answer."""
        self._outcome(SOLUTION, "identifier")
        outcome = self.add(self._processing, "set-outcome-value", identifier=SOLUTION)
        self.base_value(outcome, "identifier", EXPLANATION)
        self._modal(SOLUTION, EXPLANATION, text)

    def _modal(self, outcome: str, identifier: str, text: str) -> None:
        feedback = self._element("modal-feedback")
        self._set(feedback, outcome_identifier=outcome, identifier=identifier, show_hide="show")
        self.put(self._content(feedback), text)
        self._feedback.append(feedback)

    def rubric(self, *, view: str) -> Element:
        """Where words stand that only those of this view see."""
        use = {"use": "scoring"} if self._version.has_hyphens else {}
        return self._content(self.add(self.body, "rubric-block", view=view, **use))

    def _content(self, element: Element) -> Element:
        """Where the words of feedback and of rubrics stand: since QTI 3 in an element of their own."""
        return self.add(element, "content-body") if self._version.has_hyphens else element

    def finished(self) -> bytes:
        """The item's file."""
        self._root.extend([*self._outcomes, self.body])
        if len(self._processing):
            self._root.append(self._processing)
        self._root.extend(self._feedback)
        return document(self._root, indented=False)


def put_html(parent: Element, html: str) -> None:
    """Put XHTML of ours into ``parent``, which has nothing in it behind its last element."""
    inner = read_xml(f"<div>{html}</div>".encode())
    if inner.text and inner.text.strip():
        parent.text = f"{parent.text or ''}{inner.text}"
    parent.extend(list(inner))


def as_html(element: Element) -> str:
    return tostring(element, encoding="unicode")
