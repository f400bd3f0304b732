"""XML, written: elements below one another, and only characters that XML has."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

CONTROL_CHARACTERS = "control characters"

_ILLEGAL = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without what XML cannot hold."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """A new element within ``parent``."""
    element = SubElement(parent, name, attributes)
    element.text = text
    return element


def document(root: Element, *, indented: bool = True) -> bytes:
    """The file; ``indented`` where spaces between elements mean nothing."""
    if indented:
        indent(root, space=" ")
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"
