"""The test that goes along with the items: platforms that know no banks of items make a quiz of it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from question_bank.exchange.xml_writing import document

from .marks import TOOL
from .versions import Version

FILE, IDENTIFIER = "test.xml", "TEST"
_TITLE = "Questions"


def write_listing(version: Version, files: Mapping[str, str]) -> bytes:
    """A test of all items, in one part and one section; ``files`` has their files by their identifiers."""
    root = _element(version, "assessment-test", identifier=IDENTIFIER, title=_TITLE, tool_name=TOOL)
    root.set("xmlns", version.namespace)
    part = _element(version, "test-part", identifier="PART", navigation_mode="nonlinear", submission_mode="individual")
    section = _element(version, "assessment-section", identifier="SECTION", title=_TITLE, visible="true")
    section.extend(
        _element(version, "assessment-item-ref", identifier=identifier, href=file) for identifier, file in files.items()
    )
    part.append(section)
    root.append(part)
    return document(root)


def _element(version: Version, name: str, **attributes: str) -> Element:
    return Element(
        version.element(name),
        {version.attribute(key.replace("_", "-")): value for key, value in attributes.items()},
    )
